package reveal

import (
	"context"
	"os/exec"
)

func show(ctx context.Context, path string, folder bool) error {
	if folder {
		return open(ctx, exec.Command("open", path))
	}
	return open(ctx, exec.Command("open", "-R", path))
}
