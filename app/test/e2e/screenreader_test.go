//go:build linux

package e2e

import (
	"slices"
	"strings"
	"testing"

	"lookbook/app/test/desktop"
)

// found returns the nodes of a role whose name contains words.
func found(all []desktop.Node, role, words string) (list []desktop.Node) {
	for _, n := range all {
		if n.Role == role && strings.Contains(n.Name, words) {
			list = append(list, n)
		}
	}
	return list
}

// A person who can't see the window hears what is in it: every control by its name, what they type,
// how far a job is, and each picture with its prompt and marks. What they press acts.
func TestAScreenReader(t *testing.T) {
	s := newStage(t, "-queue", "1s", "-run", "3s")
	s.key = desktop.Key()
	reader := s.ScreenReader()
	p := s.open()
	s.ready(p)
	s.Type("a lighthouse")
	all := reader.Read("Lookbook", "the prompt to be read", func(all []desktop.Node) bool {
		prompts := found(all, "entry", "Prompt")
		return len(prompts) == 1 && prompts[0].Text == "a lighthouse" && slices.Contains(prompts[0].States, "focused")
	})
	named(t, all)
	if steps := found(all, "spin button", "Steps"); len(steps) != 1 || len(steps[0].Value) != 3 || steps[0].Value[2] != 20 {
		t.Errorf("the steps are told as %+v", steps)
	}
	if hidden := found(all, "toggle button", "Advanced"); len(hidden) != 1 || !slices.Contains(hidden[0].States, "collapsed") {
		t.Errorf("a folded section is told as %+v", hidden)
	}

	s.keepRunning(1, 50)
	reader.Press("Lookbook", "Generate 4")
	reader.Read("Lookbook", "the progress of the job", func(all []desktop.Node) bool {
		bars := found(all, "progress bar", "")
		return slices.ContainsFunc(bars, func(n desktop.Node) bool { return len(n.Value) == 3 && n.Value[2] > 0 })
	})
	s.letEnd()
	s.complete(folder, 4)
	reader.Read("Lookbook", "the pictures with their prompt", func(all []desktop.Node) bool {
		return len(found(all, "list item", "a lighthouse, picture")) == 4
	})
	done := len(s.done(p))
	s.found(p, "lighthouse", 4)
	s.Key("Down", "Home")
	s.Key("4")
	s.waitDone(p, done+1)
	s.Key("period")
	s.waitDone(p, done+2)
	all = reader.Read("Lookbook", "the marks of the picture", func(all []desktop.Node) bool {
		marked := found(all, "list item", "favourite, 4 stars")
		return len(marked) == 1 && slices.Contains(marked[0].States, "selected") && slices.Contains(marked[0].States, "focused")
	})
	named(t, all)
	s.Key("Return")
	all = reader.Read("Lookbook", "the viewer", func(all []desktop.Node) bool { return len(found(all, "slider", "Rating")) > 0 })
	named(t, all)
	s.Key("Escape", "ctrl+comma")
	all = reader.Read("Lookbook", "the preferences", func(all []desktop.Node) bool {
		dialogs := found(all, "dialog", "")
		return len(dialogs) == 1 && slices.Contains(dialogs[0].States, "modal") && len(dialogs[0].Children) > 3
	})
	named(t, all)
	s.Key("Escape")
	s.close(p)
}

// named checks that everything that takes the keyboard or a press has a name, a role and a place.
func named(t *testing.T, all []desktop.Node) {
	t.Helper()
	for _, n := range all {
		acts := slices.Contains(n.States, "focusable") || len(n.Actions) > 0
		if acts && (n.Name == "" || n.Role == "" || n.Role == "unknown" || len(n.Place) != 4) {
			t.Errorf("a control has no name or place: %+v", n)
		}
	}
}
