package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// Action is a button: its words and its function.
type Action struct {
	Text string
	Run  func()
}

// BannerKind is the kind of a banner's message.
type BannerKind int

const (
	BannerInfo BannerKind = iota
	BannerWarning
	BannerFailed
)

func (k BannerKind) colorName() fyne.ThemeColorName {
	switch k {
	case BannerWarning:
		return darkroom.ColorNameWarning
	case BannerFailed:
		return darkroom.ColorNameFailed
	}
	return darkroom.ColorNameQuiet
}

func (k BannerKind) icon() fyne.Resource {
	switch k {
	case BannerWarning:
		return theme.WarningIcon()
	case BannerFailed:
		return theme.ErrorIcon()
	}
	return theme.InfoIcon()
}

// Banner shows a message across a pane, with actions. The words may come from anywhere and have any length: of a long
// text the first lines are shown, with a link to the rest.
type Banner struct {
	widget.BaseWidget
	kind    BannerKind
	words   *textBlock
	actions []*LinkButton
	whole   *wholeText
	close   *IconButton
}

// NewBanner returns a banner. It is as high as its words, up to four lines.
func NewBanner(kind BannerKind, text string, actions ...Action) *Banner {
	b := &Banner{words: bodyText("")}
	b.words.lines, b.words.most, b.words.minimum = 0, foldedLines, 0
	b.whole = newWholeText()
	b.ExtendBaseWidget(b)
	b.fill(kind, text, actions)
	return b
}

// SetContent replaces the whole content.
func (b *Banner) SetContent(kind BannerKind, text string, actions ...Action) {
	b.fill(kind, text, actions)
	b.Refresh()
}

// SetOnDismissed shows a close button at the right that calls dismissed; nil removes it. The caller hides the banner.
func (b *Banner) SetOnDismissed(tip string, dismissed func()) {
	b.close = nil
	if dismissed != nil {
		b.close = NewIconButton(theme.CancelIcon(), tip, dismissed)
	}
	b.Refresh()
}

// Text returns the banner's words.
func (b *Banner) Text() string { return b.words.text }

func (b *Banner) fill(kind BannerKind, text string, actions []Action) {
	b.kind = kind
	b.words.text = text
	b.whole.tell(text)
	b.actions = nil
	for _, action := range actions {
		b.actions = append(b.actions, NewLinkButton(action.Text, action.Run))
	}
}

// CreateRenderer is Fyne's.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	fill, icon := canvas.NewRectangle(nil), canvas.NewImageFromResource(nil)
	r := &bannerRenderer{b: b, box: fill, icon: icon}
	r.paint()
	if size := b.Size(); !size.IsZero() {
		r.Layout(size)
	}
	return r
}

// bannerRenderer has as many buttons as the content needs.
type bannerRenderer struct {
	b       *Banner
	box     *canvas.Rectangle
	icon    *canvas.Image
	objects []fyne.CanvasObject
}

func (r *bannerRenderer) Destroy()                     {}
func (r *bannerRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *bannerRenderer) paint() {
	name := r.b.kind.colorName()
	edge := color.NRGBAModel.Convert(colorOf(r.b, name)).(color.NRGBA)
	tint := edge
	tint.A = 0x1C
	edge.A = 0x66
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = tint, edge, 1
	r.box.CornerRadius = sizeOf(r.b, darkroom.SizeNameRadius)
	r.icon.Resource = tinted(r.b.kind.icon(), name)
	r.icon.Refresh()
	r.list()
}

func (r *bannerRenderer) list() {
	r.objects = []fyne.CanvasObject{r.box, r.icon, r.b.words}
	for _, action := range r.b.actions {
		r.objects = append(r.objects, action)
	}
	if !r.b.whole.link.Hidden {
		r.objects = append(r.objects, r.b.whole.link)
	}
	if r.b.close != nil {
		r.objects = append(r.objects, r.b.close)
	}
}

