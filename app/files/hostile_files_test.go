package files_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/media/origin"
)

const endChunk = 12 // bytes of IEND

// A folder with false, truncated and malicious files: only valid pictures of
// ours get into the library, and the skipped files are counted.
func TestHostileFiles(t *testing.T) {
	small := noise(t, 8, 8)
	good := `{"job_id":"ig_1","image_id":"a","seed":7,"index":0,"made":"2026-02-01T00:00:00Z","request":{"prompt":"a fox"}}`
	with := func(member, value string) string {
		var all map[string]json.RawMessage
		if err := json.Unmarshal([]byte(good), &all); err != nil {
			t.Fatal(err)
		}
		all[member] = json.RawMessage(value)
		text, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	bomb := saying(t, small, good)
	binary.BigEndian.PutUint32(bomb[16:], 65535)
	binary.BigEndian.PutUint32(bomb[20:], 65535)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	large := noise(t, 256, 256)
	if len(large) < 2*origin.HeadRead {
		t.Fatal("the large picture is not large")
	}
	late := append(bytes.Clone(large[:len(large)-endChunk]), chunk("iTXt", "dreamlook\x00\x00\x00\x00\x00"+good)...)
	late = append(late, large[len(large)-endChunk:]...)
	damaged := saying(t, small, good)
	damaged[bytes.Index(damaged, []byte("ig_1"))] ^= 1

	skipped, added, looked := files.RescanResult{Looked: 1, Skipped: 1}, files.RescanResult{Looked: 1, Added: 1}, files.RescanResult{Looked: 1}
	for name, c := range map[string]struct {
		data []byte
		want files.RescanResult
	}{
		"good":                       {saying(t, small, good), added},
		"text after the pixels":      {late, added},
		"something after the end":    {append(saying(t, small, good), "and more"...), added},
		"wrong kinds in the request": {saying(t, small, with("request", `{"prompt":["a"],"width":"768","seed":{}}`)), added},
		"a date to come":             {saying(t, small, with("made", `"9999-12-31T23:59:59Z"`)), added},
		"a date before all":          {saying(t, small, with("made", `"0001-01-01T00:00:00Z"`)), added},
		"no seed":                    {saying(t, small, with("seed", "null")), added},
		"empty":                      {nil, looked},
		"no picture":                 {[]byte("dreamlook " + good), looked},
		"somebody else's":            {small, looked},
		"damaged text":               {damaged, looked},
		"no JSON":                    {saying(t, small, "ig_1"), skipped},
		"a list":                     {saying(t, small, "["+good+"]"), skipped},
		"null":                       {saying(t, small, "null"), skipped},
		"deep":                       {saying(t, small, with("request", strings.Repeat(`{"prompt":`, 9000)+"1"+strings.Repeat("}", 9000))), skipped},
		"huge":                       {saying(t, small, with("request", `{"prompt":"`+strings.Repeat("fox ", 200_000)+`"}`)), skipped},
		"a bomb of blanks":           {saying(t, small, good+strings.Repeat(" ", 3<<20)), skipped},
		"no job":                     {saying(t, small, with("job_id", `""`)), skipped},
		"no image":                   {saying(t, small, with("image_id", "null")), skipped},
		"a number for a job":         {saying(t, small, with("job_id", "12")), skipped},
		"a way out":                  {saying(t, small, with("job_id", `"../../../etc/passwd"`)), skipped},
		"a way out on Windows":       {saying(t, small, with("image_id", `"..\\..\\a"`)), skipped},
		"a way out in short":         {saying(t, small, with("image_id", `".."`)), skipped},
		"NUL":                        {saying(t, small, with("job_id", `"ig\u0000"`)), skipped},
		"escapes of a terminal":      {saying(t, small, with("job_id", `"ig\u001b[2J"`)), skipped},
		"another address":            {saying(t, small, with("job_id", `"ig?x=1#"`)), skipped},
		"letters that run backwards": {saying(t, small, with("job_id", `"ig\u202e"`)), skipped},
		"a long id":                  {saying(t, small, with("job_id", `"`+strings.Repeat("i", 200)+`"`)), skipped},
		"a place below nothing":      {saying(t, small, with("index", "-1")), skipped},
		"a place without end":        {saying(t, small, with("index", "1e40")), skipped},
		"half a picture":             {saying(t, small, good)[:len(saying(t, small, good))-40], skipped},
		"an end that is missing":     {saying(t, small, good)[:len(saying(t, small, good))-endChunk], skipped},
		"65,535 squared":             {bomb, skipped},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if err := os.Mkdir(w.Saving.Folder, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(w.Saving.Folder, "a.png"), c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			if got := w.Rescan(); got != c.want {
				t.Errorf("found %+v, want %+v", got, c.want)
			}
			for _, e := range w.entries() {
				if e.Job.JobID != "ig_1" || e.Created.After(w.clock.Now().AddDate(100, 0, 0)) || e.Created.Year() < 2000 {
					t.Errorf("job %q of %v", e.Job.JobID, e.Created)
				}
			}
			if got := w.Totals(); got.Images != c.want.Added || got.Saved != c.want.Added {
				t.Errorf("the library has %+v", got)
			}
		})
	}
}

