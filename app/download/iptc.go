package download

import (
	"cmp"

	"lookbook/api/redact"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
	"lookbook/app/media/xmp"
)

// system is what made the pictures.
const system = "dreamlook.ai"

// iptc are the properties by which other programs know what a picture is, as far
// as the person wants them told.
func (d destination) iptc() []xmp.Property {
	var told []xmp.Property
	add := func(name xmp.Name, value string) {
		if value != "" {
			told = append(told, xmp.Property{Name: name, Value: redact.Text(value)})
		}
	}
	shown := d.shown()
	if d.saving.Metadata.Source {
		add(xmp.SourceType, xmp.TrainedAlgorithmicMedia)
		add(xmp.System, system)
		add(xmp.SystemVersion, cmp.Or(shown.CheckpointID, shown.BaseModel))
	}
	if d.saving.Metadata.Prompt {
		add(xmp.Prompt, infotext.Prompts(shown))
		if shown.Prompt != "" {
			add(xmp.PromptWriter, d.saving.Metadata.Writer)
		}
	}
	return told
}

// packet is the XMP packet of a picture with those properties; false: it stays
// as it is. What the picture says of itself already counts, and a packet that
// can't be read is left alone.
func (d destination) packet(p *part) (media.Text, bool) {
	texts, _ := media.ReadTexts(p.picture(), p.size) // what can't be read stays as it is
	before := ""
	for _, text := range texts {
		if text.Keyword == media.KeywordXMP {
			before = text.Value
			break
		}
	}
	said := xmp.Values{}
	if before != "" {
		var err error
		if said, err = xmp.Read([]byte(before)); err != nil {
			return media.Text{}, false
		}
	}
	var told []xmp.Property
	for _, property := range d.iptc() {
		if len(said[property.Name]) == 0 {
			told = append(told, property)
		}
	}
	if len(told) == 0 {
		return media.Text{}, false
	}
	packet, err := xmp.Set([]byte(before), told...)
	if err != nil || len(packet) > media.MaxTextBytes {
		return media.Text{}, false
	}
	return media.Text{Keyword: media.KeywordXMP, Value: redact.Text(string(packet))}, true
}
