package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// rescan looks through the pictures folder for pictures that were moved and
// for those that are not on the list, with a note that can stop it.
func (w *Window) rescan() {
	if w.session == nil || w.stopRescan != nil {
		return
	}
	if w.looking() {
		w.views.Close() // the notes are behind it
	}
	ctx, stop := context.WithCancel(context.Background())
	w.stopRescan = stop
	s := w.session
	background.Do(w.run, func(program context.Context) (files.RescanResult, error) {
		defer context.AfterFunc(program, stop)()
		return s.Engine.Files.Rescan(ctx)
	}, func(result files.RescanResult, err error) {
		stop()
		w.stopRescan = nil
		if w.session == s {
			w.sayRescanned(result, err)
		}
	})
}

// sayRescan says how far a look through the folder has come, once it takes
// long enough to be noticed.
func (w *Window) sayRescan(s engine.Status) {
	if !s.Rescanning || s.Looked == 0 {
		w.notices.clear(noticeRescan)
		w.sayRebuilt(s.Rebuilt)
		return
	}
	pictures := humanize.Comma(int64(s.Looked)) + " " + english.PluralWord(s.Looked, "picture", "")
	if w.stopRescan != nil {
		w.notices.set(noticeRescan, widgets.BannerInfo, "Looking through the pictures folder: "+pictures+" so far.",
			widgets.Action{Text: "Stop", Run: w.stopRescan})
		return
	}
	w.notices.set(noticeRescan, widgets.BannerInfo, "Putting the pictures of the folder on the list: "+pictures+" so far.")
}

// sayRescanned says what a look through the folder found.
func (w *Window) sayRescanned(result files.RescanResult, err error) {
	switch {
	case errors.Is(err, engine.ErrClosed):
	case errors.Is(err, context.Canceled):
		w.notices.set(noticeAction, widgets.BannerInfo, "Stopped. What was found until then is kept.")
	case errors.Is(err, files.ErrRescanning):
		w.notices.set(noticeAction, widgets.BannerInfo, "The pictures folder is being looked through already.")
	case err != nil:
		w.fail("The pictures folder can’t be looked through: ", err)
	default:
		w.notices.set(noticeAction, widgets.BannerInfo, rescanWords(result))
	}
}

// sayRebuilt says once how a library that was begun anew was filled.
func (w *Window) sayRebuilt(done *files.Rebuilt) {
	if done == nil || done == w.rebuilt {
		return
	}
	w.rebuilt = done
	switch {
	case done.Err != nil:
		w.fail("The pictures of the folder could not all be put on the list; that is tried again at the next start: ", done.Err)
	case done.Result.Added > 0:
		w.notices.set(noticeAction, widgets.BannerInfo, "The list was filled from the pictures folder. "+rescanWords(done.Result))
	}
}

// rescanWords is what a look through the folder found, in one sentence.
func rescanWords(r files.RescanResult) string {
	var parts []string
	named := false // what is counted
	add := func(n int, before, after string) {
		if n == 0 {
			return
		}
		count := humanize.Comma(int64(n))
		if !named {
			after = " " + english.PluralWord(n, "picture", "") + after
			named = true
		}
		parts = append(parts, before+count+after)
	}
	if r.Moved > 0 {
		parts = append(parts, "found "+humanize.Comma(int64(r.Moved))+" moved "+english.PluralWord(r.Moved, "picture", ""))
		named = true
	}
	add(r.Back, "", " "+english.PluralWord(r.Back, "is", "are")+" back")
	add(r.Added, "brought in ", "")
	add(r.Missing, "", " "+english.PluralWord(r.Missing, "is", "are")+" still missing")
	if r.Skipped > 0 {
		parts = append(parts, "left "+damaged(r.Skipped)+" alone")
	}
	if r.Unread > 0 {
		parts = append(parts, "could not read "+english.Plural(r.Unread, "file or folder", "files or folders"))
	}
	if r.Cut {
		parts = append(parts, "left out what is nested too deep or too much")
	}
	if len(parts) == 0 {
		return "Every picture is where it should be."
	}
	sentence := strings.Join(parts, ", ")
	return strings.ToUpper(sentence[:1]) + sentence[1:] + "."
}

func damaged(n int) string {
	return fmt.Sprintf("%s damaged %s", humanize.Comma(int64(n)), english.PluralWord(n, "file", ""))
}

// goneItems are the menu items for pictures whose files were moved or deleted.
func (m *mainPage) goneItems(images []library.Image) []*fyne.MenuItem {
	gone := withState(images, library.ImageGone)
	if len(gone) == 0 {
		return nil
	}
	again := "Fetch the file again"
	if len(gone) > 1 {
		again = fmt.Sprintf("Fetch these %d files again", len(gone))
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Rescan folder", m.w.rescan),
		fyne.NewMenuItem(again, func() { m.retry(gone) }),
	}
}

// inFront has the files checked: people move them while another program has
// the keyboard.
func (w *Window) inFront() {
	if w.session != nil {
		w.session.Engine.Files.Check()
	}
}
