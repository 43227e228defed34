package imageview

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/culling"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// kind is a set of views.
type kind int

const (
	viewing kind = 1 << iota
	comparing
	sliding
	dueling
	reviewing
	following
	everywhere = viewing | comparing | sliding | reviewing
	zooming    = viewing | comparing | dueling | reviewing | following
)

// command is an action of a key or a tool. It applies in the views that it has a function for, or with do in those of
// in.
type command struct {
	keys   []fyne.KeyName
	chars  string       // characters, not keys, because layouts place them differently
	ctrl   fyne.KeyName // with Ctrl, or ⌘
	once   bool         // a held key acts only once
	fitted bool         // only while the image is fitted: otherwise arrows move it
	tool   tool         // on the bar; nil: not there
	spare  bool         // the tool is left out of a narrow bar

	viewer    func(*Viewer)
	compare   func(*Compare)
	duel      func(*Duel)
	slideshow func(*Slideshow)
	review    func(*Review)
	follower  func(*Follower)
	in        kind
	do        func(*view)
}

// tool makes the control of a command on the bar.
type tool func(v *view, press func()) fyne.CanvasObject

// commands is the table of all keys and tools, in the order of the bar. The image itself handles + and −, the wheel and
// the pointer.
func commands() []command {
	keys := func(names ...fyne.KeyName) []fyne.KeyName { return names }
	table := []command{
		{
			keys: keys(fyne.KeyLeft, fyne.KeyPageUp), tool: icon(theme.NavigateBackIcon, message.T("imageview.previous")),
			viewer: (*Viewer).previous, slideshow: (*Slideshow).previous, review: (*Review).previous, follower: (*Follower).previous,
		},
		{tool: placeFigures, in: viewing | sliding | reviewing},
		{
			keys: keys(fyne.KeyRight, fyne.KeyPageDown), tool: icon(theme.NavigateNextIcon, message.T("imageview.next")),
			viewer: (*Viewer).next, slideshow: (*Slideshow).next, review: (*Review).next, follower: (*Follower).next,
		},
		{keys: keys(fyne.KeyUp), viewer: (*Viewer).previous, review: (*Review).previous, follower: (*Follower).previous},
		{keys: keys(fyne.KeyDown, fyne.KeySpace), viewer: (*Viewer).next, review: (*Review).next, follower: (*Follower).next},
		{keys: keys(fyne.KeyHome), viewer: (*Viewer).first, review: (*Review).first},
		{keys: keys(fyne.KeyEnd), viewer: (*Viewer).last, review: (*Review).last},

		{keys: keys(fyne.KeyLeft), fitted: true, compare: func(c *Compare) { c.one.step(-1) }},
		{keys: keys(fyne.KeyRight), fitted: true, compare: func(c *Compare) { c.one.step(1) }},
		{keys: keys(fyne.KeyUp), fitted: true, compare: func(c *Compare) { c.neighbour(-1) }},
		{keys: keys(fyne.KeyDown), fitted: true, compare: func(c *Compare) { c.neighbour(1) }},
		{ctrl: fyne.KeyLeft, compare: func(c *Compare) { c.one.moveTo(c.one.at - lineStep) }},
		{ctrl: fyne.KeyRight, compare: func(c *Compare) { c.one.moveTo(c.one.at + lineStep) }},
		{
			keys: keys(fyne.KeyPageUp), tool: icon(theme.NavigateBackIcon, message.T("imageview.compare.previous")),
			compare: func(c *Compare) { c.swap(-1) },
		},
		{
			keys: keys(fyne.KeyPageDown, fyne.KeyN), tool: icon(theme.NavigateNextIcon, message.T("imageview.compare.next")),
			compare: func(c *Compare) { c.swap(1) },
		},
		{keys: keys(fyne.KeyC), once: true, tool: icon(theme.ContentAddIcon, message.T("imageview.compare.add")), compare: (*Compare).add},
		{keys: keys(fyne.KeyBackspace), once: true, compare: func(c *Compare) { c.drop(c.active) }},

		{keys: keys(fyne.KeyLeft), once: true, duel: func(d *Duel) { d.step(-1) }},
		{keys: keys(fyne.KeyRight), once: true, duel: func(d *Duel) { d.step(1) }},
		{keys: keys(fyne.KeyDown, fyne.KeySpace), once: true, duel: func(d *Duel) { d.choose(0) }},
		{keys: keys(fyne.KeyBackspace), ctrl: fyne.KeyZ, once: true, duel: (*Duel).undo},
		{keys: keys(fyne.KeyReturn, fyne.KeyEnter), once: true, duel: (*Duel).accept},
		{keys: keys(fyne.KeyP), once: true, duel: (*Duel).savePreset},
		{keys: keys(fyne.KeyU), once: true, duel: (*Duel).useSettings},

		{keys: keys(fyne.KeyS), once: true, tool: splitTool, compare: func(c *Compare) { c.one.toggle(split) }},
		{keys: keys(fyne.KeyB), once: true, tool: blinkTool, compare: func(c *Compare) { c.one.toggle(blinking) }},
		{keys: keys(fyne.KeySpace), once: true, compare: func(c *Compare) { c.one.toggleGoing() }},

		{tool: gap, in: everywhere | dueling},
		{spare: true, tool: icon(theme.ZoomOutIcon, message.T("imageview.zoom.out")), in: zooming, do: zoom(func(z *widgets.ZoomImage) { z.ZoomBy(-1) })},
		{spare: true, tool: zoomFigures, in: zooming},
		{spare: true, tool: icon(theme.ZoomInIcon, message.T("imageview.zoom.in")), in: zooming, do: zoom(func(z *widgets.ZoomImage) { z.ZoomBy(1) })},
		{ctrl: fyne.Key0, tool: words(message.T("imageview.zoom.fit")), in: zooming, do: zoom((*widgets.ZoomImage).Fit)},
		{ctrl: fyne.Key1, tool: words(message.Percent(100)), in: zooming, do: zoom((*widgets.ZoomImage).Actual)},
		{keys: keys(fyne.KeyZ), once: true, in: zooming, do: zoom(toggleActual)},
		{keys: keys(fyne.KeyL), once: true, tool: linkTool, compare: (*Compare).toggleLink},

		{keys: keys(fyne.KeySpace), tool: playTool, slideshow: (*Slideshow).togglePlaying},
		{
			keys: keys(fyne.KeyDown), chars: "-−", tool: icon(theme.ContentRemoveIcon, message.T("imageview.slideshow.faster")),
			slideshow: func(s *Slideshow) { s.setInterval(-1) },
		},
		{tool: intervalFigures, in: sliding},
		{
			keys: keys(fyne.KeyUp), chars: "+", tool: icon(theme.ContentAddIcon, message.T("imageview.slideshow.slower")),
			slideshow: func(s *Slideshow) { s.setInterval(1) },
		},
		{keys: keys(fyne.KeyR), tool: shuffleTool, slideshow: (*Slideshow).toggleShuffled},

		{tool: gap, in: everywhere | dueling | following},
		{
			keys: keys(fyne.KeyC), once: true, tool: icon(theme.GridIcon, message.T("imageview.compare")), in: viewing,
			do: act(func(p *Params) func(library.Image) { return p.compare }),
		},
		{
			keys: keys(fyne.KeyS), once: true, tool: icon(theme.MediaPlayIcon, message.T("imageview.slideshow")), in: viewing,
			do: act(func(p *Params) func(library.Image) { return p.slideshow }),
		},
		{keys: keys(fyne.KeyF11), tool: icon(theme.ViewFullScreenIcon, message.T("imageview.full")), in: everywhere | dueling, do: (*view).toggleFull},
		{keys: keys(fyne.KeyDelete), once: true, tool: icon(theme.DeleteIcon, message.T("imageview.trash")), in: viewing, do: (*view).trash},
		{keys: keys(fyne.KeyDelete), once: true, in: comparing, do: (*view).trash},
		{keys: keys(fyne.KeyI), once: true, tool: icon(theme.InfoIcon, message.T("imageview.parameters")), in: viewing, do: (*view).toggleSide},
		{keys: keys(fyne.KeyI), once: true, tool: icon(theme.InfoIcon, message.T("imageview.differences")), in: comparing, do: (*view).toggleSide},

		{keys: keys(fyne.KeyO), once: true, viewer: (*Viewer).openParent},
		{chars: "!", once: true, in: everywhere | following, do: (*view).toggleRejected},
		{chars: culling.Pick, once: true, in: everywhere | following, do: judge(library.Picked)},
		{chars: culling.Reject, once: true, in: everywhere | following, do: judge(library.Rejected)},
		{chars: culling.Neither, once: true, in: everywhere | following, do: judge(library.Neither)},
		{keys: keys(fyne.KeyF), chars: ".", once: true, in: everywhere | following, do: (*view).toggleFavourite},
		{
			keys: keys(fyne.KeyT), once: true, in: viewing | comparing,
			do: act(func(p *Params) func(library.Image) { return p.Actions.Tag }),
		},
		{
			ctrl: fyne.KeyC, in: viewing | comparing,
			do: act(func(p *Params) func(library.Image) { return p.Actions.CopyImage }),
		},

		{keys: keys(fyne.KeyF11), tool: icon(theme.ViewFullScreenIcon, message.T("imageview.full")), follower: (*Follower).fullScreen},
		{keys: keys(fyne.KeyEscape), tool: icon(theme.CancelIcon, message.T("imageview.close")), follower: (*Follower).escape},
		{ctrl: fyne.KeyZ, in: following, do: func(v *view) { v.p.Actions.Undo() }},
		{ctrl: fyne.KeyW, follower: func(f *Follower) { f.left() }},
		{ctrl: fyne.KeyZ, review: (*Review).undo},
		{keys: keys(fyne.KeyDelete), once: true, tool: icon(theme.DeleteIcon, message.T("imageview.trash")), review: (*Review).remove},
		{keys: keys(fyne.KeyReturn, fyne.KeyEnter), once: true, review: (*Review).enter},
		{keys: keys(fyne.KeyEscape), tool: icon(theme.CancelIcon, message.T("imageview.review.stop")), review: (*Review).Close},

		{keys: keys(fyne.KeyEscape), in: viewing | comparing | dueling, do: (*view).leave},
		{keys: keys(fyne.KeyReturn, fyne.KeyEnter), tool: icon(theme.CancelIcon, message.T("imageview.close")), viewer: (*Viewer).Close},
		{keys: keys(fyne.KeyReturn, fyne.KeyEnter), compare: (*Compare).choose},
		{tool: icon(theme.CancelIcon, message.T("imageview.back")), compare: (*Compare).Close},
		{tool: icon(theme.CancelIcon, message.T("duel.stop")), duel: (*Duel).Close},
		{keys: keys(fyne.KeyEscape), tool: icon(theme.CancelIcon, message.T("imageview.slideshow.end")), slideshow: (*Slideshow).Close},
	}
	for stars := range search.HighestRating + 1 {
		table = append(table, command{
			chars: strconv.Itoa(stars), once: true, in: everywhere | following, do: func(v *view) { v.rateAndGo(stars) },
		})
	}
	return table
}

