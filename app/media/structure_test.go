package media

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"testing"
)

// structure looks at bytes in memory and elsewhere, which has to come to the
// same.
func structure(t *testing.T, b []byte) (Info, error) {
	t.Helper()
	info, err := InspectStructure(Bytes(b), int64(len(b)))
	other, otherErr := InspectStructure(bytes.NewReader(b), int64(len(b)))
	if info != other || (err == nil) != (otherErr == nil) {
		t.Errorf("in memory it is %+v, %v; otherwise %+v, %v", info, err, other, otherErr)
	}
	return info, err
}

// What Inspect passes InspectStructure passes, and says the same of it.
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

// Every changed byte and every byte too few is noticed without inflating.
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

// A picture in memory is embedded into as one elsewhere is.
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
