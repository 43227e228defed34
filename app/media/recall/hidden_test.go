package recall_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/media/recall"
	"lookbook/app/test/harness"
)

// hiding makes a PNG with bytes in the lowest bits of alpha, or of the colours,
// column by column.
func hiding(t testing.TB, colours bool, data []byte) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 150, 100))
	at := 0
	bit := func() byte {
		if at/8 >= len(data) {
			return 0
		}
		b := data[at/8] >> (7 - at%8) & 1
		at++
		return b
	}
	for x := range 150 {
		for y := range 100 {
			c := color.NRGBA{byte(x) &^ 1, byte(y) &^ 1, 0x40, 0xFF}
			if colours {
				c.R, c.G, c.B = c.R|bit(), c.G|bit(), c.B|bit()
			} else {
				c.A = 0xFE | bit()
			}
			m.SetNRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hidden is a sign with a text behind it, and its length.
func hidden(sign, text string) []byte {
	return append(binary.BigEndian.AppendUint32([]byte(sign), uint32(8*len(text))), text...)
}

func zipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const hiddenText = "a red coat\nNegative prompt: blurry\nSteps: 30, Sampler: DPM++ 2M Karras, CFG scale: 4, Seed: 123, Size: 832x1216"

func TestWhatIsHiddenInPixels(t *testing.T) {
	novelAI := fmt.Sprintf(`{"Title": "NovelAI generated image", "Description": "a red coat", "Software": "NovelAI", "Source": "Stable Diffusion XL C1E1DE52", "Comment": %q}`, novelAI)
	for name, c := range map[string]struct {
		file   []byte
		source recall.Source
	}{
		"NovelAI":            {hiding(t, false, hidden("stealth_pngcomp", zipped(t, novelAI))), recall.NovelAI},
		"web UI":             {hiding(t, false, hidden("stealth_pnginfo", hiddenText)), recall.Automatic1111},
		"web UI, compressed": {hiding(t, false, hidden("stealth_pngcomp", zipped(t, hiddenText))), recall.Automatic1111},
		"in colours":         {hiding(t, true, hidden("stealth_rgbinfo", hiddenText)), recall.Automatic1111},
		"colours, zipped":    {hiding(t, true, hidden("stealth_rgbcomp", zipped(t, novelAI))), recall.NovelAI},
	} {
		got, err := read(c.file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := api.Config{
			Prompt: "a red coat", NegativePrompt: "blurry", Width: 832, Height: 1216, NumInferenceSteps: 30,
			SchedulerType: "dpmpp-2m-karras", GuidanceScale: new(4.0), Seed: new(int64(123)),
		}
		if diff := cmp.Diff(want, got.Config); diff != "" || got.Source != c.source {
			t.Errorf("%s: %s (-want +got):\n%s", name, got.Source, diff)
		}
	}
	long := binary.BigEndian.AppendUint32([]byte("stealth_pnginfo"), 1<<32-1)
	for name, file := range map[string][]byte{
		"nothing":         hiding(t, false, nil),
		"a length alone":  hiding(t, false, long),
		"no JSON, no zip": hiding(t, false, hidden("stealth_pngcomp", "hello")),
		"a bomb":          hiding(t, false, hidden("stealth_pngcomp", zipped(t, strings.Repeat(" ", 5<<20)))),
	} {
		if got, err := read(file); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// profile is what ImageMagick writes where PNG had no chunk.
func profile(kind string, data []byte) string {
	text := fmt.Sprintf("\n%s\n%8d\n", kind, len(data))
	for digits := hex.EncodeToString(data); digits != ""; digits = digits[min(72, len(digits)):] {
		text += digits[:min(72, len(digits))] + "\n"
	}
	return text
}

func TestImageMagicksProfiles(t *testing.T) {
	jpeg := tagged(t, jpegFile(t), ".jpg", "-UserComment="+hiddenText)
	at := bytes.Index(jpeg, []byte("Exif\x00\x00"))
	exif := jpeg[at : at-2+int(binary.BigEndian.Uint16(jpeg[at-2:]))]
	packet := []byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"><exif:UserComment>` + hiddenText + `</exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>`)
	compressed := func(keyword, value string) []byte {
		return chunk("zTXt", append([]byte(keyword+"\x00\x00"), deflate(t, []byte(value))...))
	}
	for name, file := range map[string][]byte{
		"exif":       pngFile(t, text("Raw profile type exif", profile("exif", exif))),
		"compressed": pngFile(t, compressed("Raw profile type exif", profile("exif", exif))),
		"APP1":       pngFile(t, compressed("Raw profile type APP1", profile("generic profile", exif))),
		"xmp":        pngFile(t, compressed("Raw profile type xmp", profile("xmp", packet))),
		"APP1, XMP":  pngFile(t, text("Raw profile type APP1", profile("app1", append([]byte("http://ns.adobe.com/xap/1.0/\x00"), packet...)))),
	} {
		got, err := read(file)
		if err != nil || got.Config.Prompt != "a red coat" || got.Config.NegativePrompt != "blurry" || *got.Config.Seed != 123 || got.Source != recall.Automatic1111 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, value := range map[string]string{
		"no hex": "\nexif\n 3\nxyz\n", "too short": "\nexif\n 300\n4578\n", "another kind": profile("xmp", packet), "a minus": "\nexif\n -3\n45\n", "empty": "",
	} {
		got, err := read(pngFile(t, text("parameters", hiddenText), text("Raw profile type exif", value)))
		if err != nil || got.Config.Prompt != "a red coat" || got.Unread == nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// The prompt that IPTC has a property for is a prompt, of whatever program.
func TestThePromptOfIPTC(t *testing.T) {
	const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:AISystemUsed="Another maker"><Iptc4xmpExt:AIPromptInformation>a red coat
Negative prompt: blurry</Iptc4xmpExt:AIPromptInformation></rdf:Description></rdf:RDF></x:xmpmeta>`
	got, err := read(pngFile(t, chunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+packet))))
	if diff := cmp.Diff(recall.Recalled{Source: "Another maker", Config: api.Config{Prompt: "a red coat", NegativePrompt: "blurry"}}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// Content credentials are named, and nothing is made up from them.
func TestContentCredentialsAreNamed(t *testing.T) {
	for extension, file := range harness.Signed(t, 1) {
		_, err := read(file)
		if nothing, is := errors.AsType[*recall.NothingError](err); !is || !nothing.Signed {
			t.Errorf("%s: %v", extension, err)
		}
	}
	signed := pngFile(t, chunk("caBX", []byte("x")), text("parameters", hiddenText))
	if got, err := read(signed); err != nil || len(got.NotMapped) != 1 || got.NotMapped[0].Code != recall.Credentials {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzHidden(f *testing.F) {
	f.Add([]byte(hidden("stealth_pnginfo", hiddenText)), false)
	f.Add([]byte(hidden("stealth_pngcomp", zipped(f, hiddenText))), false)
	f.Add([]byte(hidden("stealth_rgbcomp", zipped(f, `{"Software":"NovelAI","Comment":"{}"}`))), true)
	f.Fuzz(func(t *testing.T, data []byte, colours bool) {
		_, _ = read(hiding(t, colours, data)) // it ends, and doesn't panic
	})
}
