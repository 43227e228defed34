package origin

import (
	"lookbook/api/redact"
	"lookbook/app/media"
	"lookbook/app/media/xmp"
)

// credited are the texts of a PNG that say who made it, and the properties that
// they become. The map is never changed.
var credited = map[string]xmp.Name{
	"Author":    {Space: xmp.Dublin, Local: "creator"},
	"Copyright": {Space: xmp.Dublin, Local: "rights"},
	"Source":    {Space: xmp.Photoshop, Local: "Source"},
}

// Credits returns an XMP packet with nothing but who made a picture, who has
// rights in it, and that a model made it; none: nothing says so.
func Credits(texts []media.Text) []media.Text {
	told := map[xmp.Name][]string{}
	for _, text := range texts {
		if text.Keyword == media.KeywordXMP {
			values, err := xmp.Read([]byte(text.Value))
			if err != nil {
				continue // another program's, in a way of its own
			}
			for _, name := range xmp.Credits() {
				told[name] = append(told[name], values[name]...)
			}
		}
	}
	for _, text := range texts {
		if name, is := credited[text.Keyword]; is && len(told[name]) == 0 {
			told[name] = []string{text.Value}
		}
	}
	var properties []xmp.Property
	for _, name := range xmp.Credits() {
		var list []string
		for _, text := range told[name] {
			if text != "" {
				list = append(list, redact.Text(text))
			}
		}
		switch {
		case len(list) == 0:
		case name.Local == "creator": // the one list among them
			properties = append(properties, xmp.Property{Name: name, List: list, Ordered: true})
		default:
			properties = append(properties, xmp.Property{Name: name, Value: list[0]})
		}
	}
	if len(properties) == 0 {
		return nil
	}
	packet, err := xmp.Set(nil, properties...)
	if err != nil {
		return nil // they are too long
	}
	return []media.Text{{Keyword: media.KeywordXMP, Value: string(packet)}}
}
