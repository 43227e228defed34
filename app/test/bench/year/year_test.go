package year

import (
	"image/png"
	"os"
	"testing"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/thumbs"
)

// What is made can be read as Lookbook reads it: the library by its own methods, the files as it
// says, and thumbnails under the engine's names.
func TestMake(t *testing.T) {
	const jobs = 20
	dir := t.TempDir()
	if err := Make(t.Context(), dir, jobs, 8); err != nil {
		t.Fatal(err)
	}
	if err := Make(t.Context(), dir, jobs, 8); err == nil {
		t.Error("a second year was made over the first")
	}
	l, err := library.Open(t.Context(), Home(dir).Library(), library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	images, err := l.PageImages(t.Context(), library.ImageFilter{}, 0, 2*jobs*PerJob)
	if err != nil || len(images) != jobs*PerJob {
		t.Fatalf("%d pictures, %v", len(images), err)
	}
	marked := 0
	for _, i := range images {
		file := open(t, i.Path)
		info, err := file.Stat()
		config, decodeErr := png.DecodeConfig(file)
		if err != nil || decodeErr != nil || info.Size() != i.Bytes || config.Width != i.Width || config.Height != i.Height {
			t.Errorf("%s is not what the library says: %v, %v", i.Path, err, decodeErr)
		}
		if _, err := media.DecodeThumbnail(open(t, thumbs.File(Home(dir).Thumbnails(), i, galleryPixels))); err != nil {
			t.Error(err)
		}
		if i.Marks.Favourite || i.Marks.Rating > 0 || len(i.Marks.Tags) > 0 {
			marked++
		}
	}
	if marked < len(images)/10 || marked > len(images)/2 {
		t.Errorf("%d of %d pictures are marked", marked, len(images))
	}
}

func open(t *testing.T, path string) *os.File {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}
