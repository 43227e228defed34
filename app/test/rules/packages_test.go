package rules

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The packages of the three systems speak of one program, and offer it for the same files. macOS
// offers it for none: it tells a program of them in a way that the toolkit does not pass on.
func TestPackagesAgree(t *testing.T) {
	read := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(top(t), name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	_, id, _ := strings.Cut(read("FyneApp.toml"), "\nID = \"")
	id, _, _ = strings.Cut(id, "\"")
	desktop := read("assets/linux/" + id + ".desktop")
	installer, plist := read("assets/windows/lookbook.nsi"), read("assets/macos/Info.plist")
	for name, text := range map[string]string{"main.go": read("main.go"), "the installer": installer, "Info.plist": plist} {
		if !strings.Contains(text, id) {
			t.Errorf("%s does not name %s", name, id)
		}
	}
	extensions := map[string][]string{
		"image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "image/webp": {".webp"}, "text/plain": {".txt"},
		"text/csv": {".csv"}, "text/tab-separated-values": {".tsv"},
	}
	for kind := range strings.FieldsFuncSeq(mimeTypes.FindString(desktop), func(r rune) bool { return r == ';' || r == '=' }) {
		if kind == "MimeType" {
			continue
		}
		if extensions[kind] == nil {
			t.Errorf("%s of the desktop file: say here which files of Windows those are", kind)
		}
		for _, extension := range extensions[kind] {
			if !strings.Contains(installer, `\SupportedTypes" "`+extension+`"`) {
				t.Errorf("the installer does not offer Lookbook for %s files, the desktop file does", extension)
			}
		}
	}
	for decoder := xml.NewDecoder(strings.NewReader(plist)); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("Info.plist: %v", err)
		}
	}
}

var mimeTypes = regexp.MustCompile(`(?m)^MimeType=.*$`)
