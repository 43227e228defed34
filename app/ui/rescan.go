package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/session"
	"lookbook/app/ui/background"
	"lookbook/widgets"
)

// rescanner looks through the pictures folder when a person asks for it, and
// tells what was found.
type rescanner struct {
	session func() *session.Session // nil: none is open
	run     background.Run
	notices *notices
	front   func() // closes what covers the notices

	stop    context.CancelFunc // ends the look under way; nil: none
	rebuilt *files.Rebuilt     // the last one that was told
}

// begin looks through the pictures folder for pictures that were moved and
// for those that are not on the list, with a note that can stop it.
func (r *rescanner) begin() {
	s := r.session()
	if s == nil || r.stop != nil {
		return
	}
	r.front()
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	background.Do(r.run, func(program context.Context) (files.RescanResult, error) {
		defer context.AfterFunc(program, stop)()
		return s.Engine.Files.Rescan(ctx)
	}, func(result files.RescanResult, err error) {
		stop()
		r.stop = nil
		if r.session() == s {
			r.sayResult(result, err)
		}
	})
}

// say says how far a look through the folder has come, once it takes
// long enough to be noticed.
func (r *rescanner) say(s engine.Status) {
	if !s.Rescanning || s.Looked == 0 {
		r.notices.clear(noticeRescan)
		r.sayRebuilt(s.Rebuilt)
		return
	}
	pictures := humanize.Comma(int64(s.Looked)) + " " + english.PluralWord(s.Looked, "picture", "")
	if r.stop != nil {
		r.notices.set(noticeRescan, widgets.BannerInfo, "Looking through the pictures folder: "+pictures+" so far.",
			widgets.Action{Text: "Stop", Run: r.stop})
		return
	}
	r.notices.set(noticeRescan, widgets.BannerInfo, "Putting the pictures of the folder on the list: "+pictures+" so far.")
}

// sayResult says what a look through the folder found.
func (r *rescanner) sayResult(result files.RescanResult, err error) {
	switch {
	case errors.Is(err, engine.ErrClosed):
	case errors.Is(err, context.Canceled):
		r.notices.set(noticeResult, widgets.BannerInfo, "Stopped. What was found until then is kept.")
	case errors.Is(err, files.ErrRescanning):
		r.notices.set(noticeResult, widgets.BannerInfo, "The pictures folder is being looked through already.")
	case err != nil:
		r.notices.failed(noticeResult, "The pictures folder can’t be looked through: ", err)
	default:
		r.notices.set(noticeResult, widgets.BannerInfo, rescanWords(result))
	}
}

// sayRebuilt says once how a library that was begun anew was filled.
func (r *rescanner) sayRebuilt(done *files.Rebuilt) {
	if done == nil || done == r.rebuilt {
		return
	}
	r.rebuilt = done
	switch {
	case done.Err != nil:
		r.notices.failed(noticeResult, "The pictures of the folder could not all be put on the list; that is tried again at the next start: ", done.Err)
	case done.Result.Added > 0:
		r.notices.set(noticeResult, widgets.BannerInfo, "The list was filled from the pictures folder. "+rescanWords(done.Result))
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
