package command_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/command"
)

// The help of every command is what scripts and people were told. UPDATE_SCRIPTS=1
// writes it anew.
func TestHelp(t *testing.T) {
	t.Setenv("COLUMNS", "80")
	var all bytes.Buffer
	for _, name := range []string{
		"", "generate", "jobs", "wait", "open", "pictures", "show", "export", "mark", "rescan", "backup", "restore", "doctor", "support", "key", "key set", "key forget",
		"key where", "completion",
	} {
		var said bytes.Buffer
		all.WriteString("$ lookbook " + name + " --help\n")
		env := command.Env{In: strings.NewReader(""), Out: &all, Err: &said}
		if code := command.Run(t.Context(), append(strings.Fields(name), "--help"), env); code != command.Done || said.Len() > 0 {
			t.Errorf("%s: %d, %s", name, code, &said)
		}
		all.WriteString("\n")
	}
	const golden = "testdata/help.txt"
	if os.Getenv("UPDATE_SCRIPTS") != "" {
		if err := os.WriteFile(golden, all.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("-before +now:\n%s", diff)
	}
	if left := regexp.MustCompile(`command\.[a-z]|<no value>`).FindString(all.String()); left != "" {
		t.Errorf("the help has %q in it", left)
	}
}
