package media

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tool runs a program that `make test` installs. It fails if the program is
// missing: a skipped test proves nothing.
func tool(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is needed for this test and is not installed; on Debian: apt-get install libimage-exiftool-perl imagemagick", name)
	}
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return out
}

const (
	latinParameters = "portrait photo of café\nNegative prompt: blurry\nSteps: 20, Sampler: dpm++, Seed: 2811570194"
	wideParameters  = "portrait photo, 猫 👩‍👩‍👧 שלום\nNegative prompt: blurry\nSteps: 20, Sampler: dpm++, Seed: 2811570194"
)

func TestOtherProgramsReadOurTexts(t *testing.T) {
	for name, parameters := range map[string]string{"latin": latinParameters, "wide": wideParameters} {
		t.Run(name, func(t *testing.T) {
			request := `{"job_id":"ig_90c7ebd5","prompt":"` + strings.ReplaceAll(parameters, "\n", `\n`) + `"}`
			file := filepath.Join(t.TempDir(), "a.png")
			b := embed(t, encodePNG(t, photo(64, 48, false)), Text{KeywordParameters, parameters}, Text{KeywordLookbook, request})
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
			var read []struct{ Parameters, Dreamlook, Error, Warning string }
			out := tool(t, "exiftool", "-json", "-charset", "UTF8", "-validate", "-error", "-warning", "-PNG:all", file)
			if err := json.Unmarshal(out, &read); err != nil || len(read) != 1 {
				t.Fatalf("exiftool said %s: %v", out, err)
			}
			if read[0].Parameters != parameters || read[0].Dreamlook != request || read[0].Error+read[0].Warning != "" {
				t.Errorf("exiftool read %+q", read[0])
			}
			// ImageMagick opens the picture in both cases. It returns Latin-1
			// unchanged, and iTXt as an empty text.
			want := "64x48 "
			if name == "latin" {
				want += strings.ReplaceAll(parameters, "é", "\xe9")
			}
			if got := string(tool(t, "identify", "-format", "%wx%h %[parameters]", file)); strings.ReplaceAll(got, "é", "\xe9") != want {
				t.Errorf("identify read %+q", got)
			}
		})
	}
}

// Comments that another program wrote.
func TestCommentsOfOtherFormats(t *testing.T) {
	for name, b := range map[string][]byte{
		"a.jpg":  encodeJPEG(t, photo(40, 30, false)),
		"a.webp": tinyWebP(t),
		"a.png":  encodePNG(t, photo(40, 30, false)),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if texts, err := readTexts(b); err != nil || len(texts) > 0 {
				t.Errorf("before: %q, %v", texts, err)
			}
			for _, parameters := range []string{latinParameters, wideParameters, "short"} {
				tool(t, "exiftool", "-q", "-overwrite_original", "-charset", "UTF8", "-EXIF:UserComment="+parameters, file)
				written, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				texts, err := readTexts(written)
				if err != nil || len(texts) != 1 || texts[0] != (Text{KeywordUserComment, parameters}) {
					t.Errorf("read %+q, %v", texts, err)
				}
				if _, err := inspect(written); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
