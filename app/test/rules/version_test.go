//go:build !windows

package rules

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/version"
)

// The version stands in FyneApp.toml. The newest release of the metainfo file names it, because a
// store shows that, and nothing else that is packaged may repeat it.
func TestOneVersion(t *testing.T) {
	read := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(top(t), name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	const metainfo = "assets/linux/app.lookbook.Lookbook.metainfo.xml"
	want := version.Of("", read("FyneApp.toml"))
	var component struct {
		Releases []struct {
			Version string `xml:"version,attr"`
		} `xml:"releases>release"`
	}
	if err := xml.Unmarshal([]byte(read(metainfo)), &component); err != nil || len(component.Releases) == 0 {
		t.Fatalf("%s: no release, %v", metainfo, err)
	}
	if newest := component.Releases[0].Version; newest != want {
		t.Errorf("%s: the newest release is %s, but FyneApp.toml says %s", metainfo, newest, want)
	}
	for _, name := range files(t) {
		switch {
		case name == metainfo, !strings.Contains(name, "/") && name != "main.go" && name != "Makefile",
			strings.HasSuffix(name, "/go.mod"), strings.HasSuffix(name, "/go.sum"),
			strings.HasPrefix(name, "app/"), strings.HasPrefix(name, "api/"), strings.HasPrefix(name, "widgets/"):
		case strings.Contains(read(name), want):
			t.Errorf("%s repeats the version %s: take it from .ci/version", name, want)
		}
	}
}

// What is built from a tag has the tag's version, and everything else that of FyneApp.toml.
func TestVersionOfATag(t *testing.T) {
	folder := t.TempDir()
	script, err := os.ReadFile(filepath.Join(top(t), ".ci/version"))
	if err != nil {
		t.Fatal(err)
	}
	details := "[Details]\nName = \"Lookbook\"\nVersion = \"1.2.3\"\nBuild = 1\n"
	if err := os.Mkdir(filepath.Join(folder, ".ci"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, ".ci/version"), script, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "FyneApp.toml"), []byte(details), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CEILING_DIRECTORIES="+filepath.Dir(folder))
		output, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, output)
		}
		return strings.TrimSpace(string(output))
	}
	git := func(args ...string) {
		t.Helper()
		run("git", append([]string{"-c", "user.name=Test", "-c", "user.email=test@localhost"}, args...)...)
	}
	expect := func(when, want string) {
		t.Helper()
		if got := run(filepath.Join(folder, ".ci/version")); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	if toml := version.Of("", details); toml != "1.2.3" {
		t.Errorf("the program reads %s from FyneApp.toml", toml)
	}
	expect("without git", "1.2.3")
	git("init", "-q")
	git("commit", "-q", "--allow-empty", "-m", "First")
	expect("no tag", "1.2.3")
	git("tag", "nightly")
	expect("a tag that is no version", "1.2.3")
	git("tag", "v1.3.0-rc.1")
	expect("a tagged commit", "1.3.0-rc.1")
	git("commit", "-q", "--allow-empty", "-m", "Second")
	expect("after the tagged commit", "1.2.3")
}