// Things that are not files, and temporary files of other programs and our own,
// are skipped.
func TestWhatIsNoPicture(t *testing.T) {
	w := newWorld(t)
	ours := saying(t, noise(t, 8, 8), `{"job_id":"ig_1","image_id":"a","request":{"prompt":"a fox"}}`)
	for _, folder := range []string{"folder.png", ".hidden", ".lookbook-1.png"} {
		if err := os.MkdirAll(filepath.Join(w.Saving.Folder, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{
		".lookbook-0123.part", ".lookbook-0123.new", "._a.png", ".hidden/a.png", "a.gif", "a", "a.png.part", ".png",
	} {
		if err := os.WriteFile(filepath.Join(w.Saving.Folder, name), ours, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.Rescan(); got != (files.RescanResult{}) {
		t.Errorf("found %+v", got)
	}
	if err := os.WriteFile(filepath.Join(w.Saving.Folder, "folder.png", "a.png"), ours, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := w.Rescan(); got != (files.RescanResult{Looked: 1, Added: 1}) {
		t.Errorf("found %+v", got)
	}
}

// Of two files of a picture that the library doesn't know, the one that looks
// less like a copy is used. The other is left alone, also later.
func TestTwoFilesOfAnUnknownPicture(t *testing.T) {
	w := newWorld(t)
	ours := saying(t, noise(t, 8, 8), `{"job_id":"ig_1","image_id":"a","request":{"prompt":"a fox"}}`)
	if err := os.MkdirAll(filepath.Join(w.Saving.Folder, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"fox (2).png", "fox copy.png", "fox.png", "a/f.png"} {
		if err := os.WriteFile(filepath.Join(w.Saving.Folder, filepath.FromSlash(name)), ours, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.Rescan(); got != (files.RescanResult{Looked: 4, Added: 1}) {
		t.Errorf("found %+v", got)
	}
	want := filepath.Join(w.Saving.Folder, "fox.png")
	if got := w.images()[0].Path; got != want {
		t.Errorf("the picture is at %s", got)
	}
	if got := w.Rescan(); got != (files.RescanResult{Looked: 4}) {
		t.Errorf("later: %+v", got)
	}
	// When the used one is deleted, the copy replaces it.
	if err := os.Remove(want); err != nil {
		t.Fatal(err)
	}
	if got := w.Rescan(); got != (files.RescanResult{Looked: 3, Moved: 1}) {
		t.Errorf("with one less: %+v", got)
	}
	if got := w.images()[0]; got.State != library.ImageSaved || filepath.Base(got.Path) != "fox (2).png" {
		t.Errorf("the picture is %s at %s", got.State, got.Path)
	}
}
