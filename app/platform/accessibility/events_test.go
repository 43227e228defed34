//go:build linux || freebsd || openbsd || netbsd

package accessibility

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What readers are told of a text's change makes the old text the new one.
func TestEditsOfAText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := []rune(rapid.StringMatching("[abß€]{0,8}").Draw(t, "was")), []rune(rapid.StringMatching("[abß€]{0,8}").Draw(t, "is"))
		now := slices.Clone(was)
		for _, e := range edits(1, was, is) {
			at, n, part := int(e.one), int(e.two), []rune(e.value.(string))
			if len(part) != n {
				t.Fatalf("%d characters are said to be %d", len(part), n)
			}
			if e.detail == "delete" {
				if string(now[at:at+n]) != string(part) {
					t.Fatalf("%q is not at %d of %q", string(part), at, string(now))
				}
				now = slices.Delete(now, at, at+n)
			} else {
				now = slices.Insert(now, at, part...)
			}
		}
		if string(now) != string(is) {
			t.Fatalf("%q becomes %q, not %q", string(was), string(now), string(is))
		}
	})
}

func TestChangesBetweenSnapshots(t *testing.T) {
	a := &Node{ID: 2, Role: Button, Name: "Generate", State: Focused | Enabled}
	b := &Node{ID: 3, Role: Progress, Range: &Range{Most: 1, Now: 0.25}}
	last := newTree(&Node{ID: 1, Role: Frame, Children: []*Node{a, b}})
	c := &Node{ID: 4, Role: Notification, Name: "4 pictures are ready", State: Focused}
	next := newTree(&Node{ID: 1, Role: Frame, Children: []*Node{
		{ID: 2, Role: Button, Name: "Sent"}, {ID: 3, Role: Progress, Range: &Range{Most: 1, Now: 0.5}}, c,
	}})
	var told []string
	for _, e := range changes(last, next) {
		told = append(told, e.kind+" "+e.detail)
	}
	for _, want := range []string{
		"Object.ChildrenChanged add", "Object.Announcement ", "Object.PropertyChange accessible-name", "Object.PropertyChange accessible-value",
		"Object.StateChanged enabled",
	} {
		if !slices.Contains(told, want) {
			t.Errorf("%q is not told: %q", want, told)
		}
	}
	all := changes(last, next)
	if gained := all[len(all)-1]; gained.of != 4 || gained.detail != "focused" || gained.one != 1 {
		t.Errorf("the last event is %+v, want the focus that was gained", gained)
	}
	if again := changes(next, next); len(again) != 0 {
		t.Errorf("without a change: %+v", again)
	}
}
