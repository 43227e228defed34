package bench

import (
	"os"
	"os/exec"
	"testing"
)

// binary measures the size of the packaged program: without symbols and debugging information.
func binary(b *testing.B) {
	path := b.TempDir() + "/lookbook"
	output, err := exec.CommandContext(b.Context(), "go", "build", "-tags", "migrated_fynedo", "-trimpath", "-ldflags", "-s -w", "-o", path, "lookbook").CombinedOutput()
	if err != nil {
		b.Fatalf("build the program: %v\n%s", err, output)
	}
	info, err := os.Stat(path)
	must(b, err)
	tell("binary", float64(info.Size())/1e6, "MB")
}
