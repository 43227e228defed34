package command_test

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lookbook/app/command"
)

func TestFilesAreToldFromCommands(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Chdir(`C:\`)
	} else {
		t.Chdir(t.TempDir())
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.png", "open", "-odd.png"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	at := func(names ...string) (paths []string) {
		for _, name := range names {
			paths = append(paths, filepath.Join(here, name))
		}
		return paths
	}
	root := filepath.VolumeName(here) + string(filepath.Separator)
	for name, test := range map[string]struct {
		args, want []string // no want: a command, or a mistake that kong explains
	}{
		"nothing":                  {},
		"a file":                   {[]string{"a.png"}, at("a.png")},
		"a command of that name":   {[]string{"open", "a.png"}, nil},
		"the file of that name":    {[]string{"./open"}, at("open")},
		"a hidden command":         {[]string{"man"}, nil},
		"a word":                   {[]string{"generaet"}, nil},
		"a flag":                   {[]string{"--json"}, nil},
		"a file that is not there": {[]string{"a.png", "gone.png"}, at("a.png", "gone.png")},
		"a place that is not there": {
			[]string{filepath.Join(root, "gone", "x.png")}, []string{filepath.Join(root, "gone", "x.png")},
		},
		"a flag's look":      {[]string{"-odd.png"}, at("-odd.png")},
		"dots":               {[]string{"./x/../a.png"}, at("a.png")},
		"a line end":         {[]string{"./a\nb.png"}, at("a\nb.png")},
		"not UTF-8":          {[]string{"./\xff\xfe.png"}, at("\xff\xfe.png")},
		"an address":         {[]string{"file:///x/a%20b%25%0A%FF%c3%bc.png"}, []string{"/x/a b%\n\xffü.png"}},
		"this computer's":    {[]string{"file://" + host + "/x/a.png", "FILE://localhost/b"}, []string{"/x/a.png", "/b"}},
		"another's":          {[]string{"file://elsewhere.example/x.png"}, at("file:/elsewhere.example/x.png")},
		"a broken address":   {[]string{"file:///a%2.png"}, at("file:/a%2.png")},
		"an address with 0":  {[]string{"file:///a%00.png"}, at("file:/a%00.png")},
		"a web address":      {[]string{"https://example.com/a.png"}, nil},
		"an empty argument":  {[]string{""}, nil},
		"a command's answer": {[]string{"jobs", "./a.png"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(name, "address") || strings.Contains(name, "computer") && runtime.GOOS == "windows" {
				return // paths have drives there
			}
			got, ok := command.Files(test.args)
			if ok != (test.want != nil) || !slices.Equal(got, test.want) {
				t.Errorf("%q, %v, want %q", got, ok, test.want)
			}
		})
	}
}

// Whatever bytes a name has, its address is that file.
func TestEveryNameHasAnAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := string(rapid.SliceOfN(rapid.ByteRange(1, 255), 1, 40).Draw(t, "name"))
		name = "x" + strings.ReplaceAll(strings.ReplaceAll(name, "/", "-"), `\`, "-")
		got, ok := command.Files([]string{"file:///" + url.PathEscape(name)})
		if want := "/" + name; runtime.GOOS != "windows" && (!ok || len(got) != 1 || got[0] != want) {
			t.Fatalf("%q is %q, %v", name, got, ok)
		}
	})
}
