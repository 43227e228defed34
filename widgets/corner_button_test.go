package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestCornerButtonIsPassedOverByTab(t *testing.T) {
	test.NewTempApp(t)
	pressed := 0
	b := NewCornerButton(theme.HistoryIcon(), "Prompts you used before", func() { pressed++ })
	w := test.NewTempWindow(t, b)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != nil {
		t.Error("it takes the focus")
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(b.Size().Width/2, b.Size().Height/2))
	if pressed != 1 {
		t.Errorf("pressed %d times", pressed)
	}
	NewCornerButton(nil, "", nil).Tapped(nil)
}
