package origin

import (
	"slices"
	"strings"

	"lookbook/api/redact"
	"lookbook/app/media"
	"lookbook/app/media/xmp"
)

// credited are the texts that say who made a picture, and the properties that
// they become. The map is never changed.
var credited = map[string]xmp.Name{
	media.KeywordAuthor:    {Space: xmp.Dublin, Local: "creator"},
	media.KeywordCopyright: {Space: xmp.Dublin, Local: "rights"},
	media.KeywordSource:    {Space: xmp.Photoshop, Local: "Source"},
	media.KeywordCredit:    {Space: xmp.Photoshop, Local: "Credit"},
}

// credits are the values of a text: one for each name.
func credits(text media.Text) (values []string) {
	if text.Keyword != media.KeywordAuthor {
		return []string{text.Value}
	}
	for name := range strings.SplitSeq(text.Value, ";") {
		if name = strings.TrimSpace(name); name != "" {
			values = append(values, name)
		}
	}
	return values
}

// Credits returns an XMP packet with nothing but who made a picture, who has
// rights in it, and that a model made it; none: nothing says so.
func Credits(texts []media.Text) []media.Text {
	properties := creditsIn(texts)
	if len(properties) == 0 {
		return nil
	}
	packet, err := xmp.Set(nil, properties...)
	if err != nil {
		return nil // they are too long
	}
	return []media.Text{{Keyword: media.KeywordXMP, Value: string(packet)}}
}

// IsCredit reports whether a keyword is that of a credit outside of XMP.
func IsCredit(keyword string) bool {
	_, is := credited[keyword]
	return is
}

// WithCredits returns an XMP packet, which may be empty, with the credits that only a picture's other
// texts have.
func WithCredits(packet string, texts []media.Text) (string, error) {
	told := xmp.Values{}
	if packet != "" {
		var err error
		if told, err = xmp.Read([]byte(packet)); err != nil {
			return "", err
		}
	}
	untold := slices.DeleteFunc(creditsIn(texts), func(p xmp.Property) bool { return len(told[p.Name]) > 0 })
	with, err := xmp.Set([]byte(packet), untold...)
	return string(with), err
}

// creditsIn returns the credits among a picture's texts.
func creditsIn(texts []media.Text) (properties []xmp.Property) {
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
			told[name] = credits(text)
		}
	}
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
	return properties
}
