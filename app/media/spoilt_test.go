package media

import (
	"bytes"
	"slices"
	"testing"
)

// A paid picture isn't refused for an error in data that no decoder needs,
// wherever that is; it is shown and copied like a correct one. The data of the
// pixels must be correct.
func TestAWrongChecksumOfAnAncillaryChunk(t *testing.T) {
	for name, b := range suite(t) {
		whole, err := inspect(b)
		if err != nil {
			t.Fatal(err)
		}
		right, err := Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		chunks := split(b)
		at := len(pngSignature)
		for i, c := range chunks {
			spoilt := chunkOf("teST", []byte("abcd")...)
			spoilt[len(spoilt)-1] ^= 1
			odd := slices.Concat(b[:at], spoilt, b[at:])
			after := i > 0 && c.kind != "IDAT" || c.kind == "IDAT" && chunks[i-1].kind != "IDAT"
			if info, err := inspect(odd); after && (err != nil || info.Spoilt != 1 || info.Width != whole.Width) {
				t.Errorf("%s, before chunk %d: %+v, %v", name, i, info, err)
			} else if after {
				shown, err := Decode(bytes.NewReader(odd))
				if err != nil || !bytes.Equal(shown.Pix, right.Pix) {
					t.Errorf("%s, before chunk %d: it is shown otherwise: %v", name, i, err)
				}
				if small, err := Thumbnail(bytes.NewReader(odd), 8); err != nil || small.Rect.Empty() {
					t.Errorf("%s, before chunk %d: its thumbnail: %v", name, i, err)
				}
				var stripped bytes.Buffer
				if err := Strip(&stripped, bytes.NewReader(odd), int64(len(odd))); err != nil || bytes.Contains(stripped.Bytes(), spoilt) {
					t.Errorf("%s, before chunk %d: stripping: %v", name, i, err)
				}
			}
			at += 12 + len(c.data)
			bad := bytes.Clone(b)
			bad[at-1] ^= 1
			if _, err := inspect(bad); (err == nil) != (c.kind[0] >= 'a') {
				t.Errorf("%s, %s with a wrong checksum: %v", name, c.kind, err)
			}
		}
	}
}
