package session

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lookbook/app/settings"
)

// root is an absolute path on every system.
func root(name string) string {
	return filepath.VolumeName(os.TempDir()) + string(filepath.Separator) + name
}

// window claims pictures and hands what it is asked over to the test.
func window(t *testing.T, paths settings.Paths, shown <-chan struct{}) (*Claim, <-chan Visit) {
	t.Helper()
	claim, err := Take(paths, false, Visit{})
	if err != nil || claim == nil {
		t.Fatal(claim, err)
	}
	t.Cleanup(func() {
		if err := claim.Release(); err != nil {
			t.Error(err)
		}
	})
	asked := make(chan Visit, 10)
	claim.Answer(func(v Visit) <-chan struct{} { asked <- v; return shown })
	return claim, asked
}

func TestASecondStartHandsFilesOver(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	_, asked := window(t, paths, already())
	files := []string{root("a.png"), root("b\nc \"ü\" \xff\xfe.png"), root(strings.Repeat("x", 255))}
	if claim, err := Take(paths, false, NewVisit(files...)); claim != nil || err != nil {
		t.Fatal(claim, err)
	}
	if v := <-asked; !slices.Equal(v.Files, files) || v.More != 0 {
		t.Errorf("arrived: %q and %d more", v.Files, v.More)
	}
}

// What is handed over while the window is only starting is opened when it is there.
func TestFilesAreKeptForAWindowThatStarts(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	claim, err := Take(paths, false, Visit{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b"} {
		if second, err := Take(paths, false, NewVisit(root(name))); second != nil || err != nil {
			t.Fatal(second, err)
		}
	}
	var got Visit
	claim.Answer(func(v Visit) <-chan struct{} { got = v; return already() })
	if want := []string{root("a"), root("b")}; !slices.Equal(got.Files, want) {
		t.Errorf("opened: %q", got.Files)
	}
	if err := claim.Release(); err != nil {
		t.Fatal(err)
	}
}

// A window that took the files and then does nothing is told from one that came.
func TestAWindowThatHangsIsTold(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	claim, asked := window(t, paths, make(chan struct{}))
	if answer := hand(paths.Socket(), NewVisit(root("a")), 50*time.Millisecond); answer != sayOpen {
		t.Errorf("it answered %q", answer)
	}
	<-asked
	answer := make(chan string)
	go func() { answer <- hand(paths.Socket(), Visit{}, time.Minute) }()
	<-asked
	if err := claim.Leave(); err != nil { // does not wait for the visitor
		t.Fatal(err)
	}
	if got := <-answer; got != "" {
		t.Errorf("a window that closes answered %q", got)
	}
}

// A command that has the pictures open takes no files.
func TestACommandTakesNoFiles(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	claim, err := TakeForCommand(t.Context(), paths, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Take(paths, false, NewVisit(root("a"))); err != ErrCommand {
		t.Errorf("it got %v", err)
	}
	if err := claim.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestAVisitHasABound(t *testing.T) {
	var many []string
	for i := range 5000 {
		many = append(many, root(fmt.Sprint(i)))
	}
	if v := NewVisit(many...); len(v.Files) != mostFiles || v.More != 4000 || v.Files[0] != many[0] {
		t.Errorf("%d files and %d more", len(v.Files), v.More)
	}
	long := make([]string, 400)
	for i := range long {
		long[i] = root(strings.Repeat("x", 4000))
	}
	v := NewVisit(long...)
	if n := len(v.Files); n*4000 > mostBytes || v.More != 400-n {
		t.Errorf("%d files and %d more", n, v.More)
	}
	v.Add(NewVisit(many...))
	if line, err := v.encode(); err != nil || len(line) > maxVisit {
		t.Errorf("%d bytes on the wire, %v", len(line), err)
	}
	if v := NewVisit("a.png", "", root("a\x00b"), root("b")); !slices.Equal(v.Files, []string{root("b")}) || v.More != 3 {
		t.Errorf("what is no path of this computer: %q and %d more", v.Files, v.More)
	}
}

// What comes over the socket is not trusted.
func TestAVisitOfNonsenseIsSentAway(t *testing.T) {
	paths := settings.Paths{Data: t.TempDir()}
	_, asked := window(t, paths, already())
	for name, line := range map[string]string{
		"no JSON": "hello\n", "another kind": `{"files": "x"}` + "\n", "no base64": `{"files": ["%%"]}` + "\n",
		"too long": `{"files": ["` + strings.Repeat("A", maxVisit) + `"]}` + "\n",
	} {
		conn, err := net.Dial("unix", paths.Socket())
		if err != nil {
			t.Fatal(err)
		}
		answer, err := exchange(conn, askOpen)
		if err != nil || answer != sayOpen {
			t.Fatal(answer, err)
		}
		_, _ = conn.Write([]byte(line)) // it may be disconnected before the end
		if answer, err := readLine(conn); err == nil {
			t.Errorf("%s was answered %q", name, answer)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case v := <-asked:
		t.Errorf("the window was asked %+v", v)
	default:
	}
}

func TestVisitsArriveAsTheyWereSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var v Visit
		for _, name := range rapid.SliceOfN(rapid.SliceOf(rapid.Byte()), 0, 20).Draw(t, "names") {
			v.Add(Visit{Files: []string{root(string(name))}, More: rapid.IntRange(-1, 3).Draw(t, "more")})
		}
		line, err := v.encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeVisit(bytes.NewReader(line))
		if err != nil || !slices.Equal(got.Files, v.Files) || got.More != v.More {
			t.Fatalf("%+v, %v, want %+v", got, err, v)
		}
	})
}

func FuzzVisit(f *testing.F) {
	f.Add([]byte(`{"files":["L2EucG5n"],"more":2}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		v, err := decodeVisit(bytes.NewReader(line))
		if err != nil {
			return
		}
		if len(v.Files) > mostFiles || v.More < 0 {
			t.Errorf("%d files and %d more", len(v.Files), v.More)
		}
		for _, path := range v.Files {
			if !filepath.IsAbs(path) {
				t.Errorf("%q", path)
			}
		}
	})
}
