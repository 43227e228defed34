package download_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/test/harness"
)

// A signed picture is saved byte for byte, wherever a run ends. Its texts are
// in its sidecar, where they are found again.
func TestSignedPicturesStayAsTheyCame(t *testing.T) {
	for extension := range harness.Signed(t, 0) {
		for _, end := range []string{"", "placing", "placed", "recorded"} {
			t.Run(extension+" "+end, func(t *testing.T) {
				dir := t.TempDir()
				came := func(url string) []byte { return harness.Signed(t, url[len("https://images.example/")])[extension] }
				first := begin(t, dir, func(step string) {
					if step == end {
						panic(step)
					}
				})
				first.all.picture = came
				if err := first.all.tell(t.Context()); err != nil {
					t.Fatal(err)
				}
				first.fetch()
				first.end()
				second := begin(t, dir, func(string) {})
				second.all.picture = came
				if err := second.CleanUp(t.Context()); err != nil {
					t.Fatal(err)
				}
				if err := second.RetryFailed(t.Context()); err != nil {
					t.Fatal(err)
				}
				second.fetch()
				if len(second.all.fetched) > 0 {
					t.Errorf("fetched again: %v", second.all.fetched)
				}
				images := second.images()
				for i, image := range images {
					got, err := os.ReadFile(image.Path)
					if err != nil || !bytes.Equal(got, came(second.all.address(i))) || filepath.Ext(image.Path) != extension || image.Bytes != int64(len(got)) {
						t.Errorf("%s is not as it came: %v", image.Path, err)
					}
					packet, err := os.ReadFile(origin.Beside(image.Path))
					from, ours, failed := origin.FromSidecar(packet)
					if err != nil || failed != nil || !ours || from.JobID != job || from.ImageID != image.Generated.GeneratedImageID {
						t.Errorf("beside %s stands %s: %v, %v", image.Path, packet, err, failed)
					}
					if texts := media.PacketTexts(packet); len(texts) != 2 || texts[0].Keyword != media.KeywordParameters {
						t.Errorf("beside %s stand %v", image.Path, texts)
					}
				}
				files, err := os.ReadDir(second.saving.Folder)
				if err != nil || len(files) != 2*len(images)+1 {
					t.Errorf("the folder holds %q, %v", files, err)
				}
			})
		}
	}
}

// Another program's sidecar stays, and so does anything else under that name.
// The picture is saved nevertheless.
func TestASidecarThatIsThere(t *testing.T) {
	const rating = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>`
	for name, before := range map[string]string{"another program's": rating, "no sidecar": "hello"} {
		t.Run(name, func(t *testing.T) {
			r := begin(t, t.TempDir(), func(string) {})
			r.saving.Template = "{index}"
			r.all.picture = func(string) []byte { return harness.Signed(t, 0)[".png"] }
			if err := r.all.tell(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(r.saving.Folder, 0o755); err != nil {
				t.Fatal(err)
			}
			beside := filepath.Join(r.saving.Folder, "1.png.xmp")
			if err := os.WriteFile(beside, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
			r.fetch()
			if image := r.images()[0]; origin.Beside(image.Path) != beside {
				t.Fatalf("saved as %s: %+v", image.Path, image.Problem)
			}
			after, err := os.ReadFile(beside)
			if err != nil {
				t.Fatal(err)
			}
			if before == rating && (!bytes.Contains(after, []byte(`xmp:Rating="4"`)) || len(media.PacketTexts(after)) != 2) || before != rating && string(after) != before {
				t.Errorf("it became %s", after)
			}
		})
	}
}
