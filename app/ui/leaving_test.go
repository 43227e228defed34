package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/palette"
)

func TestTheModelsThatMayBeDeletedSoon(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	in := func(id string, left time.Duration, lora bool) request.Model {
		return request.Model{ID: id, LoRA: lora, Expires: now.Add(left)}
	}
	for name, c := range map[string]struct {
		models []request.Model
		want   string
	}{
		"none":            {nil, ""},
		"for ever":        {[]request.Model{{ID: "a"}}, ""},
		"later":           {[]request.Model{in("a", 13*time.Hour, false)}, ""},
		"gone":            {[]request.Model{in("a", 0, false), in("b", -time.Hour, false)}, ""},
		"the first first": {[]request.Model{in("a", 5*time.Hour, false), in("b", time.Hour, false)}, "ba"},
		"a twin":          {[]request.Model{in("l", time.Hour, true), in("a", time.Hour, false)}, "a"},
		"a LoRA alone":    {[]request.Model{in("l", time.Hour, true)}, "l"},
	} {
		got := ""
		for _, m := range soonGone(c.models, now) {
			got += m.ID
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A person is told once a day about a model that may be deleted soon, and can
// make more pictures with it.
func TestAModelThatMayBeDeletedTonightIsToldOncePerDay(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = w.key
	b := w.window()
	b.until("the panes", b.onMain)
	b.choose("Propose a last batch")
	b.until("why there is none", func() bool { return b.says("None of your models is deleted in the next 12 hours") })
	now := b.clock.Now()
	err := b.session.Library.Models.Remember(t.Context(), library.Model{
		Kind: library.KindCheckpoint, ID: "Xy1", Name: "photo of ukj", Type: request.SD, Created: now.Add(-43 * time.Hour), Expires: now.Add(5*time.Hour + 30*time.Minute),
	})
	if err != nil {
		t.Fatal(err)
	}
	b.main.params.RefreshModels()
	const words = "photo of ukj may be deleted in 5 hours."
	b.until("the banner", func() bool { b.main.leaving.tick(now); return b.notice(noticeModel) == words })
	b.notices.clear(noticeModel)
	inPalette := slices.ContainsFunc(b.main.paletteItems(), func(i palette.Item) bool { return i.Words == "Propose a last batch" && i.Also != "" })
	if b.choose("Propose a last batch"); !inPalette {
		t.Error("the palette doesn’t find the last batch")
	}
	b.until("that it is about this model", func() bool { return b.says("You kept no picture of photo of ukj yet") })
	b.main.leaving.tick(now.Add(time.Minute))
	if got := b.notice(noticeModel); got != "" {
		t.Errorf("the same day it says again %q", got)
	}
	day, models, _ := strings.Cut(b.p.Settings.Current().ModelTold, " ")
	if day != now.Format(time.DateOnly) || len(strings.Fields(models)) != 1 || strings.Contains(models, "Xy1") {
		t.Errorf("kept are %q, %q", day, models)
	}
	again := &leavingModels{settings: b.p.Settings, notices: b.notices, models: slices.Clone(b.main.leaving.models)} // after a restart
	again.tick(now.Add(time.Hour))
	if got := b.notice(noticeModel); got != "" {
		t.Errorf("after a restart the same day it says again %q", got)
	}
	again.models = append(again.models, request.Model{ID: "xY1", Name: "another", Expires: now.Add(7 * time.Hour)})
	again.tick(now.Add(time.Hour))
	if got := b.notice(noticeModel); got != "another may be deleted in 6 hours." {
		t.Errorf("of another model the same day it says %q", got)
	}
	b.notices.clear(noticeModel)
	again.models[0].Expires = now.Add(26 * time.Hour)
	again.tick(now.Add(24 * time.Hour))
	if got := b.notice(noticeModel); got != "photo of ukj may be deleted in 2 hours." {
		t.Errorf("the next day it says %q", got)
	}
	b.main.leaving.use(b.main.leaving.models[0])
	if config, _ := b.main.params.Config(); config.CheckpointID != "Xy1" || config.BaseModel != "" {
		t.Errorf("it generates with %q, %q", config.CheckpointID, config.BaseModel)
	}
}
