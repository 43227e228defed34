package files_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/test/harness"
)

// putSigned puts signed pictures with sidecars into the folder, and returns
// their bytes by name.
func putSigned(w *world) map[string][]byte {
	w.t.Helper()
	if err := os.MkdirAll(w.Saving.Folder, 0o755); err != nil {
		w.t.Fatal(err)
	}
	came := map[string][]byte{}
	for extension, picture := range harness.Signed(w.t, 7) {
		from := origin.Origin{JobID: "ig_9", ImageID: "image" + extension[1:], Index: new(len(came)), Seed: new(int64(5))}
		from.Request.Prompt = "portrait photo of ukj man"
		ours, err := from.Text()
		if err != nil {
			w.t.Fatal(err)
		}
		packet, err := media.IntoPacket(nil, []media.Text{{Keyword: "parameters", Value: "x"}, ours})
		if err != nil {
			w.t.Fatal(err)
		}
		name := "signed" + extension
		came[name] = picture
		path := filepath.Join(w.Saving.Folder, name)
		for path, data := range map[string][]byte{path: picture, origin.Beside(path): packet} {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	return came
}

// checkSigned verifies that the signed pictures are saved, byte for byte.
func (w *world) checkSigned(came map[string][]byte) []library.Image {
	w.t.Helper()
	images := w.images()
	if len(images) != len(came) {
		w.t.Fatalf("%d pictures are known", len(images))
	}
	for _, image := range images {
		data, err := os.ReadFile(image.Path)
		if err != nil || image.State != library.ImageSaved || !bytes.Equal(data, came[filepath.Base(image.Path)]) {
			w.t.Errorf("%s is %s and not as it came: %v", image.Path, image.State, err)
		}
	}
	return images
}

// Signed pictures are recognised by their sidecars, and no later operation
// changes a byte of them.
func TestSignedPictures(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", filepath.Join(t.TempDir(), "data"))
	w := newWorld(t)
	came := putSigned(w)
	if got := w.Rescan(); got.Added != len(came) || got.Skipped+got.Unread != 0 {
		t.Fatalf("%+v", got)
	}
	images := w.checkSigned(came)
	for _, image := range images {
		if entry, err := w.Library.Entry(t.Context(), image.EntryID); err != nil || entry.Job.Config.Prompt != "portrait photo of ukj man" || *image.Generated.Seed != 5 {
			t.Errorf("%s: %+v, %v", image.Path, entry.Job, err)
		}
	}
	w.Rescan()
	w.checkSigned(came)
	trashed, err := w.Files.Trash(t.Context(), harness.IDs(images), nil)
	if err != nil || len(trashed.Skipped) > 0 || len(trashed.Images) != len(came) {
		t.Fatalf("%+v, %v", trashed, err)
	}
	if restored, err := w.Files.Restore(t.Context(), trashed, nil); err != nil || len(restored.Skipped) > 0 {
		t.Fatalf("%+v, %v", restored, err)
	}
	w.checkSigned(came)

	for _, image := range images {
		if is, err := w.Files.Credentials(t.Context(), image); err != nil || is != files.CredentialsAsSaved {
			t.Errorf("%s: %d, %v", image.Path, is, err)
		}
		image.Bytes++
		if is, err := w.Files.Credentials(t.Context(), image); err != nil || is != files.CredentialsChanged {
			t.Errorf("%s, changed: %d, %v", image.Path, is, err)
		}
	}
	for _, metadata := range []bool{true, false} {
		exported, folder := w.Export(images, metadata)
		if len(exported.Files) != len(came) || exported.Unsigned != len(came)*map[bool]int{false: 1}[metadata] {
			t.Errorf("with metadata %t: %+v", metadata, exported)
		}
		for name, data := range came {
			copied := harness.ReadFile(t, filepath.Join(folder, name))
			signed, err := media.Signed(bytes.NewReader(copied), int64(len(copied)))
			if err != nil || signed != metadata || bytes.Equal(copied, data) != metadata {
				t.Errorf("with metadata %t: the copy of %s is signed: %t, %v", metadata, name, signed, err)
			}
		}
	}

	// Moved by hand with its sidecar, it is found; without it, it counts as
	// another program's.
	for name := range came {
		for _, suffix := range []string{"", ".xmp"} {
			from := filepath.Join(w.Saving.Folder, name+suffix)
			if err := os.Rename(from, filepath.Join(w.Saving.Folder, "moved "+name+suffix)); err != nil {
				t.Fatal(err)
			}
		}
		came["moved "+name] = came[name]
		delete(came, name)
		break
	}
	if got := w.Rescan(); got.Moved != 1 {
		t.Errorf("%+v", got)
	}
	w.checkSigned(came)
}

// A signed picture changed by an earlier version is reported as broken. An
// ordinary picture has no credentials.
func TestCredentialsThatWereBroken(t *testing.T) {
	w := newWorld(t)
	images := w.put(1)
	if is, err := w.Files.Credentials(t.Context(), images[0]); err != nil || is != files.NoCredentials {
		t.Errorf("%d, %v", is, err)
	}
	odd := saying(t, harness.Signed(t, 1)[".png"], "{}")
	if err := os.WriteFile(images[0].Path, odd, 0o600); err != nil {
		t.Fatal(err)
	}
	images[0].Bytes = int64(len(odd))
	if is, err := w.Files.Credentials(t.Context(), images[0]); err != nil || is != files.CredentialsChanged {
		t.Errorf("%d, %v", is, err)
	}
}

// A sidecar that is invalid, a folder, or endless is skipped.
func TestOddSidecars(t *testing.T) {
	w := newWorld(t)
	came := putSigned(w)
	i := 0
	for name := range came {
		beside := filepath.Join(w.Saving.Folder, name+".xmp")
		err := os.Remove(beside)
		if err == nil && i == 0 {
			err = os.Mkdir(beside, 0o755)
		} else if err == nil && i == 1 {
			err = os.WriteFile(beside, bytes.Repeat([]byte("<a>"), 3<<20), 0o600)
		} else if err == nil {
			err = os.WriteFile(beside, fmt.Appendf(nil, `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description xmlns:l="http://ns.lookbook.app/1.0/" l:dreamlook="{}"/></r:RDF>`), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		i++
	}
	if got := w.Rescan(); got.Added != 0 || got.Skipped != 1 {
		t.Errorf("%+v", got)
	}
}
