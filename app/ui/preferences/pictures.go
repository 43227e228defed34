package preferences

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
	"github.com/dustin/go-humanize"

	"lookbook/api/redact"
	"lookbook/app/ui/arrange"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func (v *View) buildPictures() fyne.CanvasObject {
	v.folder = widgets.NewLabel("")
	v.folder.SetMinWidth(0)
	choose := widgets.NewQuietButton("Choose …", v.params.ChooseFolder)
	show := widgets.NewQuietButton("Show in folder", v.params.ShowFolder)
	v.folderField = widgets.NewField("Folder", arrange.Line(darkroom.Space8, v.folder, choose, show))

	v.template = widget.NewEntry()
	v.template.OnChanged = v.templateTyped
	v.templateField = widgets.NewField("File names", v.template)
	v.preview = widgets.NewQuietLabel("")
	v.preview.SetMinWidth(0)
	words := paragraph("Words in braces stand for what belongs to the picture: {" + strings.Join(v.params.Words, "} {") + "}")
	return group("Pictures", v.folderField, arrange.Stack(darkroom.Space4, v.templateField, v.preview, words))
}

// SetFolder shows the folder for pictures, and why nothing can be saved there.
func (v *View) SetFolder(folder, why string) {
	v.folder.SetText(folder)
	v.folderField.SetError(why)
}

func (v *View) setTemplate(template string) {
	v.filling = true
	v.template.SetText(template)
	v.filling = false
	v.showPreview(template)
}

func (v *View) templateTyped(template string) {
	if v.filling {
		return
	}
	if clean := redact.Text(template); clean != template { // it would be in the name of every picture
		v.template.SetText(clean)
		return
	}
	if v.showPreview(template) {
		v.params.OnTemplate(template)
	}
}

// showPreview reports whether the template is good.
func (v *View) showPreview(template string) bool {
	name, err := v.params.PreviewName(template)
	if err != nil {
		v.templateField.SetError(sentence(err.Error()))
		v.preview.Hide()
		return false
	}
	v.templateField.SetError("")
	v.preview.SetText(name)
	v.preview.Show()
	return true
}

// sentence gives words a capital and a full stop.
func sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(words[size:], ".") + "."
}

func (v *View) buildCache() fyne.CanvasObject {
	v.cache = widgets.NewQuietLabel("")
	v.cache.SetMinWidth(0)
	v.clearCache = widgets.NewQuietButton("Clear", v.emptyCache)
	v.measureCache()
	return group("Thumbnails", arrange.Line(darkroom.Space8, v.cache, v.clearCache),
		paragraph("Small copies that make the gallery quick. They are made again when they are needed; your pictures stay."))
}

func (v *View) measureCache() {
	v.params.Run(func(ctx context.Context) func() {
		size, err := v.params.CacheSize(ctx)
		return func() {
			if err != nil {
				v.say(v.cache, widgets.ToneFailed, "Their size can't be told: "+err.Error())
				return
			}
			v.say(v.cache, widgets.ToneText, humanize.IBytes(uint64(max(0, size)))+" on this computer")
		}
	})
}

func (v *View) emptyCache() {
	v.clearCache.Disable()
	v.params.Run(func(ctx context.Context) func() {
		err := v.params.ClearCache(ctx)
		return func() {
			v.clearCache.Enable()
			if err != nil {
				v.say(v.cache, widgets.ToneFailed, "They could not be deleted: "+err.Error())
				return
			}
			v.measureCache()
		}
	})
}

func (v *View) say(l *widgets.Label, tone widgets.Tone, words string) {
	l.SetTone(tone)
	l.SetText(words)
}
