package media

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bep/imagemeta"

	"lookbook/app/media/exif"
	"lookbook/app/media/marks"
	"lookbook/app/media/xmp"
)

// lossless makes a WebP of 2×3 pixels, with or without an alpha channel: one
// colour, so that no pixel takes a bit.
func lossless(alpha bool) []byte {
	bits := uint32(1) | 2<<14
	if alpha {
		bits |= 1 << 28
	}
	// No transforms, no cache, no prefix codes of the codes; five codes with one symbol each.
	data := []byte{0x2F, byte(bits), byte(bits >> 8), byte(bits >> 16), byte(bits >> 24), 0x88, 0x88, 0x08, 0x00, 0x00}
	b := appendWebPChunk([]byte("RIFF\x00\x00\x00\x00WEBP"), "VP8L", data)
	b[4] = byte(len(b) - 8)
	return b
}

// takers are pictures of each format that can hold texts.
func takers(t testing.TB) map[string][]byte {
	jpeg := encodeJPEG(t, photo(40, 30, false))
	jfif := rawChunk{"\xE0", []byte("JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00")}
	return map[string][]byte{
		"a.png":             encodePNG(t, photo(40, 30, true)),
		"a.jpg":             jpeg,
		"JFIF.jpg":          jpegWith(jpeg, jfif),
		"with EXIF.jpg":     jpegWith(jpeg, jfif, rawChunk{"\xE1", append([]byte(exif.Header), exif.OrientationOnly(6)...)}),
		"with a packet.jpg": jpegWith(jpeg, rawChunk{"\xE1", []byte(xmpHeader + labelled)}, rawChunk{"\xFE", []byte("a comment")}),
		"behind.jpg":        append(bytes.Clone(jpeg), "behind the end"...),
		"a.webp":            tinyWebP(t),
		"lossless.webp":     lossless(false),
		"alpha.webp":        lossless(true),
		"extended.webp":     webpWith(t, 0, nil, nil),
		"with EXIF.webp":    webpWith(t, webpHasEXIF, nil, []rawChunk{{"EXIF", exif.OrientationOnly(6)}}),
		"with a packet.webp": webpWith(t, webpHasXMP, []rawChunk{{"ICCP", []byte("even")}}, []rawChunk{
			{"XMP ", []byte(labelled)}, {"else", []byte("even")},
		}),
	}
}

