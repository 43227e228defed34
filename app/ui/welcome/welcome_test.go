package welcome

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"lookbook/widgets/darkroom"
	_ "lookbook/widgets/rendertest"
)

type bench struct {
	*Card
	window      fyne.Window
	answer      error
	keys        []string
	done, demos int
	work        []func(context.Context) func()
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{}
	b.Card = New(Params{
		Icon: theme.InfoIcon(),
		Kept: "The key goes into your system's keychain.",
		Run:  func(work func(context.Context) func()) { b.work = append(b.work, work) },
		OnKey: func(_ context.Context, key string) error {
			b.keys = append(b.keys, key)
			return b.answer
		},
		OnDone: func() { b.done++ },
		OnDemo: func() { b.demos++ },
		OnOpen: func(string) {},
	})
	b.window = test.NewTempWindow(t, b.Object())
	b.window.SetPadded(false)
	b.window.Resize(fyne.NewSize(1024, 640))
	b.Focus(b.window.Canvas())
	return b
}

func (b *bench) drain() {
	for len(b.work) > 0 {
		work := b.work[0]
		b.work = b.work[1:]
		work(context.Background())()
	}
}

func (b *bench) typeKey() {
	test.Type(b.window.Canvas().Focused(), "dl-"+strings.Repeat("0a", 16))
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func TestPasteAndEnterConnects(t *testing.T) {
	b := newBench(t)
	b.typeKey()
	b.drain()
	if len(b.keys) != 1 || b.done != 1 {
		t.Errorf("checked %d keys, done %d", len(b.keys), b.done)
	}
}

func TestTheDemoNeedsNothing(t *testing.T) {
	b := newBench(t)
	test.Tap(b.demo)
	if b.demos != 1 || len(b.work) != 0 {
		t.Errorf("demo started %d times", b.demos)
	}
}

func TestNoDemoWhileAKeyIsChecked(t *testing.T) {
	b := newBench(t)
	b.answer = errors.New("no")
	b.typeKey()
	test.Tap(b.demo)
	if b.demos != 0 {
		t.Error("the demo starts beside a check")
	}
	b.drain()
	test.Tap(b.demo)
	if b.demos != 1 || b.done != 0 {
		t.Errorf("after the check: demo %d, done %d", b.demos, b.done)
	}
}

func TestTheCardFitsASmallWindow(t *testing.T) {
	b := newBench(t)
	if least := b.Object().MinSize(); least.Width > 420 || least.Height > 560 {
		t.Errorf("the card needs %v", least)
	}
}

func TestLooks(t *testing.T) {
	b := newBench(t)
	test.AssertRendersToMarkup(t, "card.xml", b.window.Canvas())
}
