//go:build linux

package e2e

import (
	"fmt"
	"image"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lookbook/app/test/desktop"
)

// write writes a file under the home folder and returns its path.
func (s *stage) write(name, content string) string {
	s.t.Helper()
	path := filepath.Join(s.Home(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// again starts the program while p is open, and expects it to end at once and well, and p's window to
// have the keyboard.
func (s *stage) again(p *desktop.Process, args ...string) {
	s.t.Helper()
	second := s.with(nil, args...)
	if err := second.WaitEnd(); err != nil {
		s.t.Errorf("the second start ended with %v: %s", err, second.Output())
	}
	s.WaitWindow(p, "Lookbook")
}

// prompts returns the prompts that were sent.
func (s *stage) prompts() (prompts []string) {
	s.t.Helper()
	for _, request := range s.posted() {
		prompts = append(prompts, fmt.Sprint(request.(map[string]any)["prompt"]))
	}
	return prompts
}

// Files named at the start, by a later start or by "Open with" fill the one window, which comes to the
// front: a command, a picture elsewhere, a picture of the library, and 500 files at once.
func TestFilesAreHandedOver(t *testing.T) {
	s := newStage(t, "-queue", "0s", "-run", "1s")
	s.key = desktop.Key()
	const request = `curl 'https://api.dreamlook.ai/image_gen' -H 'authorization: Bearer %s' --data-raw '{"prompt":"%s","width":512,"height":512,"num_samples":2,"base_model":"stable-diffusion-v1-5","model_type":"sd-v1","num_inference_steps":20,"seed":7}'`
	other := desktop.Key() // in the file
	p := s.open(s.write("Wörter & Zeichen/a\nb.txt", fmt.Sprintf(request, other, "an owl")))
	s.Said(p, "files opened", 1)
	s.Said(p, "filled in", 1)
	s.Screenshot("key-in-a-file")
	s.Key("Escape") // the key is not stored
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 1)
	s.complete("Pictures/Lookbook", 2)

	saved := s.pictures("Pictures/Lookbook")[0]
	data, err := os.ReadFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := s.write("Downloads/100% größer #1.png", string(data))
	s.Key("ctrl+l", "ctrl+a")
	s.Type("something else")
	s.Do("windowminimize", "--sync", string(s.window))
	s.again(p, (&url.URL{Scheme: "file", Path: elsewhere}).String())
	s.Said(p, "filled in", 2)
	s.Screenshot("picture-from-elsewhere")
	s.Key("ctrl+l", "ctrl+End")
	s.Type(" at night") // the very same would not be sent again within two seconds
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 2)
	if got := s.prompts(); len(got) != 2 || got[1] != "an owl at night" {
		t.Errorf("sent were %q", got)
	}

	s.again(p, saved)
	if told := s.Said(p, "files opened", 3); told[2]["ours"] != 1.0 {
		t.Errorf("a picture of the library: %v", told[2])
	}
	s.Said(p, "filled in", 3)
	s.Screenshot("picture-of-the-library")

	var many []string
	for i := range 500 {
		many = append(many, s.write(fmt.Sprintf("many/%03d.txt", i), fmt.Sprintf("prompt %d", i)))
	}
	before := p.Resident()
	s.again(p, many...)
	if told := s.Said(p, "files opened", 4); told[3]["count"] != 500.0 {
		t.Errorf("500 files: %v", told[3])
	}
	s.Said(p, "filled in", 4)
	s.Screenshot("500-files")
	if grown := p.Resident() - before; grown > 100<<20 {
		t.Errorf("500 files took %d MB", grown>>20)
	}
	s.again(p) // without files the window only comes
	if n := len(s.Log.Since(p.Started()).Said("files opened")); n != 4 {
		t.Errorf("files were opened %d times", n)
	}
	s.complete("Pictures/Lookbook", 4)
	s.close(p)
	for _, folder := range []string{".local", ".config", ".cache", "Pictures"} {
		if found := holders(t, filepath.Join(s.Home(), folder), other); len(found) > 0 {
			t.Errorf("the key of the file is in %q", found)
		}
	}
}

// A second start says that the first hangs, in a window and where it was started, and doesn't touch
// the pictures.
func TestASecondStartWhileTheFirstHangs(t *testing.T) {
	s := newStage(t)
	s.key = desktop.Key()
	p := s.open()
	s.ready(p)
	p.Signal(syscall.SIGSTOP)
	second := s.with(nil, s.write("a.txt", "an owl"))
	second.WaitOutput("its window doesn’t answer")
	s.Said(second, "opening", 1)
	s.WaitWindow(second, "Lookbook")
	s.Screenshot("the-first-hangs")
	s.CloseWindow()
	if err := second.WaitEnd(); err == nil {
		t.Error("the second start ended as if it had worked")
	}
	p.Signal(syscall.SIGCONT)
	s.again(p)
	s.close(p)

	// When the first one ends, the second opens the pictures, and the file.
	p = s.open()
	s.ready(p)
	p.Signal(syscall.SIGSTOP)
	second = s.with(nil, filepath.Join(s.Home(), "a.txt"))
	s.Said(second, "opening", 1)
	p.Kill()
	s.Said(second, "filled in", 1)
	s.WaitWindow(second, "Lookbook")
	s.close(second)
}

// A home folder with blanks and umlauts, deeper than a socket's path can be long, and a program in a
// folder that can't be written: everything works, and nothing is written beside the program.
func TestAHomeWithBlanksAndAProgramThatCanOnlyBeRead(t *testing.T) {
	s := newStage(t, "-queue", "0s", "-run", "1s")
	s.key = desktop.Key()
	home := filepath.Join(s.Home(), "Jürgen Müller ü", strings.Repeat("tief ", 20)+"unten")
	installed := filepath.Join(home, "Meine Programme (x86)", "Lookbook é")
	program, err := os.ReadFile(s.Program)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(installed, 0o755); err != nil {
		t.Fatal(err)
	}
	s.Program = filepath.Join(installed, "lookbook")
	if err := os.WriteFile(s.Program, program, 0o555); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(installed, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(installed, 0o755) }) // or it can't be removed
	s.Env["HOME"] = home
	s.Log = desktop.OpenLog(t, filepath.Join(home, ".local/state/lookbook/lookbook.log"))
	if len(filepath.Join(home, ".local/share/lookbook/front.sock")) < 120 {
		t.Fatal("the home folder is not deep enough for this test")
	}

	p := s.open()
	s.ready(p)
	s.Type("ein Leuchtturm")
	s.Key("ctrl+Return")
	s.Said(p, "job accepted", 1)
	s.complete(filepath.Join(strings.TrimPrefix(home, s.Home()), "Pictures/Lookbook"), 4)
	second := s.with(map[string]string{"HOME": home}, s.write("eine Datei.txt", "ein Fuchs"))
	if err := second.WaitEnd(); err != nil {
		t.Errorf("the second start ended with %v: %s", err, second.Output())
	}
	s.Said(p, "filled in", 1)
	s.Screenshot("deep-home")
	s.close(p)
	if entries, err := os.ReadDir(installed); err != nil || len(entries) != 1 {
		t.Errorf("beside the program there is %v (%v)", entries, err)
	}
}

// The window opens whole on a small screen, and the desktop finds its entry by the class of the window.
func TestASmallScreen(t *testing.T) {
	s := &stage{t: t, Setup: desktop.NewSetup(t, desktop.Artifacts(), desktop.Options{Width: 800, Height: 600})}
	s.key = desktop.Key()
	p := s.open()
	s.ready(p)
	desktop.Until(t, desktop.Patience, "the window to fit on the screen", func() bool {
		return s.Bounds(s.window).In(image.Rect(0, 0, 800, 600))
	})
	s.Screenshot("800x600")
	entry, err := os.ReadFile("../../../assets/linux/app.lookbook.Lookbook.desktop")
	if err != nil {
		t.Fatal(err)
	}
	_, class, _ := strings.Cut(string(entry), "StartupWMClass=")
	class, _, _ = strings.Cut(class, "\n")
	if class != "app.lookbook.Lookbook" {
		t.Errorf("the desktop's entry names the class %q", class)
	}
	s.Do("search", "--all", "--onlyvisible", "--pid", fmt.Sprint(p.PID()), "--class", "^"+class+"$") // fails without one
	s.close(p)
}
