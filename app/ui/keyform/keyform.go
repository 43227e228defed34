// Package keyform is the form for an API key. It says at once when a pasted
// text can't be a key, checks the key with the service, and shows beside the
// entry what is wrong and what to do.
//
// Everything belongs to the UI goroutine, except that Params.Use is called off
// it, through Params.Run. The form keeps the key no longer than needed: the
// entry is emptied when the key was accepted, and by Clear.
package keyform

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/api"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// KeysPage is the website's page of API keys.
const KeysPage = "https://dreamlook.ai/api-keys"

// Params is what the form needs.
type Params struct {
	// Run does work off the UI goroutine and paint on it.
	Run func(work func(ctx context.Context) (paint func()))
	// Use checks a key with the service and stores it. It may block.
	Use func(ctx context.Context, key string) error
	// OnDone is called when the key is in use.
	OnDone func()
	// OnBusy is called when a check starts and ends.
	OnBusy func(busy bool)
	// OnOpen opens a web page.
	OnOpen func(url string)
	// OnCheck opens the check of the service with the entered key. It is offered after the service
	// refused the key; nil: never.
	OnCheck func(key string)
	// Button is the button's text.
	Button string
	// OnCancel leaves the form; nil: no such button.
	OnCancel func()
}

// Form is the entry, its button and the link to KeysPage.
type Form struct {
	params  Params
	content *fyne.Container
	field   *widgets.Field
	entry   *widgets.Entry
	button  *widgets.PrimaryButton
	cancel  *widgets.QuietButton
	check   *widgets.LinkButton
	working *widgets.Progress
	busy    bool
}

// New builds the form.
func New(params Params) *Form {
	f := &Form{params: params}
	f.entry = widgets.NewPasswordEntry()
	f.entry.SetPlaceHolder("dl-…")
	f.entry.OnChanged = f.typed
	f.entry.OnSubmitted = func(string) { f.Submit() }
	f.field = widgets.NewField(message.T("keyform.key"), f.entry)
	f.button = widgets.NewPrimaryButton(params.Button, "", f.Submit)
	f.working = widgets.NewProgress()
	f.working.Hide()
	link := widgets.NewLinkButton(message.T("keyform.page"), func() { params.OnOpen(KeysPage) })
	f.check = widgets.NewLinkButton(message.T("check.title"), func() { params.OnCheck(strings.TrimSpace(f.entry.Text)) })
	f.check.Hide()
	buttons := fyne.CanvasObject(f.button)
	f.cancel = widgets.NewQuietButton(message.T("keyform.cancel"), params.OnCancel)
	if params.OnCancel != nil {
		height := f.button.MinSize().Height
		buttons = container.NewHBox(f.button,
			container.NewGridWrap(fyne.NewSize(f.cancel.MinSize().Width, height), f.cancel))
	}
	const linkInset = 4 // the link's margin for its focus mark
	f.content = arrange.Stack(darkroom.Space12,
		arrange.Stack(darkroom.Space4, f.field, arrange.Inset(-linkInset, 0, 0, container.NewHBox(link, f.check))),
		arrange.Stack(darkroom.Space4, buttons, f.working))
	return f
}

// Object returns the form.
func (f *Form) Object() fyne.CanvasObject { return f.content }

// Focus moves the focus to the entry. on is the form's canvas: Fyne doesn't
// know it before the form was painted.
func (f *Form) Focus(on fyne.Canvas) {
	f.content.MinSize() // and Fyne finds nothing in a form that was never measured
	if on != nil {
		on.Focus(f.entry)
	}
}

// Clear empties the form.
func (f *Form) Clear() {
	f.entry.SetText("")
	f.field.SetError("")
	f.field.SetWarning("")
}

// Submit checks the entered key.
func (f *Form) Submit() {
	if f.busy {
		return
	}
	key, err := api.CleanKey(f.entry.Text)
	if err != nil {
		f.field.SetError(Explain(err))
		return
	}
	f.field.SetError("")
	if !api.UsualKey(key) {
		f.field.SetWarning(unusual()) // also if what was typed before didn't look wrong
	}
	f.setBusy(true)
	background.Try(f.params.Run, func(ctx context.Context) error { return f.params.Use(ctx, key) }, f.done)
}

func (f *Form) done(err error) {
	f.setBusy(false)
	if err != nil {
		f.field.SetError(Explain(err))
		_, asked := errors.AsType[*api.Error](err)
		arrange.Show(f.check, asked && f.params.OnCheck != nil)
		return
	}
	f.Clear()
	if f.params.OnDone != nil {
		f.params.OnDone()
	}
}

func (f *Form) setBusy(busy bool) {
	f.busy = busy
	words := f.params.Button
	if busy {
		words = message.T("keyform.checking")
	}
	f.button.SetText(words)
	for _, w := range []fyne.Disableable{f.entry, f.button, f.cancel} {
		arrange.Enable(w, !busy)
	}
	arrange.Show(f.working, busy)
	f.working.SetIndeterminate(busy)
	if f.params.OnBusy != nil {
		f.params.OnBusy(busy)
	}
}

// typed shows at once what is wrong. What is unusual it shows only if no usual
// key can follow.
func (f *Form) typed(text string) {
	failed, warned := "", ""
	key, err := api.CleanKey(text)
	switch {
	case strings.TrimSpace(text) == "":
	case err != nil:
		failed = Explain(err)
	case !api.UsualKey(key) && !beginning.MatchString(key):
		warned = unusual()
	}
	f.field.SetError(failed)
	f.field.SetWarning(warned)
	f.check.Hide()
}

// unusual warns about a key in another form than all known ones.
func unusual() string { return message.T("keyform.unusual") }

// beginning matches the start of a usual key.
var beginning = regexp.MustCompile(`^(d?|dl|dl-[0-9a-fA-F]{0,31})$`)

// foreign reports whether something other than the service answered.
func foreign(err error) bool {
	told, ok := errors.AsType[*api.Error](err)
	return ok && told.Foreign
}

// Explain says what is wrong with a key and what to do.
func Explain(err error) string {
	switch {
	case errors.As(err, new(*api.KeyFormError)):
		return message.T("keyform.unfit", message.With{"Why": message.Error(err)})
	case errors.Is(err, api.ErrUnauthorized) && foreign(err):
		return message.T("keyform.foreign")
	case errors.Is(err, api.ErrUnauthorized):
		return message.T("keyform.unknown")
	case errors.Is(err, api.ErrRateLimited):
		return message.T("keyform.wait")
	case errors.Is(err, api.ErrServer), errors.Is(err, api.ErrBadAnswer):
		return message.T("keyform.trouble")
	case errors.Is(err, api.ErrNoAnswer):
		return message.T("keyform.unreached")
	case errors.Is(err, context.Canceled):
		return message.T("keyform.canceled")
	}
	return message.T("keyform.failed", message.With{"Why": message.Error(err)})
}
