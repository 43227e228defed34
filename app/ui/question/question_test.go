package question_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/question"
	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// Enter answers what it seems to, Space too, and Escape is a no, wherever the keyboard is.
func TestQuestionsAreAnsweredByKeys(t *testing.T) {
	for _, c := range []struct {
		name    string
		careful bool
		keys    []fyne.KeyName // Tab moves the keyboard
		yes     bool
	}{
		{"Enter", false, []fyne.KeyName{fyne.KeyReturn}, true},
		{"Space", false, []fyne.KeyName{fyne.KeySpace}, true},
		{"Escape", false, []fyne.KeyName{fyne.KeyEscape}, false},
		{"Tab to No", false, []fyne.KeyName{fyne.KeyTab, fyne.KeyReturn}, false},
		{"a hasty Enter", true, []fyne.KeyName{fyne.KeyReturn}, false},
		{"a careful yes", true, []fyne.KeyName{fyne.KeyTab, fyne.KeyReturn}, true},
		{"Escape when careful", true, []fyne.KeyName{fyne.KeyEscape}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			uitest.App(t)
			window := uitest.Window(t, widget.NewLabel("behind"), 800, 600)
			var answers []bool
			question.Ask(window, question.Question{Title: "Send?", Text: "It costs.", Yes: "Send", No: "Don't", Careful: c.careful}, func(yes bool) { answers = append(answers, yes) })
			press(window, c.keys...)
			if len(answers) != 1 || answers[0] != c.yes {
				t.Errorf("answered %v", answers)
			}
			if window.Canvas().Overlays().Top() != nil {
				t.Error("the question is still there")
			}
		})
	}
}

// A question that shows itself again takes a new answer.
func TestAskedAgain(t *testing.T) {
	uitest.App(t)
	window := uitest.Window(t, widget.NewLabel("behind"), 800, 600)
	var answers []bool
	var ask interface{ Show() }
	ask = question.New(window, question.Question{Title: "When?", Content: widget.NewEntry(), Yes: "Then", No: "Never"}, func(yes bool) {
		answers = append(answers, yes)
		if len(answers) == 1 {
			ask.Show()
		}
	})
	ask.Show()
	press(window, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn) // entry, no, yes
	if len(answers) != 1 || !answers[0] || window.Canvas().Overlays().Top() == nil {
		t.Fatalf("answered %v", answers)
	}
	window.Canvas().Unfocus()
	press(window, fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn)
	if len(answers) != 2 || answers[1] {
		t.Errorf("then answered %v", answers)
	}
}

func press(window fyne.Window, keys ...fyne.KeyName) {
	c := window.Canvas()
	for _, key := range keys {
		switch focused := c.Focused(); {
		case key == fyne.KeyTab:
			c.FocusNext()
		case focused != nil:
			focused.TypedKey(&fyne.KeyEvent{Name: key})
		default:
			c.OnTypedKey()(&fyne.KeyEvent{Name: key})
		}
	}
}
