package media

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"lookbook/app/media/exif"
)

// rawProfile begins the keyword of a text into which ImageMagick puts what PNG had
// no chunk for: a line with the kind, one with the length, and the data in hex. The
// keyword ends with the kind too.
const rawProfile = "Raw profile"

var errProfile = errors.New("the profile in it makes no sense")

// profileTexts returns the texts in a raw profile. Kinds that hold no texts of
// interest, a colour profile for one, have none.
func profileTexts(text Text) ([]Text, error) {
	kind := strings.ToLower(text.Keyword[strings.LastIndexByte(text.Keyword, ' ')+1:])
	if kind != "exif" && kind != "xmp" && kind != "app1" && kind != "iptc" {
		return nil, nil
	}
	head, rest, _ := strings.Cut(strings.TrimLeft(text.Value, "\n"), "\n")
	if !strings.EqualFold(strings.TrimSpace(head), kind) && !strings.EqualFold(strings.TrimSpace(head), "generic profile") {
		return nil, errProfile
	}
	length, rest, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n")
	n, err := strconv.Atoi(strings.TrimSpace(length))
	if err != nil || n < 0 {
		return nil, errProfile
	}
	data, err := hex.DecodeString(strings.Join(strings.Fields(rest), ""))
	if err != nil || len(data) < n {
		return nil, errProfile
	}
	data = data[:n]
	if kind == "iptc" {
		return iptcTexts(data), nil
	}
	if packet, is := bytes.CutPrefix(data, []byte(xmpHeader)); is || kind == "xmp" {
		return append([]Text{{KeywordXMP, strings.ToValidUTF8(string(packet), "\uFFFD")}}, PacketTexts(packet)...), nil
	}
	if _, err := exif.Parse(data); err != nil {
		return nil, errProfile
	}
	return exifTexts(data)
}
