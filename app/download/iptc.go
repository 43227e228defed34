package download

import (
	"cmp"

	"lookbook/api/redact"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
	"lookbook/app/media/xmp"
)

// system is the name of the service, for the IPTC property AISystemUsed.
const system = "dreamlook.ai"

// iptc returns the IPTC properties by which other programs recognise a generated picture, as far as
// the person's settings allow.
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

// packet returns the picture's XMP packet with these properties; false: the
// packet stays as it is. Properties that the picture already has win, and a
// packet that can't be read is left alone.
func (d destination) packet(p *part) (media.Text, bool) {
	texts, _ := media.ReadTexts(p.picture(), p.size) // an unreadable text stays as it is
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
