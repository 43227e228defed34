//go:build !windows && !darwin

package reveal

import (
	"context"
	"net/url"
	"os/exec"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

func show(ctx context.Context, path string, folder bool) error {
	if folder {
		return open(ctx, exec.Command("xdg-open", path))
	}
	if showItem(ctx, path) == nil {
		return nil
	}
	return open(ctx, exec.Command("xdg-open", filepath.Dir(path)))
}

// showItem asks the desktop's file manager to select a file, through the
// freedesktop.org interface FileManager1.
func showItem(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer bus.Close()
	uri := (&url.URL{Scheme: "file", Path: path}).String()
	return bus.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1").
		CallWithContext(ctx, "org.freedesktop.FileManager1.ShowItems", 0, []string{uri}, "").Err
}
