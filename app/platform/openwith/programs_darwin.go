package openwith

import (
	"context"
	"os/exec"
	"strings"

	"lookbook/app/platform/launch"
)

// Asks reports whether the system asks the user itself: Open is then called without
// a program.
const Asks = true

// Programs lists nothing: macOS asks.
func Programs(context.Context, string) ([]Program, error) { return nil, nil }

// Open has macOS ask for a program, and opens the files with it. Dismissing that
// opens nothing.
func Open(ctx context.Context, _ Program, files []string) error {
	chosen, err := exec.CommandContext(ctx, "osascript", "-e", "POSIX path of (choose application as alias)").Output()
	if err != nil {
		return nil // it was dismissed
	}
	return launch.Start(ctx, exec.Command("open", append([]string{"-a", strings.TrimSpace(string(chosen))}, files...)...), patience)
}
