package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/api/curl"
	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/media/recall"
	"lookbook/app/media/xmp"
	"lookbook/app/request"
	"lookbook/app/request/presets"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// openPicture asks for a picture and uses its parameters.
func (f *filler) openPicture() {
	f.dialogs.chooseFile(message.T("recall.title"), message.T("recall.files"), []string{"png", "jpg", "jpeg", "webp"}, f.readFile)
}

// content is what a file contains.
type content struct {
	picture *recall.Recalled
	presets *presets.File
	request *curl.Request
}

// readFile fills the panel from a file of any kind that can be read.
func (f *filler) readFile(path string) {
	name := filepath.Base(path)
	f.run(func(context.Context) func() {
		c, err := readContent(path, f.baseURL)
		return func() {
			switch {
			case err != nil:
				f.log.Info("nothing was taken from a file", "error", err)
				f.panel.Say(widgets.BannerFailed, message.T("recall.failed", because(err, message.With{"File": name})))
			case c.picture != nil:
				f.takePicture(name, *c.picture)
			case c.presets != nil:
				f.presets.add(*c.presets)
			default:
				f.fill(params.StateOf(c.request.Config), requestWords(*c.request))
				f.key.ask(c.request.Key.Reveal())
			}
		}
	})
}

// readContent detects the kind of a file by its content, because names are
// unreliable.
func readContent(path, baseURL string) (content, error) {
	info, err := os.Stat(path)
	if err != nil {
		return content{}, message.Said(message.T("recall.none"))
	}
	if !info.Mode().IsRegular() {
		return content{}, message.Said(message.T("recall.odd"))
	}
	file, err := media.Open(path)
	if err != nil {
		return content{}, message.Said(message.T("recall.shut"))
	}
	var beside []media.Text
	if packet, err := origin.ReadPacket(media.Open(origin.Beside(path))); err == nil { // usually there is none
		beside = media.PacketTexts(packet)
	}
	c, err := readOpened(file, info.Size(), baseURL, beside)
	return c, errors.Join(err, file.Close())
}

func readOpened(file *os.File, size int64, baseURL string, beside []media.Text) (content, error) {
	picture, err := recall.Read(file, size, beside...)
	if err == nil {
		return content{picture: &picture}, tooLong(picture.Config)
	}
	if !errors.Is(err, media.ErrUnsupported) {
		return content{}, err
	}
	if packet, err := io.ReadAll(io.NewSectionReader(file, 0, min(size, xmp.MaxBytes))); err == nil {
		if picture, err := recall.FromTexts(media.PacketTexts(packet)); err == nil { // the file is a sidecar
			return content{picture: &picture}, tooLong(picture.Config)
		}
	}
	const most = max(presets.MaxFileBytes, curl.MaxTextBytes)
	text, err := io.ReadAll(io.NewSectionReader(file, 0, min(size, most+1)))
	if err != nil {
		return content{}, fmt.Errorf("the file can’t be read: %w", err)
	}
	if bytes.Contains(text[:min(len(text), 4096)], []byte(presets.Format)) {
		f, err := presets.Import(bytes.NewReader(text))
		for _, p := range f.Presets {
			if err == nil {
				err = tooLong(p.Config)
			}
		}
		return content{presets: &f}, err
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return content{}, message.Said(message.T("recall.nothing"))
	}
	request, err := parseRequest(string(text), baseURL)
	if err == nil {
		err = tooLong(request.Config)
	}
	return content{request: &request}, err
}

// takePicture fills the panel with a picture's parameters, and lists those that
// have no counterpart.
func (f *filler) takePicture(name string, r recall.Recalled) {
	config := r.Config
	words := message.T("recall.filled", message.With{"File": name})
	if r.Source != recall.Lookbook {
		// Pictures of other programs lack the fields that only this service
		// has.
		config = request.Complete(config, f.panel.State().Config)
		words = message.T("recall.filled.foreign", message.With{"File": name, "Program": r.Source})
	}
	if r.Seed != nil {
		config.Seed = r.Seed
		delete(config.Unknown, string(request.Seed))
	}
	var more []widgets.Action
	list := message.NotMapped(r)
	if n := len(list); n > 0 {
		const named = 3
		left := strings.Join(list[:min(n, named)], "; ")
		if n > named {
			left = message.N("list.more", n-named, message.With{"Names": left})
			more = append(more, widgets.Action{Text: message.T("recall.list"), Run: func() { f.showNotMapped(name, list) }})
		}
		words = strings.Join([]string{words, message.T("recall.left", message.With{"Names": left})}, " ")
	}
	f.fill(params.StateOf(config), words, more...)
}

// showNotMapped lists the parameters without a counterpart in a request.
func (f *filler) showNotMapped(name string, list []string) {
	label := widgets.NewLabel(strings.Join(list, "\n"))
	label.SetLines(0)
	label.SetMinWidth(400)
	scroll := widgets.NewScrollPane(label)
	ask := dialog.NewCustom(message.T("recall.left.title", message.With{"File": name}), message.T("close"), scroll, f.window)
	ask.Resize(fyne.NewSize(520, 420))
	showDialog(f.window, ask)
}
