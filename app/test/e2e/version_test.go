//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"lookbook/app/test/desktop"
)

// The built program has the version of what is checked out, and says it without a screen.
func TestVersion(t *testing.T) {
	program := os.Getenv("LOOKBOOK_BIN")
	if program == "" {
		program = desktop.Build(t, "lookbook")
	}
	want, err := exec.CommandContext(t.Context(), "../../../.ci/version").Output()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-version")
	cmd.Env = []string{"HOME=" + t.TempDir()}
	said, err := cmd.CombinedOutput()
	if err != nil || strings.TrimSpace(string(said)) != "lookbook "+strings.TrimSpace(string(want)) {
		t.Errorf("-version says %q and ends with %v, want version %s", said, err, want)
	}
}
