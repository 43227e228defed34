package desktop

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// Build compiles the package with the same tag as the shipped program and returns the path of the
// result, which lives as long as the test.
func Build(t testing.TB, pkg string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(pkg))
	cmd := exec.CommandContext(t.Context(), "go", "build", "-tags", "migrated_fynedo", "-o", path, pkg)
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", pkg, err, output)
	}
	return path
}
