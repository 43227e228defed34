package media

import (
	"bytes"
	"slices"

	"lookbook/app/media/xmp"
)

// ourTexts are the keywords of our texts, which an XMP packet has as properties.
var ourTexts = []string{KeywordParameters, KeywordLookbook}

// PacketTexts are our texts in an XMP packet, within a picture or beside it, under
// the keywords that they have in a PNG.
func PacketTexts(packet []byte) []Text {
	if !bytes.Contains(packet, []byte(xmp.Ours)) {
		return nil // which is seen sooner
	}
	values, err := xmp.Read(packet)
	if err != nil {
		return nil // it is another program's, in a way of its own
	}
	var texts []Text
	for _, keyword := range ourTexts {
		if value := values.Get(xmp.Name{Space: xmp.Ours, Local: keyword}); value != "" {
			texts = append(texts, Text{Keyword: keyword, Value: value})
		}
	}
	return texts
}

// IntoPacket writes our texts into an XMP packet, and keeps what else is there; an
// empty one is begun.
func IntoPacket(packet []byte, texts []Text) ([]byte, error) {
	var properties []xmp.Property
	for _, text := range texts {
		if slices.Contains(ourTexts, text.Keyword) {
			properties = append(properties, xmp.Property{Name: xmp.Name{Space: xmp.Ours, Local: text.Keyword}, Value: text.Value})
		}
	}
	return xmp.Set(packet, properties...)
}

// WithoutOrigin returns an XMP packet without our text that says which picture it
// belongs to.
func WithoutOrigin(packet []byte) ([]byte, error) {
	if !bytes.Contains(packet, []byte(xmp.Ours)) {
		return packet, nil
	}
	return xmp.Set(packet, xmp.Property{Name: xmp.Name{Space: xmp.Ours, Local: KeywordLookbook}, Gone: true})
}
