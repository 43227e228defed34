package ui

import (
	"cmp"
	"slices"
	"time"

	"lookbook/app/request"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// leavingSoon is how long before its end a model is told of. The service keeps
// models for 48 hours, so that a person hears of each in time for an evening.
const leavingSoon = 12 * time.Hour

// leavingModels tells, once a day at most, that a trained model may be deleted
// soon. It belongs to the UI goroutine.
type leavingModels struct {
	settings *settings.Store
	notices  *notices
	use      func(m request.Model) // has the panel generate with it

	models []request.Model
	shown  request.Model
}

// take takes the models that there are.
func (l *leavingModels) take(models []request.Model) { l.models = models }

// tick says it when it is time, and takes it back when the model is gone.
func (l *leavingModels) tick(now time.Time) {
	if !l.shown.Expires.IsZero() && now.After(l.shown.Expires) {
		l.shown = request.Model{}
		l.notices.clear(noticeModel)
	}
	today := now.Format(time.DateOnly)
	if l.settings.Current().ModelTold == today {
		return
	}
	leaving := soonGone(l.models, now)
	if len(leaving) == 0 {
		return
	}
	l.settings.Update(func(v *settings.Values) { v.ModelTold = today })
	first := leaving[0]
	l.shown = first
	l.notices.set(noticeModel, widgets.BannerWarning,
		message.N("models.leaving", len(leaving), message.With{"Model": first.Label(), "When": message.Ago(first.Expires, now), "More": len(leaving) - 1}),
		widgets.Action{Text: message.T("models.leaving.use"), Run: func() {
			l.notices.clear(noticeModel)
			l.use(first)
		}})
}

// soonGone are the models that may be deleted soon, the first of them first. A
// LoRA goes with the full model that it was taken out of, and is not counted
// beside it.
func soonGone(models []request.Model, now time.Time) []request.Model {
	leaving := slices.DeleteFunc(slices.Clone(models), func(m request.Model) bool {
		left := m.Expires.Sub(now)
		return m.Expires.IsZero() || left <= 0 || left > leavingSoon
	})
	if slices.ContainsFunc(leaving, func(m request.Model) bool { return !m.LoRA }) {
		leaving = slices.DeleteFunc(leaving, func(m request.Model) bool { return m.LoRA })
	}
	slices.SortStableFunc(leaving, func(a, b request.Model) int {
		return cmp.Or(a.Expires.Compare(b.Expires), b.Step-a.Step)
	})
	return leaving
}
