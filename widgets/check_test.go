package widgets

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"lookbook/widgets/access"
)

// Screen readers hear a check box as one, with its state, and can press it.
func TestCheckBoxesAreHeard(t *testing.T) {
	test.NewTempApp(t)
	var heard []bool
	c := NewCheck("Enlarge", func(on bool) { heard = append(heard, on) })
	c.SetOn(true)
	d := c.Describe()
	if d.Role != access.CheckBox || d.Name != "Enlarge" || d.Checked != access.On || len(heard) > 0 {
		t.Errorf("told as %+v, heard %v", d, heard)
	}
	d.Press()
	if c.Checked || c.Describe().Checked != access.Off || len(heard) != 1 {
		t.Error("a press does not change it")
	}
}
