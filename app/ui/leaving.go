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

// leavingSoon is how long before its deletion a model is announced. The service
// keeps models for 48 hours, so every person hears of each model during one
// evening at least.
const leavingSoon = 12 * time.Hour

// leavingModels announces that a trained model may soon be deleted, at most
// once a day for each. UI goroutine only.
type leavingModels struct {
	settings *settings.Store
	notices  *notices
	use      func(m request.Model) // uses the model in the panel
	farewell func(m request.Model) // proposes a last batch
	say      func(words string)

	models []request.Model
	shown  request.Model
}

// take sets the models.
func (l *leavingModels) take(models []request.Model) { l.models = models }

// tick shows the announcement when it is due, and removes it when the model is
// gone.
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
		widgets.Action{Text: message.T("models.leaving.farewell"), Run: func() { l.farewell(first) }},
		widgets.Action{Text: message.T("models.leaving.use"), Run: func() {
			l.notices.clear(noticeModel)
			l.use(first)
		}})
}

// lastBatch proposes a last batch with the model that is deleted first, also after it was announced.
func (l *leavingModels) lastBatch(now time.Time) {
	leaving := soonGone(l.models, now)
	if len(leaving) == 0 {
		l.say(message.T("models.leaving.none", message.With{"Hours": int(leavingSoon.Hours())}))
		return
	}
	l.farewell(leaving[0])
}

// announced returns the last day of an announcement and the marks of its
// models.
func (l *leavingModels) announced(today string) []string {
	words := strings.Fields(l.settings.Current().ModelTold)
	if len(words) == 0 || words[0] != today {
		return []string{today}
	}
	return words
}

// mark identifies a model in the preferences, because its id may have any
// length.
func mark(m request.Model) string {
	sum := sha256.Sum256([]byte(m.ID))
	return hex.EncodeToString(sum[:6])
}

// soonGone returns the models that may soon be deleted, earliest first. A LoRA
// is deleted with the full model that it was extracted from, and is not counted
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
