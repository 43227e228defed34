package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/download"
	"lookbook/app/library"
)

// unvouched is an image host that sends no checksums.
type unvouched struct{ download.Images }

func (u unvouched) Download(ctx context.Context, url string, from api.Resume) (*api.Download, error) {
	d, err := u.Images.Download(ctx, url, from)
	if d != nil {
		d.CRC32C, d.MD5 = nil, nil
	}
	return d, err
}

// Without a checksum from the host, all pixels are decompressed, and a damaged
// picture is fetched again.
func TestPicturesWithoutAChecksum(t *testing.T) {
	for name, fault := range map[string]apitest.Fault{
		"a changed byte":   {How: apitest.Corrupt},
		"an error page":    {How: apitest.Substitute, Body: apitest.HTMLBadGateway},
		"the end is gone":  {How: apitest.Truncate},
		"the line was cut": {How: apitest.Cut, AfterBytes: 700},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{})
			w.close()
			w.imageHost = unvouched{w.client.Images}
			w.open()
			w.submit(config(3))
			w.clock.Advance(4 * time.Minute)
			fault.Where, fault.Times = apitest.Picture, 2
			w.server.Inject(fault)
			w.runUntilSaved(3)
			w.check(3)
		})
	}
}

// The folder contains nothing but the pictures, and each was reported once.
func TestEachPictureIsRecordedOnce(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(16))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	pictures := 0
	cancel := w.Library.Subscribe(func(event library.Event) {
		if changed, ok := event.(library.ImageChanged); ok && changed.Image.State == library.ImageSaved {
			pictures++
		}
	})
	w.fetch()
	cancel()
	w.check(16)
	if pictures != 16 {
		t.Errorf("%d pictures were recorded", pictures)
	}
	for _, name := range w.Names() {
		if strings.HasPrefix(name, ".") {
			t.Errorf("%s is left", name)
		}
	}
}

// The library can't be written when a picture is already in its place. The next
// try finds the picture there, under any number.
func TestAPictureThatCouldNotBeRecorded(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.Saving.Template = "{prompt}" // the same name for all
	w.submit(config(12))
	w.clock.Advance(4 * time.Minute)
	w.engine.Round()
	w.engine.OnStep(func(at string) {
		if at == "placed" {
			panic(died{})
		}
	})
	w.fetch()
	if saved := w.Totals().Saved; saved != 0 {
		t.Fatalf("%d pictures are saved already", saved)
	}
	w.engine.OnStep(nil)
	before := len(w.server.ImageCalls())
	w.run(time.Hour, func() bool { return w.Totals().Saved == 12 })
	w.check(12)
	if calls := len(w.server.ImageCalls()) - before; calls != 0 {
		t.Errorf("%d pictures were fetched again", calls)
	}
}
