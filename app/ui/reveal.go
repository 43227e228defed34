package ui

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"lookbook/app/secrets"
)

// revealLimit bounds the wait for a file manager to answer.
const revealLimit = 3 * time.Second

// showItem asks the desktop's file manager to show a file selected, by the
// freedesktop.org FileManager1 interface.
func showItem(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, revealLimit)
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

// withoutKey is an environment without the API key: a program that we start
// has no use for it.
func withoutKey(environ []string) []string {
	return slices.DeleteFunc(environ, func(v string) bool {
		return strings.HasPrefix(v, secrets.Variable+"=")
	})
}
