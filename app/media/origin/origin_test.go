package origin_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/media"
	"lookbook/app/media/origin"
)

// Ids that get past the check for unknown jobs are harmless in a path and in
// an address, whatever the file.
func FuzzOrigin(f *testing.F) {
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{
		`{"job_id":"ig_1","image_id":"a","request":{"prompt":"a fox"}}`, `{"job_id":"../a","image_id":"\u0000"}`, "null", "{",
	} {
		var picture bytes.Buffer
		err := media.Embed(&picture, bytes.NewReader(small.Bytes()), int64(small.Len()), []media.Text{{Keyword: media.KeywordLookbook, Value: text}})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(picture.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		from, ours, err := origin.Read(bytes.NewReader(data), int64(len(data)))
		if err != nil || !ours || !from.Plausible() {
			return
		}
		for _, id := range []string{from.JobID, from.ImageID} {
			if id == "" || len(id) > 128 || filepath.Base(id) != id || !filepath.IsLocal(id) || strings.ContainsAny(id, "/\\\x00?#%") {
				t.Errorf("%q is taken for an id", id)
			}
		}
	})
}

// The parent comes back from the text, unless a file has nonsense there.
func TestTextHoldsTheParent(t *testing.T) {
	for _, c := range []struct{ parent, want origin.Parent }{
		{origin.Parent{}, origin.Parent{}},
		{origin.Parent{JobID: "ig_0", ImageID: "b"}, origin.Parent{JobID: "ig_0", ImageID: "b"}},
		{origin.Parent{JobID: strings.Repeat("x", 999)}, origin.Parent{}},
	} {
		var plain, picture bytes.Buffer
		if err := png.Encode(&plain, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
			t.Fatal(err)
		}
		text, err := origin.Origin{JobID: "ig_1", ImageID: "a", Parent: c.parent}.Text()
		if err != nil {
			t.Fatal(err)
		}
		if err := media.Embed(&picture, bytes.NewReader(plain.Bytes()), int64(plain.Len()), []media.Text{text}); err != nil {
			t.Fatal(err)
		}
		from, ours, err := origin.Read(bytes.NewReader(picture.Bytes()), int64(picture.Len()))
		if err != nil || !ours || from.Parent != c.want || strings.Contains(text.Value, "parent") != (c.parent.JobID != "") {
			t.Errorf("%+v became %+v (%v)", c.parent, from.Parent, err)
		}
	}
}

// What goes into a picture comes back from it, but for the callback and keys.
func TestTextHoldsNoSecret(t *testing.T) {
	key := "dl-" + strings.Repeat("0f", 16)
	for _, request := range []string{
		`{"prompt":"a fox","callback":"https://example.com/?token=t"}`,
		`{"prompt":"a fox","callback":["https://example.com/?token=t"]}`,
		`{"prompt":"a fox ` + key + `"}`,
	} {
		from := origin.Origin{JobID: "ig_1", ImageID: "a"}
		if err := json.Unmarshal([]byte(request), &from.Request); err != nil {
			t.Fatal(err)
		}
		text, err := from.Text()
		if err != nil || strings.Contains(text.Value, "callback") || strings.Contains(text.Value, key) || !strings.Contains(text.Value, "a fox") {
			t.Errorf("%s became %s, %v", request, text.Value, err)
		}
		if request == `{"prompt":"a fox `+key+`"}` {
			continue
		}
		if from.Request.Callback == "" && from.Request.Unknown["callback"] == nil {
			t.Errorf("the request itself was changed: %+v", from.Request)
		}
	}
}
