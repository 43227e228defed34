package media

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"testing"
)

// structure checks bytes in memory and through a reader, with the same result.
func structure(t *testing.T, b []byte) (Info, error) {
	t.Helper()
	info, err := InspectStructure(Bytes(b), int64(len(b)))
	other, otherErr := InspectStructure(bytes.NewReader(b), int64(len(b)))
	if info != other || (err == nil) != (otherErr == nil) {
		t.Errorf("in memory it is %+v, %v; otherwise %+v, %v", info, err, other, otherErr)
	}
	return info, err
}

// InspectStructure accepts what Inspect accepts, with the same Info.
func TestStructureOfGoodPictures(t *testing.T) {
	for name, b := range suite(t) {
		want, err := inspect(b)
		if err != nil {
			t.Fatal(err)
		}
		got, err := structure(t, b)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v; Inspect says %+v", name, got, err, want)
		}
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	if got, err := structure(t, photo.Bytes()); err != nil || got != (Info{Format: JPEG, Width: 30, Height: 20}) {
		t.Errorf("a JPEG is %+v, %v", got, err)
	}
}

// Every changed or missing byte is noticed without decompressing.
func TestStructureNoticesEveryChange(t *testing.T) {
	good := small(t)
	for at := range good {
		bad := bytes.Clone(good)
		bad[at] ^= 0x20
		if info, err := structure(t, bad); err == nil && info.Spoilt != 1 {
			t.Errorf("byte %d of %d was changed unnoticed", at, len(good))
		}
		if _, err := structure(t, good[:at]); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnsupported) {
			t.Errorf("%d of %d bytes: %v", at, len(good), err)
		}
	}
}

// Embedding into a picture in memory and into one in a file gives the same
// result.
func TestEmbedFromMemory(t *testing.T) {
	texts := []Text{{Keyword: "Title", Value: "another"}, {Keyword: "dreamlook", Value: "{}"}}
	good := small(t)
	var out bytes.Buffer
	if err := Embed(&out, Bytes(good), int64(len(good)), texts); err != nil {
		t.Fatal(err)
	}
	if want := embed(t, good, texts...); !bytes.Equal(out.Bytes(), want) {
		t.Errorf("%d bytes from memory, %d otherwise", out.Len(), len(want))
	}
}
