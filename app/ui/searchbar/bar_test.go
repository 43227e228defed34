package searchbar

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"lookbook/app/search"
	"lookbook/widgets"
)

func TestEveryKeyIsASearch(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.typing("red")
	same(t, "told", s.told, "r", "re", "red")
	s.typing(" ")
	same(t, "told after a space", s.told, "r", "re", "red")
	s.press(fyne.KeyBackspace, fyne.KeyBackspace)
	same(t, "told after Backspace", s.told, "r", "re", "red", "re")
}

func TestATypedFilterBecomesAChip(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.typing("red rating:>=3")
	if got := s.told[len(s.told)-1]; got != "red rating:>=3" {
		t.Errorf("before the space it looks for %q", got)
	}
	same(t, "chips before the space", s.chipTexts())
	before := len(s.told)
	s.typing(" ")
	same(t, "chips", s.chipTexts(), "3 stars or more")
	if s.current.field.Text() != "red " || len(s.told) != before {
		t.Errorf("the field holds %q; told %q", s.current.field.Text(), s.told[before:])
	}
	s.typing("dress")
	if got := s.told[len(s.told)-1]; got != "red dress rating:>=3" {
		t.Errorf("looks for %q", got)
	}
}

func TestChipsAreTakenAway(t *testing.T) {
	s := newStage(t, 1000)
	s.SetQuery(search.Parse(`red rating:5 state:saved tag="sun hat"`))
	same(t, "chips", s.chipTexts(), "5 stars", "Saved", "Tag: sun hat")
	if len(s.told) > 0 {
		t.Errorf("told %q of a search that it was given", s.told)
	}
	chip := s.chips.flow.box.Objects[1].(*widgets.FilterChip)
	test.TapAt(chip, fyne.NewPos(chip.Size().Width-6, 10))
	s.drain()
	same(t, "after a click on a cross", s.chipTexts(), "5 stars", "Tag: sun hat")

	s.Focus(s.canvas)
	s.press(fyne.KeyBackspace) // the words are selected
	same(t, "after the words went", s.chipTexts(), "5 stars", "Tag: sun hat")
	s.press(fyne.KeyBackspace)
	same(t, "after Backspace in the empty field", s.chipTexts(), "5 stars")
	s.press(fyne.KeyBackspace, fyne.KeyBackspace)
	same(t, "at last", s.chipTexts())
	if last := s.told[len(s.told)-1]; last != "" {
		t.Errorf("looks for %q", last)
	}
}

func TestModelsHaveTheirNames(t *testing.T) {
	s := newStage(t, 1000)
	s.SetQuery(search.Parse("model=ckp_1 model=ckp_gone"))
	same(t, "chips before the names are known", s.chipTexts(), "ckp_1", "ckp_gone")
	s.drain()
	same(t, "chips", s.chipTexts(), "My dog", "ckp_gone")
	s.show()
	if len(s.work) > 0 {
		t.Error("a name that nobody knows is asked for again")
	}
}

func TestCheckpointsOfOneJobAreToldApart(t *testing.T) {
	s := newStage(t, 1000)
	s.names = map[string]string{"ckp_1": "My dog · step 800 · LoRA"}
	s.SetQuery(search.Parse("model=ckp_1"))
	s.drain()
	same(t, "chips", s.chipTexts(), "My dog · step 800 · LoRA")
}

func TestClearAll(t *testing.T) {
	s := newStage(t, 1000)
	s.SetQuery(search.Parse("red is:favourite"))
	all := s.chips.flow.box.Objects[1].(*widgets.LinkButton)
	test.Tap(all)
	s.drain()
	if !s.Query().IsZero() || s.current.field.Text() != "" || !s.current.field.Focused() {
		t.Errorf("looks for %q; the field holds %q, has the keyboard: %v", s.Query(), s.current.field.Text(), s.current.field.Focused())
	}
	same(t, "chips", s.chipTexts())
	same(t, "told", s.told, "")
}

func TestKeysLeaveTheField(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.typing("rating:5")
	s.press(fyne.KeyReturn)
	same(t, "chips after Enter", s.chipTexts(), "5 stars")
	s.typing("x")
	s.press(fyne.KeyDown)
	if s.left != 2 {
		t.Errorf("left %d times, want 2", s.left)
	}
	s.press(fyne.KeyEscape)
	if s.current.field.Text() != "" || s.left != 2 {
		t.Errorf("Escape left %q in the field", s.current.field.Text())
	}
	s.press(fyne.KeyEscape)
	if s.left != 3 {
		t.Error("Escape in the empty field does not leave it")
	}
	same(t, "chips", s.chipTexts(), "5 stars")
}

func TestLeavingTheFieldByTheMouseMakesChips(t *testing.T) {
	s := newStage(t, 1000)
	s.Focus(s.canvas)
	s.typing("red state:saved")
	s.canvas.Unfocus()
	s.drain()
	same(t, "chips", s.chipTexts(), "Saved")
	if s.current.field.Text() != "red" {
		t.Errorf("the field holds %q", s.current.field.Text())
	}
}

