package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

// tracebackOf makes a traceback of at least this many bytes.
func tracebackOf(bytes int) string {
	var b strings.Builder
	for i := 0; b.Len() < bytes; i++ {
		fmt.Fprintf(&b, "  File \"/srv/worker/pipeline.py\", line %d, in 描画\n", i)
	}
	return b.String() + "RuntimeError: CUDA out of memory"
}

func failedWith(reason string) api.Job {
	j := running("ig_1", 50, 0, 1)
	j.State, j.FailureReason, j.StateUpdated = api.Failure, reason, at(70)
	return j
}

func TestATracebackIsKeptWhole(t *testing.T) {
	s := newFixture(t)
	want := tracebackOf(4 << 10)
	if got := s.put(full(failedWith(want)))[0]; got.Job.FailureReason != want {
		t.Errorf("%d bytes of %d are kept", len(got.Job.FailureReason), len(want))
	}
}

func TestAReasonOf20MBIsBounded(t *testing.T) {
	s := newFixture(t)
	j := failedWith(tracebackOf(20 << 20))
	j.FailureReasonData = []byte(`{"log":"` + strings.Repeat("x", 20<<20) + `"}`)
	j.QueueingState = strings.Repeat("waiting ", 1<<20)
	j.Unknown = map[string]json.RawMessage{"log": []byte(`"` + strings.Repeat("y", 20<<20) + `"`), "node": []byte(`"gpu-7"`)}
	for i := range 300_000 {
		j.Thumbnails = append(j.Thumbnails, fmt.Sprintf("https://example.com/%d_thumbnail.jpg", i))
	}
	got := s.put(full(j))[0]
	reason := got.Job.FailureReason
	if !strings.HasSuffix(reason, "CUDA out of memory") || !strings.Contains(reason, " MB …\n") || len(reason) > 20<<10 {
		t.Errorf("%d bytes are kept, the end is %q", len(reason), reason[max(len(reason)-60, 0):])
	}
	if got.Images.Known != 2 {
		t.Errorf("%d of its 2 pictures are known", got.Images.Known)
	}
	if string(got.Job.Unknown["node"]) != `"gpu-7"` {
		t.Error("what is short was lost")
	}
	stored := s.job("ig_1")
	if all, err := json.Marshal(stored.Job); err != nil || len(all) > 6<<20 {
		t.Errorf("%d bytes are stored: %v", len(all), err)
	}
	s.takeEvents()
	if changed := s.put(full(j)); len(changed) != 0 {
		t.Error("the same answer counts as a change")
	}
}

// A stored request is either exact or refused with its missing parts when it is
// sent again.
func TestARequestIsExactOrRefused(t *testing.T) {
	tags := make([]api.Tag, 50_000)
	for i := range tags {
		tags[i] = api.Tag{Key: fmt.Sprintf("a rather long key of a tag, number %d", i), Value: "value"}
	}
	for name, c := range map[string]struct {
		change func(*api.Config)
		left   []LeftOut // nil: it is exact
	}{
		"the longest that can be sent": {func(c *api.Config) { c.Prompt = strings.Repeat("x", api.MaxRequestBytes-1000) }, nil},
		"its echo with fields added":   {func(c *api.Config) { c.Prompt = strings.Repeat("猫", api.MaxRequestBytes/3) }, nil},
		"many tags":                    {func(c *api.Config) { c.Tags = tags[:10_000] }, nil},
		"20 MB":                        {func(c *api.Config) { c.Prompt = strings.Repeat("猫と", 20<<20/6) }, []LeftOut{{Field: "prompt", Bytes: 20 << 20 / 6 * 6}}},
		"20 MB of what is not wanted":  {func(c *api.Config) { c.NegativePrompt = strings.Repeat("x", 20<<20) }, []LeftOut{{Field: "negative_prompt", Bytes: 20 << 20}}},
		"50,000 tags":                  {func(c *api.Config) { c.Tags = tags }, []LeftOut{{Field: "tags", Count: 50_000}}},
		"another field": {func(c *api.Config) {
			c.Unknown = map[string]json.RawMessage{"lora": []byte(`"` + strings.Repeat("x", 20<<20) + `"`)}
		}, []LeftOut{{Count: 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newFixture(t)
			j := running("ig_1", 50, 0, 1)
			c.change(&j.Config)
			got := s.put(full(j))[0]
			if diff := cmp.Diff(c.left, LeftOutOf(got.Job.Config)); diff != "" {
				t.Errorf("left out: %s", diff)
			}
			if got.Images.Known != 2 {
				t.Errorf("%d of its 2 pictures are known", got.Images.Known)
			}
			if c.left == nil {
				if !api.Same(j.Config, got.Job.Config) || !api.Same(got.Job.Config, j.Config) {
					t.Error("the request is another one")
				}
				return
			}
			if stored, err := json.Marshal(got.Job.Config); err != nil || len(stored) > 1<<20 {
				t.Errorf("%d bytes are stored: %v", len(stored), err)
			}
			_, err := s.Submissions.BeginOne(t.Context(), got.Job.Config)
			var refused *LeftOutError
			if !errors.As(err, &refused) || !cmp.Equal(refused.Parts, c.left) {
				t.Errorf("sending it again: %v", err)
			}
		})
	}
}

func TestAModelWithALongNameIsListed(t *testing.T) {
	s := newFixture(t)
	for _, m := range []Model{
		{Kind: KindCheckpoint, ID: "ckp_1", Name: strings.Repeat("photo of sks ", 1<<20)},
		{Kind: KindCheckpoint, ID: strings.Repeat("x", 10_000)},
	} {
		if err := s.Models.Remember(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	models, err := s.Models.All(t.Context())
	if err != nil || len(models) != 1 || len(models[0].Name) > 300 {
		t.Errorf("%d models, %v", len(models), err)
	}
}

func TestCuttingKeepsGraphemes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"a", " ", "\r\n", "猫", "👩‍👩‍👧‍👦", "🇯🇵", "e\u0301", "ก็"})
		text := strings.Join(rapid.SliceOfN(part, 0, 200).Draw(t, "text"), "")
		most := rapid.IntRange(0, 400).Draw(t, "most")
		short := strings.TrimSuffix(head(text, most), "…")
		if len(short) > most || !strings.HasPrefix(text, short) {
			t.Fatalf("%q is no beginning of %d bytes of %q", short, most, text)
		}
		end := 0
		for g := uniseg.NewGraphemes(text); end < len(short) && g.Next(); {
			_, end = g.Positions()
		}
		if end != len(short) {
			t.Fatalf("%q ends within a grapheme of %q", short, text)
		}
	})
}
