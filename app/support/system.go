package support

import (
	"bufio"
	"cmp"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// system names the system and its kernel, as far as they can be found out.
func system() string {
	parts := []string{distribution(), release()}
	if os.Getenv("FLATPAK_ID") != "" || exists("/.flatpak-info") {
		parts = append(parts, "in a Flatpak")
	}
	return joined(parts)
}

// distribution returns the name that a Linux distribution gives itself.
func distribution() string {
	if runtime.GOOS != "linux" {
		return ""
	}
	for _, path := range []string{"/run/host/os-release", "/etc/os-release", "/usr/lib/os-release"} {
		file, err := os.Open(path)
		if err != nil {
			continue
		}
		name := ""
		for lines := bufio.NewScanner(file); lines.Scan(); {
			if value, ok := strings.CutPrefix(lines.Text(), "PRETTY_NAME="); ok {
				if plain, err := strconv.Unquote(value); err == nil {
					value = plain
				}
				name = plainWords(value)
			}
		}
		_ = file.Close() // it was only read
		if name != "" {
			return name
		}
	}
	return ""
}

// desktop names the desktop and its display server, by what a session says of itself.
func desktop() string {
	server := plainWords(os.Getenv("XDG_SESSION_TYPE"))
	if server == "" {
		switch {
		case os.Getenv("WAYLAND_DISPLAY") != "":
			server = "wayland"
		case os.Getenv("DISPLAY") != "":
			server = "x11"
		}
	}
	parts := []string{plainWords(cmp.Or(os.Getenv("XDG_CURRENT_DESKTOP"), os.Getenv("DESKTOP_SESSION"))), server}
	if scale := plainWords(os.Getenv("FYNE_SCALE")); scale != "" {
		parts = append(parts, "FYNE_SCALE="+scale)
	}
	return joined(parts)
}

// notPlain is what no name of a system or a desktop needs.
var notPlain = regexp.MustCompile(`[^\w .:()+,/-]`)

// plainWords bounds what comes from outside to a short name.
func plainWords(text string) string {
	text = notPlain.ReplaceAllString(strings.TrimSpace(text), "")
	return text[:min(len(text), 80)]
}

func joined(parts []string) string {
	var known []string
	for _, part := range parts {
		if part != "" {
			known = append(known, part)
		}
	}
	return strings.Join(known, ", ")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
