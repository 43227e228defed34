package command_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/app/command"
)

// expectation is one of the answers that are right for a file.
type expectation struct {
	OK                   *bool
	Result               string
	Prompt               *string
	PromptContains       []string `json:"prompt_contains"`
	PromptNotContains    []string `json:"prompt_not_contains"`
	PromptNonempty       bool     `json:"prompt_nonempty"`
	Negative             *string
	NegativeContains     []string `json:"negative_contains"`
	Seed                 *int64
	Width, Height, Steps int
	NotMappedContains    []string `json:"notmapped_contains"`
	NotMappedNotContains []string `json:"notmapped_not_contains"`
	ErrorContains        []string `json:"error_contains"`
	ErrorNotContains     []string `json:"error_not_contains"`
	Inspect, Text        string
	Stable               int
}

// answer is what a command said about a file.
type answer struct {
	code      int
	request   *api.Config
	notMapped string
	said      string
}

// Files that people had trouble with elsewhere go through the commands that read
// such files: texts are printed as requests, pictures are shown.
func TestReportedFiles(t *testing.T) {
	folders, err := filepath.Glob("testdata/reported/*")
	if err != nil || len(folders) < 30 {
		t.Fatal(len(folders), err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			var file struct {
				Kind, Input string
				Expect      []expectation `json:"expect_any_of"`
			}
			data, err := os.ReadFile(filepath.Join(folder, "expected.json"))
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &file); err != nil {
				t.Fatal(err)
			}
			got := ask(t, file.Kind, filepath.Join(folder, file.Input))
			for _, e := range file.Expect {
				if e.fits(got) {
					return
				}
			}
			t.Errorf("ended with %d, request %+v, not mapped %q, said %q", got.code, got.request, got.notMapped, got.said)
		})
	}
}

func ask(t *testing.T, kind, path string) (a answer) {
	t.Helper()
	args := []string{"show", "--json", path}
	switch kind {
	case "curl":
		args = []string{"generate", "--print", path}
	case "paste":
		args = []string{"generate", "--print", "--prompt", content(t, path)}
	}
	var out, said bytes.Buffer
	a.code = command.Run(t.Context(), args, command.Env{In: strings.NewReader(""), Out: &out, Err: &said})
	a.said = said.String()
	if a.code != command.Done {
		return a
	}
	if args[0] == "generate" {
		a.request = new(api.Config)
		if err := json.Unmarshal(out.Bytes(), a.request); err != nil {
			t.Fatalf("%v: %s", err, &out)
		}
		return a
	}
	var shown struct {
		Request   *api.Config `json:"request"`
		NotMapped []string    `json:"not_mapped"`
	}
	if err := json.Unmarshal(out.Bytes(), &shown); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	a.request, a.notMapped = shown.Request, strings.Join(shown.NotMapped, "\n")
	return a
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (e expectation) fits(a answer) bool {
	if e.OK != nil && !*e.OK {
		return a.code == command.Usage && all(a.said, e.ErrorContains, true) && all(a.said, e.ErrorNotContains, false)
	}
	if e.Inspect != "" {
		return a.code == command.Done
	}
	if e.Result == "nothing" {
		return a.code == command.Done && a.request == nil
	}
	if a.code != command.Done || a.request == nil {
		return false
	}
	c := a.request
	if e.Text != "" {
		e.Prompt = &e.Text
	}
	return (e.Prompt == nil || c.Prompt == *e.Prompt) && (!e.PromptNonempty || c.Prompt != "") &&
		all(c.Prompt, e.PromptContains, true) && all(c.Prompt, e.PromptNotContains, false) &&
		(e.Negative == nil || c.NegativePrompt == *e.Negative) && all(c.NegativePrompt, e.NegativeContains, true) &&
		(e.Seed == nil || c.Seed != nil && *c.Seed == *e.Seed) && (e.Width == 0 || c.Width == e.Width) &&
		(e.Height == 0 || c.Height == e.Height) && (e.Steps == 0 || c.NumInferenceSteps == e.Steps) &&
		all(a.notMapped, e.NotMappedContains, true) && all(a.notMapped, e.NotMappedNotContains, false)
}

func all(text string, parts []string, there bool) bool {
	for _, part := range parts {
		if strings.Contains(text, part) != there {
			return false
		}
	}
	return true
}
