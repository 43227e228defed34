package ui

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"lookbook/app/request"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// leavingSoon is how long before its end a model is told of. The service keeps
// models for 48 hours, so that a person hears of each in time for an evening.
const leavingSoon = 12 * time.Hour

// leavingModels tells, once a day at most of each, that a trained model may be
// deleted soon. It belongs to the UI goroutine.
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
	told := l.announced(now.Format(time.DateOnly))
	leaving := slices.DeleteFunc(soonGone(l.models, now), func(m request.Model) bool { return slices.Contains(told, mark(m)) })
	if len(leaving) == 0 {
		return
	}
	for _, m := range leaving {
		told = append(told, mark(m))
	}
	l.settings.Update(func(v *settings.Values) { v.ModelTold = strings.Join(told, " ") })
	first := leaving[0]
	l.shown = first
	l.notices.set(noticeModel, widgets.BannerWarning,
		message.N("models.leaving", len(leaving), message.With{"Model": first.Label(), "When": message.Ago(first.Expires, now), "More": len(leaving) - 1}),
		widgets.Action{Text: message.T("models.leaving.use"), Run: func() {
			l.notices.clear(noticeModel)
			l.use(first)
		}})
}

// announced is the day, and the marks of the models that were told of on it.
func (l *leavingModels) announced(today string) []string {
	words := strings.Fields(l.settings.Current().ModelTold)
	if len(words) == 0 || words[0] != today {
		return []string{today}
	}
	return words
}

// mark stands for a model in the preferences: its id may be of any length.
func mark(m request.Model) string {
	sum := sha256.Sum256([]byte(m.ID))
	return hex.EncodeToString(sum[:6])
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
