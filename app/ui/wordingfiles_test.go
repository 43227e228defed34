package ui

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/modelfile"
	"lookbook/app/ui/params"
)

// remade returns a backup with one of its files changed.
func remade(t *testing.T, backup []byte, name string, change func([]byte) []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(backup), int64(len(backup)))
	if err != nil {
		t.Fatal(err)
	}
	var made bytes.Buffer
	to := zip.NewWriter(&made)
	for _, file := range from.File {
		in, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name == name {
			content = change(content)
		}
		out, err := to.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return made.Bytes()
}

// Backups, and what is no backup, in the window.
func TestTheWordsAboutBackups(t *testing.T) {
	w := newWorld(t, instant())
	b, _ := saved(t, w, 1)
	good, err := os.ReadFile(b.backedUp("1 picture"))
	if err != nil {
		t.Fatal(err)
	}
	away := t.TempDir()
	file := lay(t, filepath.Join(away, "file"))
	read := func(content []byte) func() {
		return func() {
			path := filepath.Join(away, "a.lookbook")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			b.backups.read(path)
		}
	}
	newer := remade(t, good, "manifest.json", func(m []byte) []byte {
		return bytes.Replace(m, []byte(`"lookbook_backup":1`), []byte(`"lookbook_backup":9`), 1)
	})
	damaged := remade(t, good, "library.db", func(db []byte) []byte {
		for i := range db[len(db)/3:] {
			db[len(db)/3+i] ^= 0x55
		}
		return db
	})
	b.meet(t, []went{
		{"a backup into no folder", func() { b.backups.write(filepath.Join(away, "gone", "a.lookbook")) }, b.action, "The backup was not made, because ", true, "no such file"},
		{"a backup below a file", func() { b.backups.write(filepath.Join(file, "a.lookbook")) }, b.action, "a file stands where a folder should be", true, "not a directory"},
		{"no backup but a text", read([]byte("a text")), b.action, "this file is no backup made by Lookbook", true, ""},
		{"half a backup", read(good[:len(good)/2]), b.action, "this file is no backup made by Lookbook", true, ""},
		{"a backup of a later version", read(newer), b.action, "a newer version of Lookbook made this backup", true, ""},
		{"a backup with a damaged library", read(damaged), b.action, "the library in this backup is damaged", true, ""},
		{"a backup that is gone", func() { b.backups.read(filepath.Join(away, "none.lookbook")) }, b.action, "none.lookbook: its file is gone", false, "no such file"},
		{"a backup that is a folder", func() { b.backups.read(away) }, b.action, "Nothing was restored", false, ""},
	})
}

// Presets: names and files.
func TestTheWordsAboutPresets(t *testing.T) {
	_, b := opened(t)
	b.main.params.SetState(params.StateOf(smallRequest("one", 1)))
	b.saveAs("Mine")
	b.saveAs("Other")
	panel := b.said("Your presets are as they were")
	rename := func(to string) func() {
		return func() {
			b.preset("Rename “Other”…")
			b.typed(to)
			b.enter()
		}
	}
	drop := func(name, content string) func() {
		return func() { b.drop(written(t, name, []byte(content))) }
	}
	b.meet(t, []went{
		{"a taken name", rename("mine"), panel, "there already is a preset called “mine”", false, ""},
		{"a name that is too long", rename(strings.Repeat("n", 2000)), panel, "a name has at most", false, ""},
		{"a preset that is gone", func() {
			if err := b.session.Library.Presets.Delete(t.Context(), "other"); err != nil {
				t.Fatal(err)
			}
			rename("Third")()
		}, panel, "there is no preset called “Other”", false, ""},
		{"presets that are no list", drop("e.json", `{"format": "lookbook presets", "version": 1, "presets": 7}`), b.said("“e.json”"), "“e.json”", false, ""},
		{"a preset that is none", drop("f.json", `{"format": "lookbook presets", "version": 1, "presets": [7]}`), b.said("“f.json”"), "“f.json”", false, ""},
		{"presets without a version", drop("g.json", `{"format": "lookbook presets", "presets": []}`), b.said("“g.json”"), "“g.json”", false, ""},
		{"another program's JSON", drop("h.json", `[1]`), b.said("“h.json”"), "“h.json”", false, ""},
	})
}

// trained is a model on the service, to be saved into a folder.
func (b *bench) trained(t *testing.T, folder string) modelfile.Want {
	t.Helper()
	id := b.world.server.AddTrainingJob("photo of ukj", 800)
	for _, j := range b.world.server.Jobs() {
		if j.JobID == id && j.DreamboothResult != nil {
			return modelfile.Want{ID: modelfile.ID{Job: id, Checkpoint: j.DreamboothResult.Checkpoints[0].CheckpointID}, Name: "photo of ukj", Step: 800, Folder: folder}
		}
	}
	t.Fatal("there is no trained model")
	return modelfile.Want{}
}

// The file of a model: the service, the host and the disk refuse it.
func TestTheWordsAboutModelFiles(t *testing.T) {
	w, b := opened(t)
	away := t.TempDir()
	file := lay(t, filepath.Join(away, "file"))
	save := func(folder string, fault *apitest.Fault, after func(modelfile.Want)) func() {
		return func() {
			w.server.ClearFaults()
			want := b.trained(t, folder)
			if fault != nil {
				w.server.Inject(*fault)
			}
			if after != nil {
				after(want)
			}
			b.session.Models.Save(want)
		}
	}
	host := func(status int) *apitest.Fault {
		return &apitest.Fault{Where: apitest.Images, Match: "checkpoints", How: apitest.Answer, Status: status, Times: -1}
	}
	follow := func(status int) *apitest.Fault {
		return &apitest.Fault{Where: apitest.Follow, Match: api.TypeDreambooth, How: apitest.Answer, Status: status, Times: -1}
	}
	b.meet(t, []went{
		{"a model that the service deleted", save(away, nil, func(m modelfile.Want) { w.server.Remove(m.Job) }), b.layers.toast.Text, "the service does not have this model any more", true, ""},
		{"a file that the host doesn't have", save(away, host(404), nil), b.layers.toast.Text, "the service does not have this model any more", true, ""},
		{"a key that is refused", save(away, follow(401), nil), b.layers.toast.Text, "the API key was not accepted", true, ""},
		{"a folder that is gone", save(filepath.Join(away, "gone"), nil, nil), b.layers.toast.Text, "the folder is not there", true, ""},
		{"a folder that is a file", save(file, nil, nil), b.layers.toast.Text, "not a folder", true, ""},
	})
}
