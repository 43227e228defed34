package engine_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/test/harness"
)

// wantNowhere fails if a file in the folder contains the text, in any case.
func wantNowhere(t *testing.T, folder, text string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if content, err := os.ReadFile(path); err != nil || bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(text))) {
			t.Errorf("%s holds %q (%v)", filepath.Base(path), text, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// A key written into a request is neither sent nor stored anywhere, and a
// callback's address is in the library only.
func TestSecretsOfARequestStayOutOfPictures(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	digits := strings.TrimPrefix(w.key, "dl-")
	const token = "token-of-a-callback"
	asked := config(2)
	asked.Prompt = `curl -H "Authorization: Bearer ` + w.key + `" # a castle`
	asked.NegativePrompt = strings.ToUpper(w.key)
	asked.Callback = "https://example.com/" + token + "?a=b"
	if err := w.engine.Outbox.DryRun(t.Context(), library.FirstAccount, asked); err != nil {
		t.Error(err)
	}
	entry := w.submit(asked)
	w.runUntilSaved(2)
	entry = w.entry(entry.ID)
	if entry.Submission.Config.Callback != asked.Callback {
		t.Errorf("to send it again there is only the callback %q", entry.Submission.Config.Callback)
	}
	if told := entry.Job.Config; !strings.HasSuffix(told.Prompt, "# a castle") || strings.Contains(told.Prompt+told.NegativePrompt, digits) {
		t.Errorf("the service was sent %+v", told)
	}
	for _, call := range w.server.Calls() {
		if bytes.Contains(bytes.ToLower(call.Body), []byte(digits)) {
			t.Errorf("%s %s was sent with the key in its body", call.Method, call.Path)
		}
	}
	_, copies := w.Export(w.images(entry.ID), true)
	for _, folder := range []string{w.Saving.Folder, copies} {
		wantNowhere(t, folder, token)
	}
	for _, folder := range []string{w.dir, copies} {
		wantNowhere(t, folder, digits)
	}
}

// Pictures saved by an earlier version have both in their texts. They are the
// person's files and aren't changed; neither gets into the library or into
// copies.
func TestSecretsOfOldPicturesStayInThem(t *testing.T) {
	w, entry := finished(t, 1)
	digits := strings.TrimPrefix(w.key, "dl-")
	const token = "token-of-a-callback"
	picture := w.images(entry.ID)[0]
	content := harness.ReadFile(t, picture.Path)
	texts, err := media.ReadTexts(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		if text.Keyword == "dreamlook" {
			var origin map[string]any
			if err := json.Unmarshal([]byte(text.Value), &origin); err != nil {
				t.Fatal(err)
			}
			request := origin["request"].(map[string]any)
			request["prompt"], request["callback"] = "a castle "+w.key, "https://example.com/"+token
			raw, err := json.Marshal(origin)
			if err != nil {
				t.Fatal(err)
			}
			texts[i].Value = string(raw)
		} else {
			texts[i].Value = w.key + " " + text.Value
		}
	}
	var old bytes.Buffer
	if err := media.Embed(&old, bytes.NewReader(content), int64(len(content)), texts); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(picture.Path, old.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	w.loseLibrary()
	if result := w.runRebuild(); result.Added != 1 {
		t.Fatalf("found %+v", result)
	}
	found := w.entriesOf()[0]
	if found.Job.Config.Prompt != "a castle dl-…" {
		t.Errorf("the prompt is %q", found.Job.Config.Prompt)
	}
	_, copies := w.Export([]library.Image{w.images(found.ID)[0]}, true)
	for _, secret := range []string{digits, token} {
		wantNowhere(t, copies, secret)
	}
	if !bytes.Equal(harness.ReadFile(t, picture.Path), old.Bytes()) {
		t.Error("the person's file has changed")
	}
	w.close()
	for _, part := range []string{"library.db", "library.db-wal"} {
		if content, err := os.ReadFile(filepath.Join(w.dir, part)); err == nil && bytes.Contains(content, []byte(digits)) {
			t.Errorf("%s holds the key", part)
		}
	}
	w.rebuild = false
	w.open()
}

// A JPEG's texts can't be replaced: a copy of one with a key in its comment
// gets no texts.
func TestACopyOfAJPEGHoldsNoKey(t *testing.T) {
	w, entry := finished(t, 1)
	digits := strings.TrimPrefix(w.key, "dl-")
	picture := w.images(entry.ID)[0]
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, image.NewGray(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	content := plain.Bytes()
	comment := "ASCII\x00\x00\x00a castle " + w.key
	exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00" +
		"\x01\x00\x69\x87\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00" +
		"\x01\x00\x86\x92\x07\x00" + string([]byte{byte(len(comment)), 0, 0, 0}) + "\x2c\x00\x00\x00\x00\x00\x00\x00" + comment
	segment := append([]byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	old := append(append(append([]byte(nil), content[:2]...), segment...), content[2:]...)
	if err := os.WriteFile(picture.Path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if texts, err := media.ReadTexts(bytes.NewReader(old), int64(len(old))); err != nil || len(texts) != 1 {
		t.Fatalf("the picture has the texts %v (%v)", texts, err)
	}
	picture, err := w.Library.Images.Save(t.Context(), picture.ID, library.Saved{Path: picture.Path, Bytes: int64(len(old)), Width: 16, Height: 16})
	if err != nil {
		t.Fatal(err)
	}
	exported, copies := w.Export([]library.Image{picture}, true)
	if len(exported.Files) != 1 {
		t.Errorf("exported %+v", exported)
	}
	wantNowhere(t, copies, digits)
}
