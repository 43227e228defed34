package main

import (
	"image"
	"image/draw"
	_ "image/png"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// pictures shows decoded pictures, the next one for each Right, and moves them with the pointer: the least that a viewer
// can do. Several are as high as the window; a single one has its own size.
type pictures struct {
	widget.BaseWidget
	all   []*image.RGBA
	shown int
	image *canvas.Image
}

func newPictures(paths []string) (*pictures, error) {
	p := &pictures{}
	for _, path := range paths {
		picture, err := decode(path)
		if err != nil {
			return nil, err
		}
		p.all = append(p.all, picture)
	}
	p.image = canvas.NewImageFromImage(p.all[0])
	p.image.ScaleMode = canvas.ImageScaleFastest
	p.ExtendBaseWidget(p)
	return p, nil
}

func decode(path string) (*image.RGBA, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	decoded, _, err := image.Decode(file)
	if err != nil {
		return nil, err
	}
	picture := image.NewRGBA(decoded.Bounds())
	draw.Draw(picture, picture.Rect, decoded, decoded.Bounds().Min, draw.Src)
	return picture, nil
}

// CreateRenderer is Fyne's.
func (p *pictures) CreateRenderer() fyne.WidgetRenderer { return &pictureRenderer{p} }

type pictureRenderer struct{ p *pictures }

func (r *pictureRenderer) Destroy()                     {}
func (r *pictureRenderer) Refresh()                     {}
func (r *pictureRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *pictureRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.image} }

func (r *pictureRenderer) Layout(size fyne.Size) {
	own := r.p.all[0].Rect
	width, height := float32(own.Dx()), float32(own.Dy())
	if len(r.p.all) > 1 {
		width, height = width*size.Height/height, size.Height
	}
	r.p.image.Resize(fyne.NewSize(width, height))
}

// TypedKey shows the next picture.
func (p *pictures) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyRight {
		p.shown = (p.shown + 1) % len(p.all)
		p.image.Image = p.all[p.shown]
		p.image.Refresh()
	}
}

// MouseMoved moves the picture.
func (p *pictures) MouseMoved(event *desktop.MouseEvent) {
	p.image.Move(event.Position.SubtractXY(p.Size().Width, p.Size().Height))
}

// TypedRune, FocusGained and FocusLost are Fyne's, and MouseIn and MouseOut.
func (p *pictures) TypedRune(rune)              {}
func (p *pictures) FocusGained()                {}
func (p *pictures) FocusLost()                  {}
func (p *pictures) MouseIn(*desktop.MouseEvent) {}
func (p *pictures) MouseOut()                   {}
