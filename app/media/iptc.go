package media

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// photoshopHeader starts the JPEG segment in which Photoshop's resources are. One of them is IPTC
// data, the older form of what XMP has (IPTC-NAA Information Interchange Model 4.2).
const (
	photoshopHeader = "Photoshop 3.0\x00"
	resourceStart   = "8BIM"
	resourceIPTC    = 0x0404

	iptcStart  = 0x1C // of a field
	iptcRecord = 2    // the one about the picture
)

// iptcCredits are the fields with credits, and their keywords. The map is never changed.
var iptcCredits = map[byte]string{80: KeywordAuthor, 110: KeywordCredit, 115: KeywordSource, 116: KeywordCopyright}

// iptcTexts returns the credits in IPTC data, which may be within Photoshop's resources. What makes no
// sense ends it.
func iptcTexts(data []byte) (texts []Text) {
	data = bytes.TrimPrefix(data, []byte(photoshopHeader))
	if bytes.HasPrefix(data, []byte(resourceStart)) {
		data = iptcResource(data)
	}
	found := map[byte][]string{}
	for len(data) >= 5 && data[0] == iptcStart {
		record, field, length := data[1], data[2], int(binary.BigEndian.Uint16(data[3:]))
		if data = data[5:]; length > len(data) { // longer ones have another form, and are no credits
			break
		}
		if value := iptcText(data[:length]); record == iptcRecord && value != "" {
			found[field] = append(found[field], value)
		}
		data = data[length:]
	}
	for _, field := range []byte{80, 110, 115, 116} {
		if values := found[field]; values != nil {
			texts = append(texts, Text{iptcCredits[field], strings.Join(values, "; ")})
		}
	}
	return texts
}

// iptcText is a field's text. Many programs write UTF-8 without saying so.
func iptcText(value []byte) string {
	if !utf8.Valid(value) {
		return strings.Trim(fromLatin1(value), "\x00 ")
	}
	return strings.Trim(string(value), "\x00 ")
}

// iptcResource returns the IPTC data in Photoshop's resources; nil: there are none.
func iptcResource(data []byte) []byte {
	for bytes.HasPrefix(data, []byte(resourceStart)) && len(data) >= 12 {
		kind := binary.BigEndian.Uint16(data[4:])
		name := 1 + int(data[6])
		name += name & 1
		if data = data[6:]; len(data) < name+4 {
			return nil
		}
		length := int64(binary.BigEndian.Uint32(data[name:]))
		if data = data[name+4:]; length > int64(len(data)) {
			return nil
		}
		if kind == resourceIPTC {
			return data[:length]
		}
		data = data[min(length+length&1, int64(len(data))):]
	}
	return nil
}
