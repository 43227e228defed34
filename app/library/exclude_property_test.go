package library

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jonboulle/clockwork"
	"pgregory.net/rapid"

	"lookbook/app/search"
)

// TestAHyphenFindsTheRest: in any library and with any other filters, a filter
// and the same filter after a hyphen together find everything, and no picture
// twice.
func TestAHyphenFindsTheRest(t *testing.T) {
	folder, run := t.TempDir(), 0
	today := search.DateOf(epoch)
	filters := []string{
		"is:favourite", "is:rejected", "is:unrated", "rating:>=3", "rating:2", "rating:<4", "state:saved", "state:unsaved,gone", `state:"failed"`,
		"size:512x512", "size:768x1024,1x2", `model="ckp_12"`, "model=base-owl", `tag="red"`, `tag="RED dress"`, "tag=猫", "tag:red", "model:ckp", "prompt:owl", `"owl owls"`, "12",
		"on:" + today.String(), "after:" + today.String(), "until:" + today.String(), "on:2026",
	}
	rapid.Check(t, func(t *rapid.T) {
		run++
		s := &seeker{path: fmt.Sprintf("%s/%d.db", folder, run), clock: clockwork.NewFakeClockAt(epoch)}
		s.l = ok(Open(context.Background(), s.path, Options{Clock: s.clock}))(t)
		defer func() {
			if err := s.l.Close(); err != nil {
				t.Error(err)
			}
		}()
		for range rapid.IntRange(1, 4).Draw(t, "jobs") {
			s.putJob(t)
		}
		for range 4 {
			s.mark(t)
			s.state(t)
		}
		for _, filter := range filters {
			beside := rapid.SampledFrom(append([]string{"", "", "-is:favourite -tag=red"}, filters...)).Draw(t, "beside")
			all, with, without := s.find(t, beside), s.find(t, search.Parse(beside+" -"+filter).String()), s.found(t, beside, filter)
			if diff := cmp.Diff(all, slices.Sorted(slices.Values(append(with, without...))), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s and -%s beside %q: %s", filter, filter, beside, diff)
			}
		}
	})
}

// find returns the ids of the images of a search.
func (s *seeker) find(t *rapid.T, text string) []int64 {
	return slices.Sorted(slices.Values(ok(s.l.ImageIDs(context.Background(), ImageFilter{Query: search.Parse(text)}))(t)))
}

// found returns those images of a search that another filter finds. The filter
// is applied separately, because two ratings or lists in one search don't add
// up.
func (s *seeker) found(t *rapid.T, text, filter string) []int64 {
	also := s.find(t, filter)
	return slices.DeleteFunc(s.find(t, text), func(id int64) bool { return !slices.Contains(also, id) })
}
