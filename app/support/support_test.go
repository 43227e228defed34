package support_test

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/logging"
	"lookbook/app/settings"
	"lookbook/app/support"
)

// What a report must not hold.
const (
	prompt = "a heron over the mill pond"
	other  = "another/form+of=key_4711"
)

func number(e syscall.Errno) string { return strconv.Itoa(int(e)) }

// key makes a key at run time, so that no file contains one.
func key() string { return "dl-" + strings.Repeat("0a1b2c3d", 4) }

func TestAnEndWithoutACrashIsNotTold(t *testing.T) {
	paths := settings.Paths{State: t.TempDir()}
	log := slog.New(slog.DiscardHandler)
	for range 2 { // without a crash file, and with an empty one, as a kill leaves it
		if at, err := support.TakeCrash(paths, log); err != nil || !at.IsZero() {
			t.Errorf("%v, %v", at, err)
		}
		if err := os.WriteFile(paths.CrashLog(), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if at, err := support.TakeCrash(settings.Paths{}, log); err != nil || !at.IsZero() {
		t.Errorf("without a home folder: %v, %v", at, err)
	}
	if text := support.Report(support.Facts{Version: "1.2.3"}); !strings.HasPrefix(text, "Lookbook 1.2.3") {
		t.Errorf("without a home folder: %s", text)
	}
}

// The log's end says what happened, and nothing of what a person wrote or where they keep it.
func TestTheReportSaysWhatHappenedAndNothingElse(t *testing.T) {
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	paths := settings.Paths{State: t.TempDir()}
	log, closeLog, err := logging.Open(paths, true)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(home, "Pictures", prompt+".png")
	log.Warn("action failed", "what", "picture.copy.failed", "error", &fs.PathError{Op: "open", Path: file, Err: syscall.EACCES})
	log.Warn("saving", "image", prompt, "job", "ig_42", "count", 3, "error", errors.New("refused: "+prompt))
	log.Warn("asking the service", "error", errors.Join(&api.Error{Err: api.ErrServer, Status: 503, Message: prompt}, &os.LinkError{Op: "rename", Old: file, New: file, Err: syscall.EXDEV}))
	log.Error("recovered from a panic", "doing", "painting", "value", `bad "`+prompt+`"`, "stack", "goroutine 7 [running]:\nlookbook/app/x.(*T).y({0x1, 0x2}, 0x3)\n\t"+home+"/lookbook/app/x/y.go:12 +0x1d\n")
	log.Info("image host", "host", "nas.mueller.example", "allowed", true, "address", "https://nas.mueller.example/?sig=1")
	log.Info("the key is " + key() + " or " + other)
	closeLog()
	chosen := settings.Defaults()
	chosen.Theme, chosen.Downloads, chosen.WriteMarks, chosen.Folder, chosen.PromptWriter = settings.ThemeDark, 2, false, file, prompt
	text := support.Report(support.Facts{
		Chosen: &chosen, Version: "1.2.3", Paths: paths, Keys: []string{other}, Library: &library.Contents{Pictures: 160000, Jobs: 10000},
		Window: &support.Window{Width: 1440, Height: 900, Scale: 1.25},
	})
	for _, want := range []string{
		"Lookbook 1.2.3", "go1.", "160000 pictures, 10000 jobs", "1440 by 900, scale 1.25\n", "chosen: Theme dark, Downloads 2, WriteMarks false\n", "WARN action failed", "what=picture.copy.failed",
		"folder.forbidden open errno " + number(syscall.EACCES), "count=3", "job=ig_42", "service.trouble 503", "rename errno " + number(syscall.EXDEV), "allowed=true", "recovered from a panic doing=painting value=bad …",
		"    lookbook/app/x.(*T).y\n", "\t~/lookbook/app/x/y.go:12",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	for _, bad := range []string{"heron", "mueller", "Pictures", home + "/", key()[3:], other, "0x3"} {
		if strings.Contains(text, bad) {
			t.Errorf("the report has %q:\n%s", bad, text)
		}
	}
}

// A field's text is shown only if the field is known to hold none of a person's words.
func TestOnlyKnownFieldsAreShown(t *testing.T) {
	paths := settings.Paths{State: t.TempDir()}
	rapid.Check(t, func(t *rapid.T) {
		if err := os.RemoveAll(paths.Log()); err != nil {
			t.Fatal(err)
		}
		log, closeLog, err := logging.Open(paths, false)
		if err != nil {
			t.Fatal(err)
		}
		field := rapid.SampledFrom([]string{"error", "file", "prompt", "image", "host", "job", "what", "x y"}).Draw(t, "field")
		words := rapid.StringMatching(`[ "'\\]?heron [a-z\n\t"{}:/.]{0,40}`).Draw(t, "words")
		log.Warn("saving", field, words, slog.Group("more", field, words))
		log.Warn("saving", "error", errors.New(words), "list", []string{words})
		closeLog()
		if text := support.Report(support.Facts{Paths: paths}); strings.Contains(text, "heron") || strings.Count(text, "saving") != 2 {
			t.Fatalf("%s=%q gives %s", field, words, text)
		}
	})
}

// A line of a crash that is none of the runtime's is left out, whatever is in it.
func TestOnlyKnownLinesOfACrashAreShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching("[ \t*0-9a-fx:.(\\[]{0,12}heron [a-z0-9 \t()\\[\\]{}*:.+]{0,40}").Draw(t, "line")
		if text := support.Stack("goroutine 1 [running]:\n" + line + "\nmain.main()\n"); text != "goroutine 1 [running]:\nmain.main\n" {
			t.Fatalf("%q gives %q", line, text)
		}
	})
}

func FuzzStack(f *testing.F) {
	f.Add("panic: x\n\ngoroutine 1 gp=0xc0 m=0 mp=0x1 [running, locked to thread]:\nmain.main()\n\t/x/main.go:1 +0x1\nrax    0x6c64\n")
	f.Fuzz(func(t *testing.T, text string) {
		if clean := support.Stack(text); len(clean) > 32<<10 {
			t.Errorf("%q becomes %d bytes", text, len(clean))
		}
	})
}

func FuzzLog(f *testing.F) {
	f.Add([]byte(`{"time":"2026-01-01T00:00:00Z","level":"INFO","msg":"an earlier run crashed","at":"x","stack":"panic: y"}` + "\n"))
	paths := settings.Paths{State: f.TempDir()}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if err := os.WriteFile(paths.Log(), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if text := support.Report(support.Facts{Paths: paths}); !strings.HasPrefix(text, "Lookbook") {
			t.Errorf("%q", text)
		}
	})
}
