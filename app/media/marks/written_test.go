package marks_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lookbook/app/media/marks"
)

// Exiftool reads every field that we write, alone and in the files of other
// programs. Where it is missing, our own reader has to do.
func TestExiftoolReadsMarks(t *testing.T) {
	want := marks.Marks{Rating: marks.Rejected, Favourite: true, Tags: []string{"people/anna", "red & <green>"}}
	for name, before := range map[string]string{"alone": "", "digiKam's": digiKam, "darktable's": darktable, "Lightroom's": lightroom} {
		packet, err := marks.Write([]byte(before), want, noon)
		if err != nil {
			t.Fatal(err)
		}
		tool, err := exec.LookPath("exiftool")
		if err != nil {
			t.Log("exiftool is not here: read by our own reader alone")
			if found, err := marks.Read(packet); err != nil || found.Rating != want.Rating {
				t.Errorf("%s: %+v, %v", name, found, err)
			}
			continue
		}
		path := filepath.Join(t.TempDir(), "a.png.xmp")
		if err := os.WriteFile(path, packet, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(tool, "-j", "-n", "-charset", "UTF8", "-XMP:all", path).Output()
		var all []map[string]any
		if err != nil || json.Unmarshal(out, &all) != nil || len(all) != 1 {
			t.Fatalf("%s: %s, %v", name, out, err)
		}
		for key, value := range map[string]string{
			"Rating": "-1", "Favourite": "true", "Subject": "[anna red & <green>]", "TagsList": "[people/anna red & <green>]",
			"ModifyDate": "2026:05:01 12:00:00.000+00:00",
		} {
			if got := fmt.Sprint(all[0][key]); got != value {
				t.Errorf("%s: %s is %q, want %q", name, key, got, value)
			}
		}
	}
}

// A file does not grow with every change, nor does another program's.
func TestAFileDoesNotGrowWithEveryMark(t *testing.T) {
	for name, before := range map[string]string{"alone": "", "digiKam's": digiKam, "darktable's": darktable, "Lightroom's": lightroom} {
		packet, first := []byte(before), 0
		for n := range 40 {
			var err error
			if packet, err = marks.Write(packet, marks.Marks{Rating: 1 + n%5, Tags: []string{"a", "b"}}, noon); err != nil {
				t.Fatal(err)
			}
			if first == 0 {
				first = len(packet)
			}
		}
		if len(packet) != first {
			t.Errorf("%s: %d bytes became %d:\n%s", name, first, len(packet), packet)
		}
	}
}
