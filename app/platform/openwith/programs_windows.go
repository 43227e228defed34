package openwith

import (
	"context"
	"os/exec"

	"lookbook/app/platform/launch"
)

// Asks reports whether the system asks the user itself: Open is then called without
// a program.
const Asks = true

// Programs lists nothing: Windows asks.
func Programs(context.Context, string) ([]Program, error) { return nil, nil }

// Open shows Windows' "Open with" for each file.
func Open(ctx context.Context, _ Program, files []string) error {
	for _, file := range files {
		if err := launch.Start(ctx, exec.Command("rundll32.exe", "shell32.dll,OpenAs_RunDLL", file), patience); err != nil {
			return err
		}
	}
	return nil
}
