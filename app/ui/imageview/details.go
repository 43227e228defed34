package imageview

import (
	"slices"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/imageview/facts"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// details shows marks and parameters beside the picture, as selectable text.
type details struct {
	widget.BaseWidget
	actions *Actions
	models  facts.Models
	facts   *factList
	family  *familyList
	column  *fyne.Container
	scroll  *widgets.ScrollPane
	img     library.Image
	job     *library.Entry
	asked   bool // the job was read, or could not be
	stale   bool // it may have changed since

	signedOf    library.Image // the picture whose credentials are known or being read
	credentials files.Credentials

	// acted is called after every action, which may have taken the focus.
	acted func()

	favourite              *widgets.Favourite
	stars                  *widgets.Stars
	rejected               *widgets.Label
	tags                   *fyne.Container
	tagged                 []string // the shown tags
	seed, copySeed, folder *widgets.QuietButton
	marks, buttons         fyne.CanvasObject
}

func newDetails(p *Params, v *view) *details {
	d := &details{actions: &p.Actions, models: p.ModelName, acted: v.Focus}
	d.facts = newFactList(p.Canvas, func() {
		d.settle()
		d.acted()
	})
	d.family = newFamilyList(p, v.Focus)
	d.marks = d.buildMarks(v.favour, v.rate)
	d.buttons = d.buildButtons()
	d.column = arrange.Inset(darkroom.Space16, darkroom.Space12, darkroom.Space16, arrange.Stack(darkroom.Space16, d.marks, d.facts.rows, d.family.rows))
	d.scroll = widgets.NewScrollPane(d.column)
	d.facts.reveal = d.scroll.ScrollTo
	d.ExtendBaseWidget(d)
	return d
}

// buildMarks makes the star, the rating and the tags.
func (d *details) buildMarks(favour func(bool), rate func(int)) fyne.CanvasObject {
	d.favourite = newFavourite(favour)
	d.stars = widgets.NewStars(0, rate)
	d.stars.Tip = starTip
	d.rejected = newRejected()
	d.tags = container.New(arrange.NewWrap(darkroom.Space4, 0))
	d.fillTags()
	return arrange.Stack(darkroom.Space8,
		// The stars, not the edges of their widgets, align with the words.
		container.New(layout.NewCustomPaddedLayout(0, 0, -6, 0), container.New(widgets.NewLine(0), d.favourite, d.stars, d.rejected)),
		d.tags)
}

func starTip(stars int) string {
	if stars == 1 { // the first star explains how to clear the rating
		return message.T("imageview.star")
	}
	return message.N("imageview.stars", stars)
}

func (d *details) buildButtons() fyne.CanvasObject {
	button := func(text string, do func(library.Image)) *widgets.QuietButton {
		return widgets.NewQuietButton(text, func() {
			do(d.img)
			d.acted()
		})
	}
	d.seed = button(message.T("imageview.seed.use"), d.actions.UseSeed)
	d.copySeed = button(message.T("imageview.seed.copy"), d.actions.CopySeed)
	d.folder = button(message.T("imageview.show.folder"), d.actions.ShowInFolder)
	return arrange.Stack(darkroom.Space4,
		button(message.T("imageview.use"), d.actions.UseAll),
		arrange.Columns(darkroom.Space4, d.seed, d.folder),
		arrange.Columns(darkroom.Space4, button(message.T("imageview.prompt.copy"), d.actions.CopyPrompt), d.copySeed),
		button(message.T("imageview.copy.all"), d.actions.CopyAll))
}

// CreateRenderer puts the parts together.
func (d *details) CreateRenderer() fyne.WidgetRenderer {
	inset := layout.NewCustomPaddedLayout(darkroom.Space16, darkroom.Space16, darkroom.Space16, darkroom.Space16)
	foot := container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.NewHairline(), container.New(inset, d.buttons))
	edge := container.NewBorder(nil, nil, widgets.NewVerticalHairline(), nil)
	body := container.NewStack(container.New(layout.NewBorderLayout(nil, foot, nil, nil), foot, d.scroll), edge)
	return renderer(d, widgets.NewSurface(darkroom.ColorNamePane, body))
}

// image shows another picture, or new values of the same one.
func (d *details) image(img library.Image) {
	if d.img.EntryID != img.EntryID {
		d.job, d.asked = nil, false
		d.facts.fold()
		d.scroll.ScrollToTop()
	}
	d.img = img
	if !sameFile(img, d.signedOf) {
		d.credentials = files.NoCredentials
	}
	d.favourite.SetOn(img.Marks.Favourite)
	d.stars.SetRating(img.Marks.Rating)
	if rejected := img.Marks.Rating < 0; rejected != d.rejected.Visible() {
		arrange.Show(d.rejected, rejected)
		d.settle()
	}
	if !slices.Equal(d.tagged, img.Marks.Tags) {
		d.fillTags()
		d.settle()
	}
	arrange.Enable(d.seed, img.Generated.Seed != nil)
	arrange.Enable(d.copySeed, img.Generated.Seed != nil)
	arrange.Enable(d.folder, img.Path != "" && img.State != library.ImageGone)
	if d.asked {
		d.fill()
	}
}

// doubt makes the job be read again; its known values stay visible until then.
func (d *details) doubt() { d.stale = true }

// knows reports whether the job of an entry was read, or could not be.
func (d *details) knows(entry int64) bool { return d.asked && !d.stale && d.img.EntryID == entry }

// entry sets the job of the picture; nil: it could not be read.
func (d *details) entry(e *library.Entry) {
	d.job, d.asked, d.stale = e, true, false
	d.fill()
}

// sameFile reports whether two pictures are the same, in the same file.
func sameFile(a, b library.Image) bool { return a.ID == b.ID && a.Path == b.Path && a.Bytes == b.Bytes }

// asksCredentials reports whether to read the content credentials of the shown
// picture, and assumes that the caller does.
func (d *details) asksCredentials() bool {
	if d.img.State != library.ImageSaved || sameFile(d.img, d.signedOf) {
		return false
	}
	d.signedOf = d.img
	return true
}

// signed sets the credentials of a picture.
func (d *details) signed(of library.Image, is files.Credentials) {
	if !sameFile(of, d.img) || d.credentials == is {
		return
	}
	if d.credentials = is; d.asked {
		d.fill()
	}
}

func (d *details) fill() {
	if d.facts.show(facts.Of(d.img, d.job, d.credentials, d.models)) {
		d.settle()
	}
}

// settle lays everything out again: wrapped text has its height only after its
// width is known.
func (d *details) settle() {
	d.column.Refresh()
	d.scroll.Refit()
}

// fillTags shows each tag with a remove button, and a button for more.
func (d *details) fillTags() {
	d.tagged = slices.Clone(d.img.Marks.Tags)
	d.tags.RemoveAll()
	for _, tag := range d.tagged {
		chip := widgets.NewFilterChip(tag, "")
		chip.SetRemoveTip(message.T("imageview.tag.remove"))
		chip.OnRemoved = func() {
			d.actions.Mark([]library.Image{d.img}, library.Marking{RemoveTags: []string{tag}})
			d.acted()
		}
		d.tags.Add(chip)
	}
	words := message.T("imageview.tag")
	if len(d.tagged) == 0 {
		words = message.T("imageview.tag.first")
	}
	d.tags.Add(widgets.NewQuietLink(words, func() { d.actions.Tag(d.img) }))
}
