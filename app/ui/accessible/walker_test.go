package accessible

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/platform/accessibility"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
	"lookbook/widgets/access"
	"lookbook/widgets/darkroom"
)

func TestMain(m *testing.M) { uitest.Main(m) }

func find(n *accessibility.Node, name string) *accessibility.Node {
	if n.Name == name {
		return n
	}
	for _, child := range n.Children {
		if f := find(child, name); f != nil {
			return f
		}
	}
	return nil
}

func TestWhatAWindowTells(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	pressed := 0
	button := widgets.NewQuietButton("Dry run", func() { pressed++ })
	steps := widgets.NewNumberEntry(widgets.NumberSpec{Label: "Steps", Min: 1, Max: 150})
	steps.SetText("20")
	hidden := widgets.NewQuietButton("Hidden", nil)
	hidden.Hide()
	key := widgets.NewPasswordEntry()
	key.SetText("a secret")
	window := test.NewTempWindow(t, container.NewVBox(button, steps, hidden, access.Named("Key", key), widget.NewLabel("A text")))
	window.SetMainMenu(fyne.NewMainMenu(fyne.NewMenu("File", fyne.NewMenuItem("Export…", func() { pressed++ }))))
	walker := New(window, "Press")
	root := walker.Snapshot()

	n := find(root, "Dry run")
	if n == nil || n.Role != accessibility.Button || n.Press == "" || n.Width == 0 {
		t.Fatalf("the button is told as %+v", n)
	}
	walker.Press(n.ID)
	walker.Focus(n.ID)
	if pressed != 1 || window.Canvas().Focused() != fyne.Focusable(button) {
		t.Errorf("pressed %d times, the keyboard is at %T", pressed, window.Canvas().Focused())
	}
	if again := find(walker.Snapshot(), "Dry run"); again.ID != n.ID || again.State&accessibility.Focused == 0 {
		t.Errorf("later it is told as %+v", again)
	}
	if n := find(root, "Steps"); n == nil || len(n.Children) < 2 || n.Children[1].Name != "Steps" || n.Children[1].Range == nil || n.Children[1].Range.Now != 20 {
		t.Errorf("the number is told as %+v", n)
	}
	if n := find(root, "Key"); n == nil || len(n.Children) != 1 || n.Children[0].Role != accessibility.Password || n.Children[0].Name != "Key" || n.Children[0].Value != "••••••••" {
		t.Errorf("the key is told as %+v", n.Children[0])
	}
	if find(root, "Hidden") != nil || find(root, "A text") == nil {
		t.Error("what is hidden is told, or a text is not")
	}
	if n := find(root, "Export…"); n == nil || n.Role != accessibility.MenuItem {
		t.Errorf("the menu is told as %+v", n)
	} else if walker.Press(n.ID); pressed != 2 {
		t.Error("the menu's line can't be pressed")
	}
	button.Hide()
	gone := n.ID
	walker.Snapshot()
	if walker.Press(gone); pressed != 2 {
		t.Error("what is gone can be pressed")
	}
}