// Shortcuts are rows of the window's table of actions: the keys of these views that a person needs
// first.
func Shortcuts() []actions.Action {
	row := func(id string, keys ...string) actions.Action {
		return actions.Action{ID: id, Fixed: actions.On(keys...), Sheet: actions.SheetOne}
	}
	return []actions.Action{
		row("imageview.shortcut.step", "←", "→"),
		row("imageview.shortcut.zoom", "+", "-", "Z"),
		row("imageview.shortcut.fit", "Ctrl+0", "Ctrl+1"),
		row("imageview.shortcut.parameters", "I"),
		row("imageview.shortcut.judge", "P", "X", "U"),
		row("imageview.shortcut.parent", "O"),
		row("imageview.shortcut.marks", "F", "T", "C", "S"),
		row("imageview.shortcut.back", "⎋"),
	}
}

// bound is a command of a view, with its function there.
type bound struct {
	command
	run func() // nil: it can't be triggered
}

// commandsOf returns the commands of a view.
func commandsOf(v *view) []bound {
	var list []bound
	for _, c := range commands() {
		b := bound{command: c}
		switch s := v.stage.(type) {
		case *Viewer:
			b.run = bind(c.viewer, s)
		case *Compare:
			b.run = bind(c.compare, s)
		case *Duel:
			b.run = bind(c.duel, s)
		case *Slideshow:
			b.run = bind(c.slideshow, s)
		case *Review:
			b.run = bind(c.review, s)
		case *Follower:
			b.run = bind(c.follower, s)
		}
		applies := b.run != nil
		if c.in&v.kind != 0 {
			applies, b.run = true, bind(c.do, v)
		}
		if applies {
			list = append(list, b)
		}
	}
	return list
}