func (r *bannerRenderer) Refresh() {
	r.paint()
	r.b.words.Refresh()
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

// bannerLeft is where the words start, after the icon.
const bannerLeft = darkroom.Space12 + iconSize + darkroom.Space8

// Layout puts the actions beside the words if there is room, otherwise below them.
func (r *bannerRenderer) Layout(size fyne.Size) {
	put(r.box, 0, 0, size.Width, size.Height)
	right := r.right(size.Width)
	r.fold(size.Width)
	if r.b.close != nil {
		put(r.b.close, right, darkroom.Space4, controlHeight, controlHeight)
	}
	line := r.b.words.lineHeight()
	put(r.icon, darkroom.Space12, darkroom.Space8+(line-iconSize)/2, iconSize, iconSize)
	if r.beside(size.Width) {
		right -= r.actionsWidth()
		r.b.words.Move(fyne.NewPos(bannerLeft, darkroom.Space8))
		r.b.words.Resize(fyne.NewSize(max(right-bannerLeft-darkroom.Space8, 0), max(size.Height-2*darkroom.Space8, 0)))
		r.placeActions(right, darkroom.Space8-2, size.Width)
		return
	}
	width := max(right-bannerLeft, 0)
	r.b.words.Move(fyne.NewPos(bannerLeft, darkroom.Space8))
	r.b.words.Resize(fyne.NewSize(width, r.b.words.Size().Height))
	height := r.b.words.MinSize().Height
	r.b.words.Resize(fyne.NewSize(width, height))
	r.placeActions(bannerLeft-darkroom.Space4, darkroom.Space8+height+darkroom.Space4, size.Width)
}

// right is where the words end if only the close button is beside them.
func (r *bannerRenderer) right(width float32) float32 {
	width -= darkroom.Space8
	if r.b.close != nil {
		width -= controlHeight
	}
	return width
}

// fold offers the whole text if it doesn't fit.
func (r *bannerRenderer) fold(width float32) {
	room := r.right(width) - bannerLeft
	if len(r.b.actions) == 0 { // the text then ends as if there were actions beside it
		room -= darkroom.Space8
	}
	if fits := room <= 0 || !r.b.words.cutAt(room); fits != r.b.whole.link.Hidden {
		r.b.whole.link.Hidden = fits
		r.list()
	}
}

// actions returns the visible actions.
func (r *bannerRenderer) actions() []*LinkButton {
	if r.b.whole.link.Hidden {
		return r.b.actions
	}
	return append(slices.Clip(r.b.actions), r.b.whole.link)
}

// placeActions puts the actions side by side from x and y on, on as many lines
// as the width needs.
func (r *bannerRenderer) placeActions(x, y, width float32) {
	for i, at := range r.flow(x, width) {
		action := r.actions()[i]
		min := action.MinSize()
		put(action, at.X, y+at.Y, min.Width, min.Height)
	}
}

// flow returns the position of each action, from x and 0 on.
func (r *bannerRenderer) flow(x, width float32) []fyne.Position {
	actions := r.actions()
	places := make([]fyne.Position, len(actions))
	at := fyne.NewPos(x, 0)
	for i, action := range actions {
		min := action.MinSize()
		if at.X > x && at.X+min.Width > width-darkroom.Space8 {
			at = fyne.NewPos(x, at.Y+min.Height)
		}
		places[i] = at
		at.X += min.Width + darkroom.Space8
	}
	return places
}

func (r *bannerRenderer) actionsWidth() float32 {
	width := float32(0)
	for _, action := range r.b.actions {
		width += action.MinSize().Width + darkroom.Space8
	}
	return width
}

func (r *bannerRenderer) beside(width float32) bool {
	if width <= 0 { // not placed yet: probably one line
		return true
	}
	room := width - 3*darkroom.Space12 - iconSize
	return r.b.whole.link.Hidden && (len(r.b.actions) == 0 || r.b.words.measure(r.b.words.text)+r.actionsWidth() < room)
}

func (r *bannerRenderer) MinSize() fyne.Size {
	r.fold(r.b.Size().Width)
	height := r.b.words.MinSize().Height + 2*darkroom.Space8
	if actions := r.actions(); len(actions) > 0 && !r.beside(r.b.Size().Width) {
		places := r.flow(bannerLeft-darkroom.Space4, r.b.Size().Width)
		height += places[len(places)-1].Y + actions[0].MinSize().Height + darkroom.Space4
	}
	return fyne.NewSize(160, height)
}
