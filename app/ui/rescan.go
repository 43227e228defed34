package ui

import (
	"context"
	"errors"

	"lookbook/app/engine"
	"lookbook/app/files"
	"lookbook/app/session"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// rescanner searches the pictures folder when a person asks for it, and reports
// the result.
type rescanner struct {
	session func() *session.Session // nil: no session is open
	run     background.Run
	notices *notices
	front   func() // closes what covers the notices

	stop    context.CancelFunc // stops the running search; nil: none is running
	rebuilt *files.Rebuilt     // the last result that was reported
}

// begin searches the pictures folder for moved and unknown pictures, with a
// note that can stop it.
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

// say reports the progress of a search, once it takes long enough to be
// noticed.
func (r *rescanner) say(s engine.Status) {
	if !s.Rescanning || s.Looked == 0 {
		r.notices.clear(noticeRescan)
		r.sayRebuilt(s.Rebuilt)
		return
	}
	if r.stop != nil {
		r.notices.set(noticeRescan, widgets.BannerInfo, message.N("rescan.doing", s.Looked),
			widgets.Action{Text: message.T("task.stop"), Run: r.stop})
		return
	}
	r.notices.set(noticeRescan, widgets.BannerInfo, message.N("rescan.rebuilding", s.Looked))
}

// sayResult reports the result of a search.
func (r *rescanner) sayResult(result files.RescanResult, err error) {
	switch {
	case errors.Is(err, engine.ErrClosed):
	case errors.Is(err, context.Canceled):
		r.notices.set(noticeResult, widgets.BannerInfo, message.T("rescan.stopped"))
	case errors.Is(err, files.ErrRescanning):
		r.notices.set(noticeResult, widgets.BannerInfo, message.T("rescan.busy"))
	case err != nil:
		r.notices.failed(noticeResult, "rescan.failed", err)
	default:
		r.notices.set(noticeResult, widgets.BannerInfo, message.Rescanned(result))
	}
}

// sayRebuilt reports once how a new library was filled, or what the search of
// the folder found for a restored one.
func (r *rescanner) sayRebuilt(done *files.Rebuilt) {
	if done == nil || done == r.rebuilt {
		return
	}
	r.rebuilt = done
	switch {
	case done.Err != nil:
		r.notices.failed(noticeResult, "rescan.rebuilt.failed", done.Err)
	case done.Result.Added > 0:
		r.notices.set(noticeResult, widgets.BannerInfo, message.T("rescan.rebuilt", message.With{"Found": message.Rescanned(done.Result)}))
	case done.Result.Missing > 0:
		r.notices.set(noticeResult, widgets.BannerInfo, message.N("rescan.absent", done.Result.Missing),
			widgets.Action{Text: message.T("rescan.fetch"), Run: r.fetch})
	case done.Result.Moved+done.Result.Back+done.Result.Marked > 0:
		r.notices.set(noticeResult, widgets.BannerInfo, message.Rescanned(done.Result))
	}
}

// fetch asks the service for the pictures whose files are missing.
func (r *rescanner) fetch() {
	s := r.session()
	if s == nil {
		return
	}
	r.notices.clear(noticeResult)
	background.Try(r.run, s.Engine.Downloads.RetryGone, func(err error) {
		if err != nil {
			r.notices.fail("do.save", err)
		}
	})
}
