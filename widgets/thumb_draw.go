package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
)

const (
	ringWidth   float32 = 2
	captionPad  float32 = 4
	starSize    float32 = 12
	cornerInset float32 = 6
	dimming     float64 = 0.7 // translucency of a dimmed picture
	smallThumb  float32 = 64  // a smaller thumb has no room for words, badges and stars
)

// thumbParts are the objects of a Thumb, back to front.
type thumbParts struct {
	t                    *Thumb
	base                 *canvas.Rectangle // placeholder
	glow                 *canvas.Rectangle // shimmer on it
	picture              *canvas.Image
	veil                 *canvas.Rectangle // placeholder over a picture that fades in
	alarm                *canvas.Image
	failed               *textBlock
	scrim                *canvas.Rectangle // behind the caption
	caption              *textBlock
	captioned            bool // there is a caption to show
	badge                *canvas.Rectangle
	badgeWord            *textBlock
	starBack             *canvas.Circle
	star                 *canvas.Image
	ratingBack           *canvas.Rectangle
	rating               [mostStars]*canvas.Image // each reads its file once; one of all stars would with every rating
	rated                int                      // how many of them are shown
	ring, mark           *canvas.Rectangle
	objects              []fyne.CanvasObject
	placeholder, glowing color.NRGBA
}

// CreateRenderer is Fyne's.
func (t *Thumb) CreateRenderer() fyne.WidgetRenderer {
	p := &thumbParts{
		t: t, base: canvas.NewRectangle(nil), glow: canvas.NewRectangle(nil), veil: canvas.NewRectangle(nil),
		picture: &canvas.Image{ScaleMode: canvas.ImageScaleFastest}, alarm: canvas.NewImageFromResource(nil),
		failed: quietText(""), scrim: canvas.NewRectangle(nil), caption: quietText(""),
		badge: canvas.NewRectangle(nil), badgeWord: quietText(""),
		starBack: canvas.NewCircle(nil), star: canvas.NewImageFromResource(starIcon()),
		ratingBack: canvas.NewRectangle(nil),
		ring:       canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil),
	}
	p.failed.lines, p.failed.minimum, p.failed.align = 3, 0, fyne.TextAlignCenter
	p.caption.minimum = 0
	p.objects = []fyne.CanvasObject{
		p.base, p.glow, p.picture, p.veil, p.alarm, p.failed, p.scrim, p.caption, p.badge, p.badgeWord, p.starBack, p.star,
		p.ratingBack,
	}
	for i := range p.rating {
		p.rating[i] = canvas.NewImageFromResource(starIcon())
		p.objects = append(p.objects, p.rating[i])
	}
	p.objects = append(p.objects, p.ring, p.mark)
	t.parts = p
	p.paint()
	if size := t.Size(); !size.IsZero() {
		p.Layout(size)
	}
	return p
}

func (p *thumbParts) Objects() []fyne.CanvasObject { return p.objects }
func (p *thumbParts) MinSize() fyne.Size           { return fyne.NewSquareSize(32) }

func (p *thumbParts) Destroy() {
	if p.t.parts == p {
		p.t.parts = nil
	}
}

func (p *thumbParts) Refresh() {
	p.paint()
	p.Layout(p.t.Size())
	canvas.Refresh(p.t)
}

// paint applies everything from the state except positions.
func (p *thumbParts) paint() {
	t, s := p.t, p.t.state
	radius := sizeOf(t, darkroom.SizeNameThumbRadius)
	p.placeholder = color.NRGBAModel.Convert(colorOf(t, darkroom.ColorNamePlaceholder)).(color.NRGBA)
	p.glowing = color.NRGBAModel.Convert(colorOf(t, darkroom.ColorNameShimmer)).(color.NRGBA)
	for _, r := range []*canvas.Rectangle{p.base, p.glow, p.veil, p.badge} {
		r.CornerRadius = radius
	}
	p.base.FillColor = p.placeholder
	show(p.base, s.Picture == nil)
	p.paintPicture(radius)
	p.paintVeil()
	p.paintFailed()
	p.paintCaption(radius)
	p.badge.FillColor = scrimColor
	p.badgeWord.color, p.badgeWord.text = darkroom.ColorNameOnPicture, s.Badge
	p.badgeWord.Refresh()
	p.starBack.FillColor = scrimColor
	p.paintRating(radius)
	p.paintRings(radius)
}

// scrimColor is between a picture and words on it, in light and dark mode alike.
var scrimColor = color.NRGBA{A: 0xA8}

func (p *thumbParts) paintPicture(radius float32) {
	s := p.t.state
	show(p.picture, s.Picture != nil)
	p.picture.CornerRadius = radius
	if p.picture.Translucency = 0; s.Dimmed {
		p.picture.Translucency = dimming
	}
	if s.Picture == nil {
		p.picture.Image = nil
		return
	}
	if p.picture.Image != s.Picture { // a refresh uploads the texture again
		p.picture.Image = s.Picture
		p.picture.Refresh()
	}
}

