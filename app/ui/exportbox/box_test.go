package exportbox

import (
	"fmt"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/files"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/settings"
	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

func TestTheChoiceIsHandedOn(t *testing.T) {
	uitest.App(t)
	var asked []string
	b := New(Params{
		Title: "Export 3 pictures", Button: "Export 3", Choice: choice(func(c *Choice) { c.Folder, c.Bare = "/pictures", true }),
		Export: func(c Choice) { asked = append(asked, fmt.Sprint(c.Folder, " ", c.Bare, " ", c.Credits)) },
	})
	window := test.NewTempWindow(t, b.Object())
	without := b.note.Text()
	window.Canvas().Focus(b.Begin())
	enter := func() { b.Begin().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	enter()
	for range 2 {
		b.what.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
		if b.note.Text() == without {
			t.Error("both choices are explained in the same words")
		}
		without = b.note.Text()
		enter()
	}
	b.field.SetError("That folder is full.")
	b.SetFolder("/copies")
	if b.field.Error() != "" {
		t.Errorf("another folder has the fault of the first: %q", b.field.Error())
	}
	enter()
	if want := []string{"/pictures true false", "/pictures true true", "/pictures false false", "/copies false false"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}

// choice is that of the first start, changed.
func choice(change func(c *Choice)) Choice {
	c := Remembered(settings.Defaults())
	change(&c)
	return c
}

// Every choice comes out as it went in, through the preferences too.
func TestChoicesStay(t *testing.T) {
	uitest.App(t)
	for _, change := range []func(c *Choice){
		func(*Choice) {},
		func(c *Choice) { c.Format, c.Quality, c.Ground = settings.ExportJPEG, 71, settings.ExportGrey },
		func(c *Choice) {
			c.Format, c.Size, c.Edge, c.Enlarge = settings.ExportWebP, settings.ExportLongEdge, 777, true
		},
		func(c *Choice) { c.Size, c.Percent, c.Template = settings.ExportInPercent, 33, "{seed}" },
		func(c *Choice) { c.Bare, c.Credits, c.Sidecars = true, true, false },
	} {
		was := choice(change)
		v := settings.Defaults()
		was.Remember(&v)
		var is Choice
		b := New(Params{Choice: Remembered(v), Export: func(c Choice) { is = c }})
		test.NewTempWindow(t, b.Object())
		b.export()
		if is != was {
			t.Errorf("%+v became %+v", was, is)
		}
	}
}

func TestTo(t *testing.T) {
	if to := choice(func(c *Choice) { c.Folder = "/a" }).To(); to != (files.ExportTo{Folder: "/a", Metadata: true}) {
		t.Errorf("at first: %+v", to)
	}
	c := choice(func(c *Choice) {
		c.Folder, c.Format, c.Quality, c.Size, c.Edge, c.Ground, c.Bare, c.Credits, c.Sidecars, c.Template = "/a", settings.ExportJPEG, 80, settings.ExportLongEdge, 900, settings.ExportBlack, true, true, false, "{seed}"
	})
	want := files.ExportTo{
		Folder: "/a", Credits: true, NoSidecars: true, Template: "{seed}",
		As: convert.Options{Format: media.JPEG, Quality: 80, LongEdge: 900, Ground: color.RGBA{0, 0, 0, 255}},
	}
	if c.To() != want {
		t.Errorf("%+v, want %+v", c.To(), want)
	}
}

// Only what the choice needs is shown, and what is wrong keeps the export from starting.
func TestControlsFollowTheChoice(t *testing.T) {
	uitest.App(t)
	exported := 0
	b := New(Params{Choice: choice(func(*Choice) {}), Export: func(Choice) { exported++ }})
	test.NewTempWindow(t, b.Object())
	shown := func() string {
		return fmt.Sprint(b.quality.Visible(), b.under.Visible(), b.edge.Visible(), b.percent.Visible(), b.enlarge.Visible(), b.beside.Visible())
	}
	if shown() != "false false false false false true" {
		t.Errorf("at first %s", shown())
	}
	right := &fyne.KeyEvent{Name: fyne.KeyRight}
	b.format.TypedKey(right)
	b.format.TypedKey(right)
	b.size.TypedKey(right)
	b.what.TypedKey(right)
	if wide := b.form.MinSize().Width; wide > b.Width() {
		t.Errorf("the controls need %v, and the box has %v", wide, b.Width())
	}
	if shown() != "true true true false true false" {
		t.Errorf("JPEG by its long edge, without metadata: %s", shown())
	}
	b.edge.SetText("0")
	b.export()
	b.edge.SetText("100")
	b.name.SetText("{nonsense}")
	b.export()
	if exported != 0 || b.named.Error() == "" {
		t.Errorf("exported %d times with what is wrong; the names: %q", exported, b.named.Error())
	}
	b.name.SetText(" ")
	b.export()
	if exported != 1 || b.named.Error() != "" {
		t.Errorf("exported %d times; the names: %q", exported, b.named.Error())
	}
	b.SetFolder("/pictures")
	b.SetInside("/other", true)
	if b.field.Warning() != "" {
		t.Error("a late answer warns of another folder")
	}
	b.SetInside("/pictures", true)
	if b.field.Warning() == "" {
		t.Error("the pictures' own folder is chosen without a word")
	}
}
