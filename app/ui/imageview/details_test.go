package imageview

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/ui/imageview/facts"
	"lookbook/widgets"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestActionsAreAboutThePictureShown(t *testing.T) {
	b := newViewerBench(t, pictures(3)...)
	b.Open(0)
	b.press(fyne.KeyRight)
	b.window.Canvas().Unfocus()
	for _, o := range []fyne.Tappable{b.details.seed, b.details.copySeed, b.details.folder, b.details.favourite} {
		test.Tap(o)
	}
	if want := []string{"use seed 2", "seed 2", "folder 2", "favourite 2"}; !slices.Equal(b.acts, want) {
		t.Errorf("%q", b.acts)
	}
	if b.window.Canvas().Focused() != b.photo.image {
		t.Error("the keyboard did not go back to the picture")
	}
}

func TestTheParametersAreSaid(t *testing.T) {
	b := newViewerBench(t, pictures(1)...)
	b.Open(0)
	b.drain()
	var got []string
	for _, f := range b.details.facts.shown {
		got = append(got, f.Name+" = "+f.Value)
	}
	want := []string{
		"Prompt = wild west photo", "Negative prompt = blurry", "Model = ckp_15f9112b", "Seed = 2811570195", "Size = 1 × 10", "Steps = 20",
		"Scheduler = euler_a", "Guidance scale = 7.5", "High-resolution fix = on", "Denoising strength = 0.5", "Job = ig_1", "File size = 1.2 MB", "File = /pictures/1.png",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	b.err = errors.New("the disk is gone")
	b.Close()
	b.Open(0)
	b.drain()
	if got := b.details.facts.shown[0].Name; got != "Seed" {
		t.Errorf("without the job it begins with %q", got)
	}
}

func TestALongPromptIsFoldedAndCanBeUnfolded(t *testing.T) {
	b := newViewerBench(t, pictures(2)...)
	long := strings.Repeat("👩‍👩‍👧‍👦 שלום ", 4000)
	b.entry.Job.Config.Prompt = long
	b.Open(0)
	b.drain()
	folded := b.details.facts.rows.MinSize().Height
	if folded > 800 {
		t.Fatalf("folded it is %g high", folded)
	}
	b.press(fyne.KeyRight)                  // another picture of the job
	b.window.Resize(fyne.NewSize(900, 601)) // laid out
	test.Tap(find[*widgets.LinkButton](t, b.details.facts.rows))
	if whole := b.details.facts.rows.MinSize().Height; whole < 5*folded {
		t.Fatalf("unfolded it is %g high, folded %g", whole, folded)
	}
}

// find returns the only object of a type among objects.
func find[T fyne.CanvasObject](t *testing.T, among fyne.CanvasObject) T {
	t.Helper()
	var found []T
	var look func(fyne.CanvasObject)
	look = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if o, ok := o.(T); ok {
			found = append(found, o)
		}
		if c, ok := o.(*fyne.Container); ok {
			for _, child := range c.Objects {
				look(child)
			}
		}
	}
	look(among)
	if len(found) != 1 {
		t.Fatalf("%d objects of this type", len(found))
	}
	return found[0]
}

func TestFoldCutsBetweenGraphemes(t *testing.T) {
	for _, c := range []struct {
		text, want string
		n          int
		cut        bool
	}{
		{"abc", "abc", 3, false},
		{"abc", "ab…", 2, true},
		{"", "", 1, false},
		{"👩‍👩‍👧‍👦🦊x", "👩‍👩‍👧‍👦…", 1, true},
		{"e\u0301e\u0301", "e\u0301…", 1, true},
	} {
		if got, cut := fold(c.text, c.n); got != c.want || cut != c.cut {
			t.Errorf("fold(%q, %d) = %q, %v", c.text, c.n, got, cut)
		}
	}
}

func TestSight(t *testing.T) {
	b := newViewerBench(t, pictures(3)...)
	b.Open(1)
	b.drain()
	test.AssertRendersToMarkup(t, "viewer.xml", b.window.Canvas())
}

// Content credentials are shown only for the picture on the screen, after its
// file was read.
func TestContentCredentialsAreSaidOfThePictureShown(t *testing.T) {
	b := newViewerBench(t, pictures(3)...)
	asked := map[int64]int{}
	b.p.Credentials = func(_ context.Context, img library.Image) (files.Credentials, error) {
		asked[img.ID]++
		if img.ID == 2 {
			return files.CredentialsAsSaved, nil
		}
		return files.NoCredentials, nil
	}
	said := func() bool {
		return slices.ContainsFunc(b.details.facts.shown, func(f facts.Fact) bool { return f.Name == "Content credentials" })
	}
	b.Open(0)
	b.drain()
	for _, c := range []struct {
		key  fyne.KeyName
		want bool
	}{{fyne.KeyRight, true}, {fyne.KeyRight, false}, {fyne.KeyLeft, true}, {fyne.KeyLeft, false}} {
		b.press(c.key)
		b.drain()
		if said() != c.want {
			t.Errorf("of picture %d: %t", b.Shown().ID, said())
		}
	}
	if asked[1] != 2 || asked[2] != 2 || asked[3] != 1 {
		t.Errorf("asked %v", asked)
	}
}
