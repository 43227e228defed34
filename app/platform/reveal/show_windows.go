package reveal

import (
	"context"
	"os/exec"
	"syscall"
)

func show(ctx context.Context, path string, folder bool) error {
	cmd := exec.Command("explorer.exe", path)
	if !folder {
		cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: explorerLine(path)}
	}
	return open(ctx, cmd)
}
