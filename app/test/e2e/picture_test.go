//go:build linux

package e2e

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"io"
	"net/http"
	"os"
	"testing"
)

// readPicture decodes a PNG file, which fails if it isn't complete, and returns its pixels and the
// texts of its chunks by keyword. The tests have their own reader of chunks: Lookbook's would hide
// its own mistakes.
func readPicture(t *testing.T, path string) (*image.RGBA, map[string]string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return pixels(t, path, data), texts(data)
}

func pixels(t *testing.T, name string, data []byte) *image.RGBA {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	rgba := image.NewRGBA(picture.Bounds())
	draw.Draw(rgba, rgba.Bounds(), picture, picture.Bounds().Min, draw.Src)
	return rgba
}

// texts reads tEXt and uncompressed iTXt chunks (PNG specification, 11.3.4).
func texts(data []byte) map[string]string {
	found := map[string]string{}
	const signature, overhead = 8, 12
	for rest := data[signature:]; len(rest) >= overhead; {
		length := int(binary.BigEndian.Uint32(rest))
		if length > len(rest)-overhead {
			break
		}
		kind, body := string(rest[4:8]), rest[8:8+length]
		rest = rest[overhead+length:]
		keyword, text, _ := bytes.Cut(body, []byte{0})
		switch kind {
		case "tEXt":
			letters := make([]rune, len(text)) // Latin-1: a byte is a code point
			for i, b := range text {
				letters[i] = rune(b)
			}
			found[string(keyword)] = string(letters)
		case "iTXt": // compression flag and method, language, translated keyword, text
			if parts := bytes.SplitN(text[2:], []byte{0}, 3); text[0] == 0 && len(parts) == 3 {
				found[string(keyword)] = string(parts[2])
			}
		}
	}
	return found
}

// download fetches a file from the service.
func download(t *testing.T, url string) []byte {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", url, response.Status, err)
	}
	return data
}