func bind[T any](do func(T), with T) func() {
	if do == nil {
		return nil
	}
	return func() { do(with) }
}

// tools makes the bar's tools; a narrow bar leaves the spare ones out.
func (v *view) tools() (line *fyne.Container, spare []fyne.CanvasObject) {
	line = container.New(widgets.NewLine(darkroom.Space4))
	for _, c := range v.keys.commands {
		if c.tool != nil {
			made := c.tool(v, func() {
				c.run()
				if v.kind == sliding {
					v.Focus() // the button must not react to the space bar
				}
			})
			line.Add(made)
			if c.spare {
				spare = append(spare, made)
			}
		}
	}
	return line, spare
}

func icon(of func() fyne.Resource, tip string) tool {
	return func(_ *view, press func()) fyne.CanvasObject { return widgets.NewIconButton(of(), tip, press) }
}

func words(text string) tool {
	return func(_ *view, press func()) fyne.CanvasObject { return widgets.NewQuietButton(text, press) }
}

func gap(*view, func()) fyne.CanvasObject              { return layout.NewSpacer() }
func placeFigures(v *view, _ func()) fyne.CanvasObject { return v.place }
func zoomFigures(v *view, _ func()) fyne.CanvasObject  { return v.zoom }

// figures makes a label for numbers, with the width of widest.
func figures(widest string) *widgets.Label {
	label := widgets.NewFigures("", widest)
	label.SetAlign(fyne.TextAlignCenter)
	return label
}

// zoom returns a function that acts on the current image.
func zoom(do func(*widgets.ZoomImage)) func(*view) {
	return func(v *view) { do(v.stage.keyboard().(*widgets.ZoomImage)) }
}

func toggleActual(image *widgets.ZoomImage) {
	if image.Fitted() {
		image.Actual()
	} else {
		image.Fit()
	}
}

// judge returns a function that decides about the current image.
func judge(verdict library.Verdict) func(*view) {
	return func(v *view) { v.judge(verdict) }
}

// act returns a function by which the window acts on the current image.
func act(which func(*Params) func(library.Image)) func(*view) {
	return func(v *view) {
		if do, img := which(v.p), v.stage.meant(); do != nil && img != nil {
			do(*img)
		}
	}
}
