package ui

import (
	"context"
	"path/filepath"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/media/contactsheet"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// What the captions of a sheet are, in the order in which it is shown.
const (
	captionName = iota
	captionPrompt
	captionNone
)

// sheetQueries are the queries of contact sheets; they run off the UI goroutine.
type sheetQueries interface {
	gallery.GroupQueries
	ImagesByID(ctx context.Context, ids []int64) ([]library.Image, error)
}

// sheetMaker makes contact sheets. UI goroutine only.
type sheetMaker struct {
	make     func(ctx context.Context, to files.SheetTo, p files.Progress) (files.SheetMade, error)
	queries  sheetQueries
	run      background.Run
	tasks    *tasks
	toaster  *toaster
	notices  *notices
	settings *settings.Store
	dialogs  *fileDialogs
	canvas   fyne.Canvas
	now      func() time.Time
	place    func() fyne.CanvasObject
	reveal   func(path string)

	busy bool
}

// ask asks how the sheet should be and where it should go, and makes it.
func (m *sheetMaker) ask(p picked) {
	switch {
	case m.busy:
		m.toaster.show(message.T("export.busy"))
		return
	case len(p.ids) > contactsheet.MaxPictures:
		m.toaster.show(message.N("sheet.too.many", contactsheet.MaxPictures))
		return
	}
	v := m.settings.Current()
	papers := []settings.SheetPaper{settings.SheetPNG, settings.SheetA4, settings.SheetLetter}
	paper := segments.New([]string{"PNG", message.T("sheet.paper.a4"), message.T("sheet.paper.letter")}, nil)
	captions := segments.New([]string{message.T("sheet.caption.name"), message.T("sheet.caption.prompt"), message.T("sheet.caption.none")}, nil)
	columns := widgets.NewNumberEntry(widgets.NumberSpec{Label: message.T("sheet.columns"), Min: 1, Max: contactsheet.MaxColumns})
	for i, known := range papers {
		if v.SheetPaper == known {
			paper.Set(i)
		}
	}
	captions.Set(v.SheetCaption)
	columns.SetValue(widgets.Number{Value: float64(v.SheetColumns), Set: true})
	grid := segments.New([]string{message.T("sheet.order.gallery"), message.T("sheet.order.grid")}, func(int) {})
	grid.Set(0)
	var panel *widgets.Popover
	begin := widgets.NewPrimaryButton(message.T("sheet.make"), "", func() {
		number, ok := columns.Value()
		if !ok {
			return
		}
		panel.Hide()
		m.settings.Update(func(v *settings.Values) {
			v.SheetPaper, v.SheetCaption, v.SheetColumns = papers[paper.Chosen()], captions.Chosen(), int(number.Value)
		})
		m.choose(p, grid.Chosen() == 1)
	})
	title := widgets.NewLabel(message.N("sheet.title", len(p.ids)))
	title.SetBold(true)
	const width, numberWidth = 420, 100
	asGrid := widgets.NewField(message.T("sheet.order"), grid)
	buttons := container.New(widgets.NewLine(darkroom.Space8), layout.NewSpacer(), widgets.NewQuietButton(message.T("cancel"), func() { panel.Hide() }), begin)
	panel = widgets.NewPopover(arrange.Wide(width, arrange.Stack(darkroom.Space12, title,
		arrange.Beside(darkroom.Space12, 0, widgets.NewField(message.T("sheet.paper"), paper), arrange.Wide(numberWidth, columns)),
		widgets.NewField(message.T("sheet.caption"), captions), asGrid, buttons)))
	panel.Show(m.place())
	m.canvas.Focus(begin)
}

// choose asks for the file.
func (m *sheetMaker) choose(p picked, grid bool) {
	v := m.settings.Current()
	extension := ".pdf"
	if v.SheetPaper == settings.SheetPNG {
		extension = ".png"
	}
	name := message.T("sheet.name", message.With{"Day": m.now().Format(time.DateOnly), "Extension": extension})
	m.dialogs.saveFile(message.T("sheet.choose"), name, func(path string) { m.makeAt(p, grid, path) })
}

// makeAt makes the sheet and reports the result.
func (m *sheetMaker) makeAt(p picked, grid bool, path string) {
	m.busy = true
	v := m.settings.Current()
	name := filepath.Base(path)
	to := files.SheetTo{Folder: filepath.Dir(path), Name: name, Paper: map[settings.SheetPaper]contactsheet.Paper{
		settings.SheetA4: contactsheet.A4, settings.SheetLetter: contactsheet.Letter,
	}[v.SheetPaper]}
	to.Sheet = contactsheet.Sheet{Title: shownName(name[:len(name)-len(filepath.Ext(name))]), Columns: v.SheetColumns, Font: theme.DefaultTextFont().Content()}
	work := m.tasks.watched("sheet.doing", func(ctx context.Context, progress files.Progress) func() {
		err := m.fill(ctx, &to, p.ids, grid, v.SheetCaption)
		var made files.SheetMade
		if err == nil {
			made, err = m.make(ctx, to, progress)
		}
		return func() {
			sayMade(m.toaster, m.notices, m.reveal, madeKeys{"sheet.stopped", "sheet.failed", "sheet.nothing", "sheet.done"}, made.Made, err)
			if err == nil && len(made.Lacked) > 0 {
				m.notices.set(noticeAction, widgets.BannerWarning, message.T("sheet.letters", message.With{"Letters": lettersOf(made.Lacked)}))
			}
		}
	})
	background.Do(m.run, func(ctx context.Context) (func(), error) { return work(ctx), nil }, func(paint func(), _ error) {
		m.busy = false
		if paint != nil {
			paint()
		}
	})
}

// lettersOf lists some letters.
func lettersOf(runes []rune) string {
	const most = 30
	list := ""
	for _, r := range runes[:min(len(runes), most)] {
		if list != "" {
			list += " "
		}
		list += string(r)
	}
	if len(runes) > most {
		list += " …"
	}
	return list
}

// fill places the pictures. It runs off the UI goroutine.
func (m *sheetMaker) fill(ctx context.Context, to *files.SheetTo, ids []int64, grid bool, caption int) error {
	images, err := m.queries.ImagesByID(ctx, ids)
	if err != nil {
		return err
	}
	entries, err := m.entries(ctx, images)
	if err != nil {
		return err
	}
	if grid {
		if done, err := m.fillGrid(ctx, to, images, entries); done || err != nil {
			return err
		}
	}
	cells := make([]files.SheetCell, len(images))
	for i, img := range images {
		cells[i] = files.SheetCell{Image: img.ID, Caption: captionOf(img, entries[img.EntryID], caption)}
	}
	to.Sheet.Columns = min(to.Sheet.Columns, max(len(cells), 1))
	for len(cells) > 0 {
		n := min(to.Sheet.Columns, len(cells))
		to.Rows = append(to.Rows, files.SheetRow{Cells: cells[:n]})
		cells = cells[n:]
	}
	return nil
}

func (m *sheetMaker) entries(ctx context.Context, images []library.Image) (map[int64]library.Entry, error) {
	byID := map[int64]library.Entry{}
	var ids []int64
	for _, img := range images {
		if _, seen := byID[img.EntryID]; !seen {
			byID[img.EntryID] = library.Entry{}
			ids = append(ids, img.EntryID)
		}
	}
	entries, err := m.queries.EntriesByID(ctx, ids)
	for _, e := range entries {
		byID[e.ID] = e
	}
	return byID, err
}

// fillGrid places all pictures of the variations to which the first picture
// belongs, with their values as titles; done: it belongs to some.
func (m *sheetMaker) fillGrid(ctx context.Context, to *files.SheetTo, images []library.Image, entries map[int64]library.Entry) (done bool, err error) {
	if len(images) == 0 {
		return false, nil
	}
	first := entries[images[0].EntryID]
	if first.Submission == nil || first.Submission.Group == nil {
		return false, nil
	}
	group, order := first.Submission.Group.ID, images[0].Order
	ids, err := m.queries.GroupEntryIDs(ctx, group)
	if err != nil {
		return false, err
	}
	all, err := m.queries.EntriesByID(ctx, ids)
	if err != nil {
		return false, err
	}
	pictures, err := m.queries.GroupImages(ctx, group, order)
	if err != nil {
		return false, err
	}
	table := gallery.TableOf(group, order, all, pictures)
	to.Sheet.Columns, to.Sheet.ColumnTitles = len(table.Columns), table.Columns
	for _, row := range table.Rows {
		placed := files.SheetRow{Title: row.Title}
		for _, id := range row.Images {
			placed.Cells = append(placed.Cells, files.SheetCell{Image: id})
		}
		to.Rows = append(to.Rows, placed)
	}
	return true, nil
}

// captionOf is the caption of a picture.
func captionOf(img library.Image, e library.Entry, caption int) string {
	switch caption {
	case captionName:
		name := shownName(img.Path)
		return name[:len(name)-len(filepath.Ext(name))]
	case captionPrompt:
		words := img.Asked(e.Job).Prompt
		if img.Generated.Seed != nil {
			return message.T("sheet.caption.seed", message.With{"Seed": strconv.FormatInt(*img.Generated.Seed, 10), "Prompt": shortened(words, 300)})
		}
		return shortened(words, 300)
	}
	return ""
}
