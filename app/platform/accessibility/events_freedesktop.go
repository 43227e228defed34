//go:build linux || freebsd || openbsd || netbsd

package accessibility

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/godbus/dbus/v5"
)

// event is one thing that changed.
type event struct {
	of       ID
	kind     string // interface and member
	detail   string
	one, two int32
	value    any
}

// tell sends readers the differences between the last snapshot and a new one.
func (s *server) tell(last, next *tree) error {
	var errs []error
	for _, e := range changes(last, next) {
		value := e.value
		if id, is := value.(ID); is {
			value = s.ref(id)
		}
		errs = append(errs, s.bus.Emit(s.ref(e.of).Path, prefix+"Event."+e.kind, e.detail, e.one, e.two,
			dbus.MakeVariant(value), map[string]dbus.Variant{}))
	}
	return errors.Join(errs...)
}

// changes are the events between two snapshots: removed and added nodes first, the focus last.
func changes(last, next *tree) []event {
	var came, changed, focus []event
	for _, id := range slices.Sorted(maps.Keys(next.nodes)) {
		n, was := next.nodes[id], last.nodes[id]
		if was == nil {
			if n.Role == Notification && n.Name != "" {
				changed = append(changed, event{of: id, kind: "Object.Announcement", one: 1, value: n.Name})
			}
			was = &Node{State: n.State &^ (Focused | Active), Children: n.Children, Name: n.Name, Help: n.Help, Value: n.Value, Range: n.Range, Caret: n.Caret}
		}
		came = append(came, children(was, n)...)
		changed = append(changed, values(was, n)...)
		for bit, name := range stateNames {
			if on := n.State & bit; on != was.State&bit {
				e := event{of: id, kind: "Object.StateChanged", detail: name, value: int32(0)}
				if on != 0 {
					e.one = 1
				}
				if bit == Focused {
					focus = append(focus, e)
				} else {
					changed = append(changed, e)
				}
			}
		}
	}
	slices.SortFunc(focus, func(a, b event) int { return cmp.Compare(a.one, b.one) }) // the node that lost it comes first
	return append(append(came, changed...), focus...)
}

// values are the events for changed texts and numbers of a node.
func values(was, is *Node) []event {
	var list []event
	property := func(differs bool, name string, value any) {
		if differs {
			list = append(list, event{of: is.ID, kind: "Object.PropertyChange", detail: name, value: value})
		}
	}
	property(was.Name != is.Name, "accessible-name", is.Name)
	property(was.Help != is.Help, "accessible-description", is.Help)
	if is.Range != nil {
		property(was.Range == nil || *was.Range != *is.Range, "accessible-value", is.Range.Now)
	}
	if was.Name != is.Name && is.Role == Notification {
		list = append(list, event{of: is.ID, kind: "Object.Announcement", one: 1, value: is.Name})
	}
	if hasText(is) && was.Value != is.Value {
		list = append(list, edits(is.ID, []rune(was.Value), []rune(is.Value))...)
	}
	if hasText(is) && was.Caret != is.Caret {
		list = append(list, event{of: is.ID, kind: "Object.TextCaretMoved", one: int32(is.Caret), value: int32(0)})
	}
	return list
}

// edits describe a changed text as one deletion and one insertion.
func edits(id ID, was, is []rune) []event {
	from := 0
	for from < min(len(was), len(is)) && was[from] == is[from] {
		from++
	}
	end := 0
	for end < min(len(was), len(is))-from && was[len(was)-1-end] == is[len(is)-1-end] {
		end++
	}
	var list []event
	for detail, part := range map[string][]rune{"delete": was[from : len(was)-end], "insert": is[from : len(is)-end]} {
		if len(part) > 0 {
			list = append(list, event{of: id, kind: "Object.TextChanged", detail: detail, one: int32(from), two: int32(len(part)), value: string(part)})
		}
	}
	slices.SortFunc(list, func(a, b event) int { return cmp.Compare(a.detail, b.detail) })
	return list
}

// children are the events for nodes that were removed from a node or added to it.
func children(was, is *Node) []event {
	var list []event
	change := func(detail string, of, other []*Node) {
		for i, child := range of {
			if !slices.ContainsFunc(other, func(n *Node) bool { return n.ID == child.ID }) {
				list = append(list, event{of: is.ID, kind: "Object.ChildrenChanged", detail: detail, one: int32(i), value: child.ID})
			}
		}
	}
	change("remove", was.Children, is.Children)
	change("add", is.Children, was.Children)
	return list
}
