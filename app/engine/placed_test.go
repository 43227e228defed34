package engine_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/download"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/media/recall"
)

// diesWhenPlaced simulates a crash for every picture between its rename and its
// row in the library.
func (w *world) diesWhenPlaced() {
	w.engine.OnStep(func(at string) {
		if at == "placed" {
			panic(died{})
		}
	})
	w.fetch()
	w.engine.OnStep(nil)
	if saved := w.Totals().Saved; saved != 0 {
		w.t.Fatalf("%d pictures are saved already", saved)
	}
}

// A picture in its place is found under any number, also after the template of
// names has changed.
func TestAPictureInItsPlaceHasAHighNumber(t *testing.T) {
	const others = 300
	w := newWorld(t, apitest.Options{})
	w.Saving.Template = "mine"
	if err := os.MkdirAll(w.Saving.Folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= others; n++ {
		name := fmt.Sprintf("mine (%d).png", n)
		if n == 1 {
			name = "mine.png"
		}
		if err := os.WriteFile(filepath.Join(w.Saving.Folder, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.submit(config(4))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	w.diesWhenPlaced()
	w.Saving.Template = "{job} {index}"
	w.crash()
	before := len(w.server.ImageCalls())
	w.run(time.Hour, func() bool { return w.Totals().Saved == 4 })
	if names := w.Names(); len(names) != others+4 {
		t.Errorf("%d files for %d of a person's and 4 pictures", len(names), others)
	}
	if calls := len(w.server.ImageCalls()) - before; calls != 0 {
		t.Errorf("%d pictures were fetched again", calls)
	}
}

// Pictures that are in their place when another folder is chosen are recorded
// where they are.
func TestAPictureInItsPlaceWhenTheFolderChanges(t *testing.T) {
	w := ready(t, 3)
	w.diesWhenPlaced()
	before, calls := w.Saving.Folder, len(w.server.ImageCalls())
	w.Saving.Folder = filepath.Join(w.dir, "another")
	recorded := make(chan struct{}, 100)
	cancel := w.Library.Subscribe(func(event library.Event) {
		if changed, ok := event.(library.ImageChanged); ok && changed.Image.State == library.ImageSaved {
			recorded <- struct{}{}
		}
	})
	defer cancel()
	w.engine.FolderChanged()
	for range 3 {
		<-recorded
	}
	w.run(10*time.Minute, nil)
	for _, image := range w.images(1) {
		if filepath.Dir(image.Path) != before {
			t.Errorf("%s is not in %s", image.Path, before)
		}
	}
	if again := len(w.server.ImageCalls()) - calls; again != 0 {
		t.Errorf("%d pictures were fetched again", again)
	}
}

// jpegs is an image host whose pictures are JPEGs.
type jpegs struct{ download.Images }

func (j jpegs) Download(ctx context.Context, url string, from api.Resume) (*api.Download, error) {
	d, err := j.Images.Download(ctx, url, from)
	if err != nil {
		return nil, err
	}
	picture := image.NewGray(image.Rect(0, 0, 64, 96))
	for _, c := range []byte(url) {
		picture.Pix[int(c)*40]++ // each a different picture
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, picture, nil); err != nil {
		return nil, err
	}
	closing := d.Body.Close()
	d.Body, d.Length, d.Offset, d.CRC32C, d.MD5, d.ETag = io.NopCloser(&data), int64(data.Len()), 0, nil, nil, ""
	return d, closing
}

// A JPEG is recognised by the texts in it, as a PNG is.
func TestAJPEGInItsPlace(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.imageHost = jpegs{w.client.Images}
	w.restart()
	w.submit(config(3))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	w.diesWhenPlaced()
	w.crash()
	w.run(time.Hour, func() bool { return w.Totals().Saved == 3 })
	if names := w.Names(); len(names) != 3 || !strings.HasSuffix(names[0], ".jpg") {
		t.Errorf("the folder has %q", names)
	}
	for _, image := range w.images(1) {
		data, err := os.ReadFile(image.Path)
		if err != nil {
			t.Fatal(err)
		}
		found, err := recall.Read(bytes.NewReader(data), int64(len(data)))
		if err != nil || found.Source != recall.Lookbook || found.ImageID != image.Generated.GeneratedImageID || found.Config.Prompt != config(3).Prompt {
			t.Errorf("%s says %+v, %v", image.Path, found, err)
		}
	}
	w.loseLibrary()
	if got := w.runRebuild(); got.Added != 3 {
		t.Errorf("of a lost library: %+v", got)
	}
}

// Texts too long for a JPEG are in its sidecar, and a library is rebuilt from there.
func TestAJPEGWithALongPrompt(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.imageHost = jpegs{w.client.Images}
	w.restart()
	c := config(2)
	c.Prompt = strings.Repeat("a very long prompt, 猫, ", 2000)
	w.submit(c)
	w.run(time.Hour, func() bool { return w.Totals().Saved == 2 })
	image := w.images(1)[0]
	file, err := os.ReadFile(image.Path)
	if err != nil {
		t.Fatal(err)
	}
	if _, ours, err := origin.Read(bytes.NewReader(file), int64(len(file))); ours || err != nil {
		t.Errorf("it stands in the picture: %t, %v", ours, err)
	}
	if texts := media.PacketTexts([]byte(sidecarOf(t, image.Path))); len(texts) != 2 {
		t.Errorf("beside it stand %d texts", len(texts))
	}
	w.loseLibrary()
	if got := w.runRebuild(); got.Added != 2 {
		t.Errorf("of a lost library: %+v", got)
	}
	if entry := w.entry(w.images(1)[0].EntryID); entry.Job.Config.Prompt != c.Prompt {
		t.Errorf("its prompt came back as %.60q", entry.Job.Config.Prompt)
	}
}
