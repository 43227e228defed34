package download_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/xmp"
	"lookbook/app/test/harness"
)

// said reads the properties of a picture: with exiftool where it is installed,
// because that is independent, otherwise with our own reader.
func said(t *testing.T, path string) map[string]string {
	t.Helper()
	got := map[string]string{}
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Log("exiftool is not here: read by our own reader alone")
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts, err := media.ReadTexts(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if text.Keyword != media.KeywordXMP {
				continue
			}
			values, err := xmp.Read([]byte(text.Value))
			if err != nil {
				t.Fatal(err)
			}
			for name := range values {
				got[name.Local] = values.Get(name)
			}
		}
		return got
	}
	out, err := exec.Command(tool, "-j", "-n", "-charset", "UTF8", "-XMP:all", path).Output()
	var all []map[string]any
	if err != nil || json.Unmarshal(out, &all) != nil || len(all) != 1 {
		t.Fatalf("%s, %v", out, err)
	}
	for key, value := range all[0] {
		got[key] = fmt.Sprint(value)
	}
	return got
}

const before = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmp:Label="Red" Iptc4xmpExt:AISystemUsed="another"/></rdf:RDF></x:xmpmeta>`

// New pictures get IPTC's properties as far as a person wants them, in addition
// to the properties they have.
func TestPicturesSayWhatTheyAre(t *testing.T) {
	const prompt, negative = "a <red> coat & hat, 猫", "blurry"
	all := folder.Metadata{Source: true, Prompt: true, Writer: "Ada"}
	for name, c := range map[string]struct {
		told    folder.Metadata
		picture func(t *testing.T) []byte // nil: a plain one
		want    map[string]string
	}{
		"all": {all, nil, map[string]string{
			"DigitalSourceType": xmp.TrainedAlgorithmicMedia, "AISystemUsed": "dreamlook.ai", "AISystemVersionUsed": "stable-diffusion-v1-5",
			"AIPromptInformation": prompt + "\nNegative prompt: " + negative, "AIPromptWriterName": "Ada",
		}},
		"without the prompt": {folder.Metadata{Source: true, Writer: "Ada"}, nil, map[string]string{
			"DigitalSourceType": xmp.TrainedAlgorithmicMedia, "AISystemUsed": "dreamlook.ai", "AISystemVersionUsed": "stable-diffusion-v1-5",
		}},
		"the prompt alone": {folder.Metadata{Prompt: true}, nil, map[string]string{"AIPromptInformation": prompt + "\nNegative prompt: " + negative}},
		"nothing":          {folder.Metadata{}, nil, nil},
		"a packet is there": {folder.Metadata{Source: true}, func(t *testing.T) []byte { return with(t, before) }, map[string]string{
			"Label": "Red", "AISystemUsed": "another", "DigitalSourceType": xmp.TrainedAlgorithmicMedia, "AISystemVersionUsed": "stable-diffusion-v1-5",
		}},
		"signed": {all, func(t *testing.T) []byte { return harness.Signed(t, 1)[".png"] }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := begin(t, t.TempDir(), func(string) {})
			r.saving.Metadata = c.told
			if c.picture != nil {
				data := c.picture(t)
				r.all.picture = func(string) []byte { return data }
			}
			told := api.Job{
				JobID: job, JobType: api.TypeImageGen, State: api.Success, Config: api.Config{Prompt: prompt, NegativePrompt: negative, BaseModel: "stable-diffusion-v1-5"},
				ImageGenResults: []api.ImageGenResult{{GeneratedImages: []api.GeneratedImage{{GeneratedImageID: "i0", URL: r.all.address(0)}}}},
			}
			if _, err := r.all.library.Jobs.Put(t.Context(), []library.JobUpdate{{Job: told, Full: true}}); err != nil {
				t.Fatal(err)
			}
			r.fetch()
			images, err := r.all.library.PageImages(t.Context(), library.ImageFilter{States: library.ImageStates()}, 0, 100)
			if err != nil || len(images) != 1 || images[0].State != library.ImageSaved {
				t.Fatalf("%+v, %v", images, err)
			}
			got := said(t, images[0].Path)
			for _, key := range []string{"DigitalSourceType", "AISystemUsed", "AISystemVersionUsed", "AIPromptInformation", "AIPromptWriterName", "Label"} {
				if got[key] != c.want[key] {
					t.Errorf("%s is %q, want %q", key, got[key], c.want[key])
				}
			}
			file, err := os.ReadFile(images[0].Path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := media.Inspect(bytes.NewReader(file), int64(len(file))); err != nil {
				t.Error(err)
			}
			if n := bytes.Count(file, []byte("iTXt"+media.KeywordXMP)); n != min(1, len(c.want)) {
				t.Errorf("%d packets", n)
			}
		})
	}
}

// with makes a picture with an XMP packet.
func with(t *testing.T, packet string) []byte {
	t.Helper()
	plain := harness.Signed(t, 1)[".png"]
	var file bytes.Buffer
	if err := media.Strip(&file, bytes.NewReader(plain), int64(len(plain))); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := media.Embed(&out, bytes.NewReader(file.Bytes()), int64(file.Len()), []media.Text{{Keyword: media.KeywordXMP, Value: packet}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "iTXt"+media.KeywordXMP) {
		t.Fatal("the packet is in another chunk than its own")
	}
	return out.Bytes()
}