func TestTheFieldGrowsWhenItIsUsed(t *testing.T) {
	s := newStage(t, 1200)
	narrow := s.current.field.Size().Width
	s.Focus(s.canvas)
	if wide := s.current.field.Size().Width; wide <= narrow {
		t.Errorf("%v wide with the keyboard, %v without", wide, narrow)
	}
	s.canvas.Unfocus()
	s.drain()
	if now := s.current.field.Size().Width; now != narrow {
		t.Errorf("%v wide when it is left, was %v", now, narrow)
	}
}

func TestAnotherHeightIsTold(t *testing.T) {
	s := newStage(t, 320)
	resized := 0
	s.current.p.Resized = func() { resized++ }
	before := s.MinSize().Height
	s.Focus(s.canvas)
	s.typing("red rating:5")
	if resized != 0 {
		t.Errorf("told %d times before there was a chip", resized)
	}
	s.typing(" ")
	if resized != 1 || s.MinSize().Height <= before {
		t.Errorf("told %d times, %v high, was %v", resized, s.MinSize().Height, before)
	}
}

// At any width of the bar, nothing overlaps and nothing is outside.
func TestNothingOverlaps(t *testing.T) {
	s := newStage(t, 1200)
	s.SetQuery(search.Parse(`red rating:>=2 state:saved,gone model="a model with a very long name that goes on and on" tag="sun hat" tag=ukj size:768x1024`))
	for width := float32(320); width <= 1200; width += 40 {
		s.Resize(fyne.NewSize(width, s.MinSize().Height))
		s.Resize(fyne.NewSize(width, s.MinSize().Height))
		parts := append([]fyne.CanvasObject{s.current.field}, []fyne.CanvasObject{s.filter.shape(), s.saved.button.shape()}...)
		parts = append(parts, s.chips.flow.box.Objects...)
		home := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.Bar)
		for i, o := range parts {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Subtract(home)
			end := at.Add(o.Size())
			if at.X < 0 || at.Y < 0 || end.X > width || end.Y > s.Size().Height {
				t.Fatalf("%v wide: part %d reaches from %v to %v of %v", width, i, at, end, s.Size())
			}
			for _, other := range parts[:i] {
				from := fyne.CurrentApp().Driver().AbsolutePositionForObject(other).Subtract(home)
				to := from.Add(other.Size())
				if at.X < to.X && from.X < end.X && at.Y < to.Y && from.Y < end.Y {
					t.Fatalf("%v wide: part %d at %v to %v lies over %v to %v", width, i, at, end, from, to)
				}
			}
		}
	}
}

// Whatever a person does, the last search passed to Changed is the one shown.
func TestWhatIsToldIsWhatIsShown(t *testing.T) {
	s := newStage(t, 1000)
	rapid.Check(t, func(rt *rapid.T) {
		s.again()
		s.Focus(s.canvas)
		told := ""
		rt.Repeat(map[string]func(*rapid.T){
			"type":      func(rt *rapid.T) { s.intoField(); s.typing(typing().Draw(rt, "text")) },
			"backspace": func(*rapid.T) { s.intoField(); s.press(fyne.KeyBackspace) },
			"escape":    func(*rapid.T) { s.intoField(); s.press(fyne.KeyEscape) },
			"enter":     func(*rapid.T) { s.intoField(); s.press(fyne.KeyReturn) },
			"leave":     func(*rapid.T) { s.canvas.Unfocus(); s.drain() },
			"take an offer": func(*rapid.T) {
				if !s.completion.flow.empty() {
					s.completion.flow.box.Objects[0].(*widgets.FilterChip).OnTapped()
				}
			},
			"remove": func(rt *rapid.T) {
				if n := len(s.chipTexts()); n > 0 {
					s.chips.flow.box.Objects[rapid.IntRange(0, n-1).Draw(rt, "chip")].(*widgets.FilterChip).OnRemoved()
				}
			},
			"choose": func(rt *rapid.T) {
				if !s.panel.shown() {
					s.openFilters()
					s.drain()
				}
				places := s.panel.places(nil)
				box := places[rapid.IntRange(0, len(places)-1).Draw(rt, "value")]
				s.panel.cells[box].chip.OnTapped()
				if rapid.Bool().Draw(rt, "close") {
					s.panel.close()
				}
			},
			"be given": func(rt *rapid.T) {
				s.SetQuery(search.Parse(typing().Draw(rt, "query")))
				told = s.Query().String()
				s.told = nil
			},
			"answer": func(*rapid.T) { s.drain() },
			"": func(rt *rapid.T) {
				if len(s.told) > 0 {
					told = s.told[len(s.told)-1]
				}
				if shown := meant(s.current.wording).String(); told != shown {
					rt.Fatalf("told %q, shows %q: %+v", told, shown, s.current.wording)
				}
				if s.current.field.Text() != s.current.wording.text || len(s.chipTexts()) != len(s.current.wording.shown()) {
					rt.Fatalf("the field holds %q, the chips are %q: %+v", s.current.field.Text(), s.chipTexts(), s.current.wording)
				}
			},
		})
	})
}

// intoField moves the focus to the field, and closes what covers it.
func (s *stage) intoField() {
	if s.panel.shown() {
		s.panel.close()
	}
	s.canvas.Focus(s.current.field.FocusTarget())
}