const labelled = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Label="Red"/></rdf:RDF></x:xmpmeta>`

// Texts are embedded in every format and read back. Other texts and the pixels stay, and after
// removing them the picture is as before.
func TestTextsInEveryFormat(t *testing.T) {
	texts := []Text{{KeywordParameters, wideParameters}, {KeywordLookbook, `{"job_id":"ig_1","prompt":"a <red> & \"blue\" 猫"}`}}
	for name, b := range takers(t) {
		t.Run(name, func(t *testing.T) {
			out := embed(t, b, texts...)
			if again := embed(t, out, texts[1]); !bytes.Equal(again, embed(t, again, texts[1])) {
				t.Error("it changes with each writing")
			}
			read, err := readTexts(out)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range texts {
				has := slices.ContainsFunc(read, func(text Text) bool {
					comment := want.Keyword == KeywordParameters && text.Keyword == KeywordUserComment
					return (comment || text.Keyword == want.Keyword) && text.Value == want.Value
				})
				if !has {
					t.Errorf("%s is lost: %q", want.Keyword, read)
				}
			}
			if strings.Contains(name, "packet") && !bytes.Contains(out, []byte(`xmp:Label="Red"`)) {
				t.Error("another program's property is lost")
			}
			if _, err := inspect(out); err != nil {
				t.Error(err)
			}
			is, format, err := image.Decode(bytes.NewReader(out))
			was, _, failed := image.Decode(bytes.NewReader(b))
			if err != nil || failed != nil || !samePixels(is, was) {
				t.Errorf("%s: the pixels are others: %v, %v", format, err, failed)
			}
			bare, before := stripped(t, out), stripped(t, b)
			if strings.HasSuffix(name, ".webp") && !bytes.Contains(b, []byte("VP8X")) {
				bare = bare[12+18:] // the chunk with the flags
				before = before[12:]
			}
			if !bytes.Equal(bare, before) {
				t.Errorf("without texts it is not as it was: %d bytes, %d before", len(bare), len(before))
			}
		})
	}
}

// Exiftool and imagemeta read every field that we write, in every format.
// Imagemeta reads no packet in a PNG, and fails after a chunk of odd length.
func TestOtherProgramsReadEveryField(t *testing.T) {
	packet, err := marks.Write(nil, marks.Marks{Rating: 4, Favourite: true, Tags: []string{"people/anna", "red & <green>"}}, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	packet, err = xmp.Set(packet,
		xmp.Property{Name: xmp.SourceType, Value: xmp.TrainedAlgorithmicMedia}, xmp.Property{Name: xmp.System, Value: "dreamlook.ai"},
		xmp.Property{Name: xmp.SystemVersion, Value: "stable-diffusion-xl-v1-0"}, xmp.Property{Name: xmp.Prompt, Value: "a <red> coat\nNegative prompt: 猫"},
		xmp.Property{Name: xmp.PromptWriter, Value: "Ada"})
	if err != nil {
		t.Fatal(err)
	}
	const ours = `{"job_id":"ig_1"}`
	want := map[string]string{
		"Rating": "4", "Favourite": "True", "Subject": "[anna red & <green>]", "TagsList": "[people/anna red & <green>]", "ModifyDate": "2026-05-01T12:00:00.000+00:00",
		"DigitalSourceType": xmp.TrainedAlgorithmicMedia, "AISystemUsed": "dreamlook.ai", "AISystemVersionUsed": "stable-diffusion-xl-v1-0",
		"AIPromptInformation": "a <red> coat\nNegative prompt: 猫", "AIPromptWriterName": "Ada",
	}
	for name, b := range takers(t) {
		t.Run(name, func(t *testing.T) {
			out := embed(t, b, Text{KeywordParameters, latinParameters}, Text{KeywordLookbook, ours}, Text{KeywordXMP, string(packet)})
			fields := map[string]string{}
			formats := map[string]imagemeta.ImageFormat{".png": imagemeta.PNG, ".jpg": imagemeta.JPEG, ".webp": imagemeta.WebP}
			_, err := imagemeta.Decode(imagemeta.Options{
				R: bytes.NewReader(out), ImageFormat: formats[filepath.Ext(name)], Sources: imagemeta.XMP,
				HandleTag: func(tag imagemeta.TagInfo) error {
					fields[strings.ToUpper(tag.Tag[:1])+tag.Tag[1:]] = fmt.Sprint(tag.Value)
					return nil
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			for key, value := range want {
				if fields[key] != value && name != "a.png" {
					t.Errorf("imagemeta: %s is %q, want %q", key, fields[key], value)
				}
			}
			if name != "a.png" && fields["Dreamlook"] != ours {
				t.Errorf("imagemeta: our text is %q", fields["Dreamlook"])
			}
			file := filepath.Join(t.TempDir(), "a"+filepath.Ext(name))
			if err := os.WriteFile(file, out, 0o600); err != nil {
				t.Fatal(err)
			}
			var read []map[string]any
			said := tool(t, "exiftool", "-j", "-n", "-charset", "UTF8", "-validate", "-warning", "-error", "-PNG:all", "-EXIF:all", "-XMP:all", file)
			if err := json.Unmarshal(said, &read); err != nil || len(read) != 1 {
				t.Fatalf("exiftool said %s: %v", said, err)
			}
			for key, value := range want {
				if key == "ModifyDate" { // exiftool's own format
					value = "2026:05:01 12:00:00.000+00:00"
				}
				if got := fmt.Sprint(read[0][key]); !strings.EqualFold(got, value) {
					t.Errorf("exiftool: %s is %q, want %q", key, got, value)
				}
			}
			comment := read[0]["UserComment"]
			if strings.HasPrefix(name, "with EXIF") || name == "a.png" {
				comment = read[0]["Parameters"]
			}
			if comment != latinParameters || read[0]["Dreamlook"] != ours || read[0]["Error"] != nil {
				t.Errorf("exiftool: %q", read[0])
			}
		})
	}
}

// Texts that a format can't hold are refused before anything is written.
func TestTextsThatAJPEGHasNoRoomFor(t *testing.T) {
	plain := encodeJPEG(t, photo(16, 16, false))
	for name, c := range map[string]struct {
		text Text
		want error
	}{
		"long":  {Text{KeywordParameters, strings.Repeat("x", 40_000)}, ErrTooLarge},
		"ours":  {Text{KeywordLookbook, strings.Repeat("x", 70_000)}, ErrTooLarge},
		"other": {Text{"Title", "x"}, ErrUnsupported},
	} {
		if err := Embed(&bytes.Buffer{}, bytes.NewReader(plain), int64(len(plain)), []Text{c.text}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
