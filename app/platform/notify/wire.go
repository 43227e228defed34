//go:build linux || freebsd || openbsd || netbsd

package notify

import (
	"image"
	"strings"

	"github.com/godbus/dbus/v5"
)

// The notification service: https://specifications.freedesktop.org/notification-spec.
const (
	service = "org.freedesktop.Notifications"
	place   = dbus.ObjectPath("/org/freedesktop/Notifications")
	clicked = "default" // the action of a click on the note itself
)

// Urgencies of the specification. A critical note stays until it is dismissed.
const (
	normal   = byte(1)
	critical = byte(2)
)

// escape makes text that a service reads as markup look as it was.
func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

func hints(id string, n Note) map[string]dbus.Variant {
	h := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant(id), "urgency": dbus.MakeVariant(normal)}
	if n.Lasting {
		h["urgency"] = dbus.MakeVariant(critical)
	}
	if n.Picture != nil && !n.Picture.Rect.Empty() {
		h["image-data"] = dbus.MakeVariant(pixelsOf(n.Picture))
	}
	return h
}

// pixels is a picture on the wire, (iiibiiay). Unlike a path it also reaches a
// service that may not read our files.
type pixels struct {
	Width, Height, Stride int32
	Alpha                 bool
	Bits, Channels        int32
	Data                  []byte
}

func pixelsOf(from *image.RGBA) pixels {
	const channels = 3
	size := from.Rect.Size()
	data := make([]byte, 0, size.X*size.Y*channels)
	for y := range size.Y {
		line := from.Pix[y*from.Stride:][:4*size.X]
		for x := 0; x < len(line); x += 4 {
			data = append(data, line[x], line[x+1], line[x+2])
		}
	}
	return pixels{
		Width: int32(size.X), Height: int32(size.Y), Stride: int32(size.X * channels), Bits: 8, Channels: channels, Data: data,
	}
}
