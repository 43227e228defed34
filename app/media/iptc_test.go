package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/media/exif"
)

// exifCredits are EXIF data with an artist and a copyright, as exiftool writes them.
func exifCredits(artist, copyright string) []byte {
	order := binary.LittleEndian
	b := order.AppendUint32([]byte("II*\x00"), 8)
	b = order.AppendUint16(b, 2)
	at := uint32(8 + 2 + 2*12 + 4)
	for _, f := range []struct {
		tag  uint16
		text string
	}{{0x013B, artist}, {0x8298, copyright}} {
		b = order.AppendUint16(order.AppendUint16(b, f.tag), 2)
		b = order.AppendUint32(order.AppendUint32(b, uint32(len(f.text)+1)), at)
		at += uint32(len(f.text) + 1)
	}
	b = order.AppendUint32(b, 0)
	return append(append(append(b, artist...), 0), copyright+"\x00"...)
}

// iptcData are IPTC data with fields of the record about the picture.
func iptcData(fields ...string) []byte {
	b := []byte{iptcStart, 1, 90, 0, 3, 0x1B, '%', 'G'} // UTF-8
	for _, f := range fields {
		b = append(b, iptcStart, iptcRecord, f[0])
		b = binary.BigEndian.AppendUint16(b, uint16(len(f)-1))
		b = append(b, f[1:]...)
	}
	return b
}

func resources(data []byte) []byte {
	b := []byte(photoshopHeader + "8BIM\x04\x25\x00\x00\x00\x00\x00\x03abc\x00" + "8BIM\x04\x04\x04name\x00")
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	return append(b, data...)
}

func segment(marker byte, data []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(data)+2)), data...)
}

// Who made a picture is read wherever programs write it.
func TestCreditsInEXIFAndIPTC(t *testing.T) {
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, image.NewRGBA(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	iptc := iptcData("\x50Zoë", "\x50Max", "\x6EStudio Ä", "\x73Archive", "\x74© 2026 Zoë", "\x19a keyword", "\x78a caption")
	for name, c := range map[string]struct {
		parts [][]byte
		want  []Text
	}{
		"EXIF":        {[][]byte{segment(0xE1, append([]byte(exif.Header), exifCredits("Zoë; Max", "© 2026 Zoë\x00the editor")...))}, []Text{{KeywordAuthor, "Zoë; Max"}, {KeywordCopyright, "© 2026 Zoë; the editor"}}},
		"Latin-1":     {[][]byte{segment(0xE1, append([]byte(exif.Header), exifCredits("Zo\xEB Max", "\xA9 Zo\xEB")...))}, []Text{{KeywordAuthor, "Zoë Max"}, {KeywordCopyright, "© Zoë"}}},
		"IPTC":        {[][]byte{segment(0xED, resources(iptc))}, []Text{{KeywordAuthor, "Zoë; Max"}, {KeywordCredit, "Studio Ä"}, {KeywordSource, "Archive"}, {KeywordCopyright, "© 2026 Zoë"}}},
		"cut":         {[][]byte{segment(0xED, resources(iptc)[:60])}, nil},
		"no IPTC":     {[][]byte{segment(0xED, []byte(photoshopHeader+"8BIM\x04\x25\x00\x00\x00\x00\x00\x03abc"))}, nil},
		"other APP13": {[][]byte{segment(0xED, []byte("Adobe_CM"))}, nil},
	} {
		data := append(append(bytes.Clone(plain.Bytes()[:2]), bytes.Join(c.parts, nil)...), plain.Bytes()[2:]...)
		if got, err := ReadTexts(Bytes(data), int64(len(data))); err != nil && name != "cut" || !cmp.Equal(got, c.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	whole := resources(iptc)
	for length := range whole {
		for _, text := range iptcTexts(whole[:length]) {
			if text.Keyword != KeywordAuthor && text.Keyword != KeywordCredit && text.Keyword != KeywordSource && text.Keyword != KeywordCopyright {
				t.Errorf("%d bytes: %+v", length, text)
			}
		}
	}
}

// In a PNG they are in a chunk of their own, or in a raw profile.
func TestCreditsInAPNG(t *testing.T) {
	good := small(t)
	at := bytes.Index(good, []byte("IDAT")) - 4
	data := resources(iptcData("\x50Max"))[len(photoshopHeader):]
	profile := fmt.Sprintf("\niptc\n%8d\n%x\n", len(data), data)
	with := append(append(bytes.Clone(good[:at]), pngChunk("eXIf", exifCredits("Zoë", "© Zoë"))...), good[at:]...)
	with = embed(t, with, Text{Keyword: "Raw profile type iptc", Value: profile})
	texts, err := ReadTexts(Bytes(with), int64(len(with)))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []Text{{KeywordAuthor, "Zoë"}, {KeywordCopyright, "© Zoë"}, {KeywordAuthor, "Max"}} {
		if !slices.Contains(texts, want) {
			t.Errorf("%+v is not among %+v", want, texts)
		}
	}
}