// paintVeil paints only what is animated: it is called for every frame.
func (p *thumbParts) paintVeil() {
	t := p.t
	veil := p.placeholder
	veil.A = uint8(t.veil*float32(veil.A) + 0.5)
	p.veil.FillColor = veil
	show(p.veil, veil.A > 0)
	glow := p.glowing
	glow.A = uint8(t.light*float32(glow.A) + 0.5)
	p.glow.FillColor = glow
	show(p.glow, t.shimmers() && glow.A > 0)
	p.veil.Refresh()
	p.glow.Refresh()
}

func (p *thumbParts) paintFailed() {
	s := p.t.state
	bad := s.Failed != "" && s.Picture == nil
	if bad {
		p.alarm.Resource = tinted(theme.WarningIcon(), darkroom.ColorNameFailed)
		p.alarm.Refresh()
		p.failed.text = s.Failed
		p.failed.Refresh()
	}
	show(p.alarm, bad)
}

func (p *thumbParts) paintCaption(radius float32) {
	t := p.t
	visible := t.state.Caption != "" && t.state.Picture != nil && (t.hovered || t.selected)
	p.scrim.FillColor = scrimColor
	p.scrim.BottomLeftCornerRadius, p.scrim.BottomRightCornerRadius = radius, radius
	p.captioned = visible
	if visible {
		p.caption.text, p.caption.color = t.state.Caption, darkroom.ColorNameOnPicture
		p.caption.Refresh()
	}
}

func (p *thumbParts) paintRings(radius float32) {
	t := p.t
	p.ring.FillColor, p.mark.FillColor = noColor, noColor
	p.ring.CornerRadius, p.mark.CornerRadius = radius+ringWidth, radius
	p.ring.StrokeWidth, p.mark.StrokeWidth = ringWidth, ringWidth
	p.ring.StrokeColor = colorOf(t, darkroom.ColorNameAccent)
	if !t.selected {
		p.ring.StrokeColor = colorOf(t, darkroom.ColorNameText)
	}
	p.mark.StrokeColor = colorOf(t, darkroom.ColorNameWindow)
	show(p.ring, t.selected || t.current)
	show(p.mark, t.selected && t.current)
}

// Layout places everything on the picture, not on the cell.
func (p *thumbParts) Layout(cell fyne.Size) {
	size := p.t.pictureSize(cell)
	x, y := (cell.Width-size.Width)/2, (cell.Height-size.Height)/2
	for _, o := range []fyne.CanvasObject{p.base, p.glow, p.picture, p.veil} {
		put(o, x, y, size.Width, size.Height)
	}
	put(p.ring, x-ringWidth, y-ringWidth, size.Width+2*ringWidth, size.Height+2*ringWidth)
	put(p.mark, x, y, size.Width, size.Height)

	large := size.Width >= smallThumb && size.Height >= smallThumb/2
	p.layoutCaption(x, y, size, large && p.captioned)
	p.layoutStar(x, y, size, large && p.t.state.Favourite)
	p.layoutBadge(x, y, large && p.t.state.Badge != "")
	p.layoutRating(x, y, size, large)
	p.layoutFailed(x, y, size)
}

// Hidden parts are not measured: a grid that scrolls lays out some hundred thumbs a second.

func (p *thumbParts) layoutCaption(x, y float32, size fyne.Size, visible bool) {
	show(p.scrim, visible)
	show(p.caption, visible)
	if !visible {
		return
	}
	line := p.caption.lineHeight()
	bar := line + 2*captionPad
	put(p.scrim, x, y+size.Height-bar, size.Width, bar)
	put(p.caption, x+darkroom.Space8, y+size.Height-bar+captionPad, max(size.Width-2*darkroom.Space8, 0), line)
}

func (p *thumbParts) layoutStar(x, y float32, size fyne.Size, visible bool) {
	show(p.starBack, visible)
	show(p.star, visible)
	disc := starSize + 2*captionPad
	put(p.starBack, x+size.Width-disc-cornerInset, y+cornerInset, disc, disc)
	put(p.star, x+size.Width-disc-cornerInset+captionPad, y+cornerInset+captionPad, starSize, starSize)
}

func (p *thumbParts) layoutBadge(x, y float32, visible bool) {
	show(p.badge, visible)
	show(p.badgeWord, visible)
	if !visible {
		return
	}
	word := p.badgeWord.MinSize()
	put(p.badge, x+cornerInset, y+cornerInset, word.Width+2*captionPad, word.Height+2)
	put(p.badgeWord, x+cornerInset+captionPad, y+cornerInset+1, word.Width, word.Height)
}

func (p *thumbParts) layoutFailed(x, y float32, size fyne.Size) {
	if !p.alarm.Visible() {
		show(p.failed, false)
		return
	}
	words := p.failed.MinSize().Height
	top := y + (size.Height-iconSize-darkroom.Space8-words)/2
	if size.Height < iconSize+darkroom.Space8+words || size.Width < smallThumb { // only the icon
		put(p.alarm, x+(size.Width-iconSize)/2, y+(size.Height-iconSize)/2, iconSize, iconSize)
		show(p.failed, false)
		return
	}
	put(p.alarm, x+(size.Width-iconSize)/2, top, iconSize, iconSize)
	put(p.failed, x+darkroom.Space8, top+iconSize+darkroom.Space8, size.Width-2*darkroom.Space8, words)
	show(p.failed, true)
}
