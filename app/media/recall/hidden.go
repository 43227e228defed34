package recall

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"image"
	"io"
	"slices"

	"lookbook/app/media"
)

// hiddenSigns begin what NovelAI, and an extension of the web UI, hide in the lowest
// bits of a picture. Behind one comes the length in bits, and then the text.
var hiddenSigns = []struct {
	sign             string
	colours, deflate bool // in red, green and blue instead of alpha; compressed
}{
	{"stealth_pnginfo", false, false},
	{"stealth_pngcomp", false, true},
	{"stealth_rgbinfo", true, false},
	{"stealth_rgbcomp", true, true},
}

// hiddenTexts are the texts that are hidden in a picture's pixels. A picture that
// can't be decoded has none: what is wrong with it is said elsewhere.
func hiddenTexts(r io.ReaderAt, size int64) []media.Text {
	info, err := media.InspectHeader(r, size)
	if err != nil || info.Format == media.JPEG { // which keeps no lowest bits
		return nil
	}
	picture, err := media.Decode(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil
	}
	for _, s := range hiddenSigns {
		bits := lowest{picture: picture, colours: s.colours}
		if string(bits.read(len(s.sign))) != s.sign {
			continue
		}
		length := bits.read(4)
		if len(length) < 4 {
			return nil
		}
		n := int64(binary.BigEndian.Uint32(length)) / 8
		if n > media.MaxTextBytes {
			return nil
		}
		data := bits.read(int(n))
		if int64(len(data)) < n {
			return nil
		}
		if s.deflate {
			z, err := gzip.NewReader(bytes.NewReader(data))
			if err != nil {
				return nil
			}
			if data, err = io.ReadAll(io.LimitReader(z, media.MaxTextBytes+1)); err != nil || len(data) > media.MaxTextBytes {
				return nil
			}
		}
		return textsOfHidden(string(data))
	}
	return nil
}

// lowest reads the lowest bits of a picture's pixels, column by column.
type lowest struct {
	picture *image.RGBA
	colours bool
	at      int // bits that were read
}

// read returns the next n bytes, fewer at the end of the picture.
func (l *lowest) read(n int) []byte {
	width, height := l.picture.Rect.Dx(), l.picture.Rect.Dy()
	channels := 1
	if l.colours {
		channels = 3
	}
	n = min(n, (width*height*channels-l.at)/8)
	data := make([]byte, n)
	for i := range 8 * n {
		pixel, channel := (l.at+i)/channels, 3
		if l.colours {
			channel = (l.at + i) % channels
		}
		x, y := pixel/height, pixel%height
		data[i/8] = data[i/8]<<1 | l.picture.Pix[y*l.picture.Stride+4*x+channel]&1
	}
	l.at += 8 * n
	return data
}

// textsOfHidden makes texts of what was hidden: NovelAI's JSON has a member for each
// text of a PNG, everything else is what stands under "parameters".
func textsOfHidden(text string) []media.Text {
	o, ok := object(text)
	if _, names := o["Software"].(string); !ok || !names {
		return []media.Text{{Keyword: media.KeywordParameters, Value: text}}
	}
	var texts []media.Text
	for keyword, value := range o {
		part, isText := value.(string)
		if !isText {
			raw, err := json.Marshal(value)
			if err != nil {
				continue
			}
			part = string(raw)
		}
		texts = append(texts, media.Text{Keyword: keyword, Value: part})
	}
	slices.SortFunc(texts, func(a, b media.Text) int { return bytes.Compare([]byte(a.Keyword), []byte(b.Keyword)) })
	return texts
}
