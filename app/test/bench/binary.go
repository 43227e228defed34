package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// binaryRow is the size of the program as it is packaged: built for this
// system, without symbols and debugging information.
func binaryRow() Row {
	return Row{
		Name: "binary", Alone: true,
		Targets: []Target{{Name: "binary", What: "size of the program, stripped"}},
		Run: func(ctx context.Context, s *Stage) error {
			path := filepath.Join(s.Scratch(), "lookbook")
			build := exec.CommandContext(ctx, "go", "build", "-tags", buildTags, "-trimpath", "-ldflags", "-s -w", "-o", path, "lookbook")
			if output, err := build.CombinedOutput(); err != nil {
				return fmt.Errorf("build the program: %w\n%s", err, output)
			}
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			s.Figure("binary", float64(info.Size())/1e6, "MB")
			return nil
		},
	}
}
