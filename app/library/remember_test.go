package library

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

func TestModelsAreRememberedPieceByPiece(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	remember := func(m Model) {
		t.Helper()
		s.clock.Advance(time.Second)
		if err := s.Models.Remember(ctx, m); err != nil {
			t.Fatal(err)
		}
	}
	remember(Model{ID: "ckp_1", Kind: KindCheckpoint, Worked: true})
	remember(Model{ID: "ckp_1", Kind: KindBase})
	remember(Model{ID: "ckp_1", Kind: KindCheckpoint, Name: "photo of ukj man", Type: "sd-v1", Step: 1200, JobID: "db_1", Created: epoch, Expires: epoch.Add(48 * time.Hour)})
	remember(Model{ID: "ckp_1", Kind: KindCheckpoint})
	s.reopen()
	want := []Model{
		{
			ID: "ckp_1", Kind: KindCheckpoint, Name: "photo of ukj man", Type: "sd-v1", Step: 1200, JobID: "db_1", Account: FirstAccount,
			Created: epoch, Expires: epoch.Add(48 * time.Hour), Worked: true, Used: epoch.Add(4 * time.Second),
		},
		{ID: "ckp_1", Kind: KindBase, Account: FirstAccount, Used: epoch.Add(2 * time.Second)},
	}
	if diff := cmp.Diff(want, must(s.Models.All(ctx))(t)); diff != "" {
		t.Error(diff)
	}
}

func TestDraftsSurvive(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	if _, err := s.Drafts.Load(ctx, "panel"); !errors.Is(err, ErrNotFound) {
		t.Errorf("no draft yet: %v", err)
	}
	for _, content := range []string{`{"prompt":"a"}`, "", "\x00 not JSON"} {
		if err := s.Drafts.Save(ctx, "panel", []byte(content)); err != nil {
			t.Fatal(err)
		}
		s.reopen()
		if got := must(s.Drafts.Load(ctx, "panel"))(t); string(got) != content {
			t.Errorf("%q came back as %q", content, got)
		}
	}
	if err := s.Drafts.Save(ctx, "panel", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Drafts.Load(ctx, "panel"); !errors.Is(err, ErrNotFound) {
		t.Errorf("removed: %v", err)
	}
}

func TestRecentPrompts(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	for _, prompt := range []string{"red owl", "Blue Owl", "red fox", "red owl", " ", ""} {
		s.clock.Advance(time.Second)
		must(s.Submissions.BeginOne(ctx, api.Config{Prompt: prompt}))(t)
	}
	s.put(full(running("ig_elsewhere", 50)))
	for text, want := range map[string][]string{
		"": {"red owl", "red fox", "Blue Owl"}, "OWL": {"red owl", "Blue Owl"}, "owl red": {"red owl"}, "cat": nil,
	} {
		var got []string
		for _, p := range must(s.Prompts.Recent(ctx, text, 3))(t) {
			got = append(got, p.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
	first := must(s.Prompts.Recent(ctx, "", 1))(t)
	if want := (Prompt{Text: "red owl", Used: epoch.Add(4 * time.Second), Times: 2}); len(first) != 1 || first[0] != want {
		t.Errorf("the first is %+v", first)
	}
}

// Folders are remembered by path, each with its last mark.
func TestRememberedFolders(t *testing.T) {
	s := newFixture(t)
	ctx := context.Background()
	for _, f := range [][2]string{{"/a", "ONE"}, {"/b", "TWO"}, {"/a", "THREE"}} {
		if err := s.Folders.Remember(ctx, f[0], f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if got := must(s.Folders.All(ctx))(t); len(got) != 2 || got["/a"] != "THREE" || got["/b"] != "TWO" {
		t.Errorf("remembered %v", got)
	}
}
