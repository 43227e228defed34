package ui

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/files"
	"lookbook/app/media"
	"lookbook/app/media/xmp"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// mostTold bounds how much of a text is shown, in characters.
const mostTold = 3000

// exportPreview shows what an exported file tells to whoever gets it. UI goroutine only.
type exportPreview struct {
	tell   func(ctx context.Context, id int64, to files.ExportTo) (files.Preview, error)
	run    background.Run
	canvas fyne.Canvas
	fail   func(key string, err error, with ...message.With)

	busy bool
}

// show makes the copy of a picture in memory and lists what is in it.
func (t *exportPreview) show(id int64, to files.ExportTo) {
	if t.busy {
		return
	}
	t.busy = true
	background.Do(t.run, func(ctx context.Context) (files.Preview, error) { return t.tell(ctx, id, to) }, func(told files.Preview, err error) {
		t.busy = false
		if err != nil {
			t.fail("export.failed", err)
			return
		}
		panel := widgets.NewPopover(toldView(told))
		panel.SetSize(fyne.NewSize(460, 420))
		panel.ShowMiddle(t.canvas)
	})
}

// toldView lists what a file tells.
func toldView(told files.Preview) fyne.CanvasObject {
	title := widgets.NewLabel(message.T("told.title", message.With{"File": told.Name}))
	title.SetBold(true)
	title.SetMinWidth(0)
	form := message.T("told.form", message.With{
		"Format": told.Format.String(), "Width": told.Width, "Height": told.Height, "Size": message.Bytes(uint64(told.Bytes)),
	})
	rows := []fyne.CanvasObject{widgets.NewQuietLabel(form)}
	add := func(label, value string) {
		text := widgets.NewSelectText(shortened(value, mostTold))
		rows = append(rows, widgets.NewField(label, text))
	}
	before := len(rows)
	for _, line := range toldLines(told.Texts) {
		add(line.name, line.value)
	}
	if told.Signed {
		add(message.T("told.signed"), message.T("told.signed.value"))
	}
	if !told.Time.IsZero() {
		add(message.T("told.time"), told.Time.Local().Format(time.DateTime))
	}
	if told.Profile {
		add(message.T("told.profile"), message.T("told.profile.value"))
	}
	for _, line := range toldLines(told.Beside) {
		add(message.T("told.beside", message.With{"Name": line.name}), line.value)
	}
	if len(rows) == before {
		nothing := widgets.NewLabel(message.T("told.nothing"))
		nothing.SetLines(0)
		rows = append(rows, nothing)
	}
	scroll := widgets.NewScrollPane(arrange.Stack(darkroom.Space12, rows...))
	return container.NewBorder(title, nil, nil, nil, scroll)
}

// toldLine is a text under the name by which it is known.
type toldLine struct{ name, value string }

// toldLines are the texts, with the properties of XMP one by one. What a packet
// repeats of another text is listed once.
func toldLines(texts []media.Text) (lines []toldLine) {
	seen := map[toldLine]bool{}
	add := func(name, value string) {
		line := toldLine{name, value}
		if !seen[line] && strings.TrimSpace(value) != "" {
			seen[line] = true
			lines = append(lines, line)
		}
	}
	for _, text := range texts {
		if text.Keyword != media.KeywordXMP {
			add(text.Keyword, text.Value)
			continue
		}
		values, err := xmp.Read([]byte(text.Value))
		if err != nil {
			add(text.Keyword, text.Value)
			continue
		}
		for _, name := range slices.SortedFunc(maps.Keys(values), func(a, b xmp.Name) int {
			return strings.Compare(a.Local+a.Space, b.Local+b.Space)
		}) {
			add(name.Local, strings.Join(values[name], ", "))
		}
	}
	return lines
}

func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
