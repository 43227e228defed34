package keyform

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/widgets/darkroom"
)

// goodKey is of a key's form. It is put together here so that no file holds one.
func goodKey() string { return "dl-" + strings.Repeat("0a", 16) }

// bench is a form in a window with a service that answers answer.
type bench struct {
	*Form
	window fyne.Window
	answer error
	used   []string
	opened []string
	done   int
	busy   []bool
	work   []func(context.Context) func()
}

func newBench(t *testing.T) *bench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	b := &bench{}
	b.Form = New(Params{
		Run: func(work func(context.Context) func()) { b.work = append(b.work, work) },
		Use: func(_ context.Context, key string) error {
			b.used = append(b.used, key)
			return b.answer
		},
		OnDone: func() { b.done++ },
		OnBusy: func(busy bool) { b.busy = append(b.busy, busy) },
		OnOpen: func(url string) { b.opened = append(b.opened, url) },
		Button: "Connect",
	})
	b.window = test.NewTempWindow(t, b.Object())
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

func TestTheFormOfAKeyIsCheckedAtOnce(t *testing.T) {
	for _, c := range []struct{ text, failed, warned string }{
		{"", "", ""},
		{"d", "", ""},
		{"dl-0a0", "", ""},
		{goodKey(), "", ""},
		{" \n" + goodKey() + "\r\n", "", ""},
		{"dl-0a 0b", "This key can’t be used: it has a blank or a line break in it, and a key is one word.", ""},
		{"sk-0a", "", unusual()},
		{goodKey() + "0", "", unusual()},
		{"dl-" + strings.Repeat("Zz", 16), "", unusual()},
	} {
		b := newBench(t)
		b.entry.SetText(c.text)
		if b.field.Error() != c.failed || b.field.Warning() != c.warned {
			t.Errorf("%d characters: the field says %q and %q, want %q and %q", len(c.text), b.field.Error(), b.field.Warning(), c.failed, c.warned)
		}
	}
}

func TestEnterWithoutAKeySaysWhatIsMissing(t *testing.T) {
	b := newBench(t)
	b.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.drain()
	if got := b.field.Error(); got != "This key can’t be used: it is empty." || len(b.used) != 0 {
		t.Errorf("says %q, checked %d keys", got, len(b.used))
	}
}

// Only the service knows its keys.
func TestAKeyOfAnotherFormIsTriedAndSaid(t *testing.T) {
	for _, key := range []string{"dl-0a", "sk_" + strings.Repeat("Zz", 20), strings.Repeat("0a", 16)} {
		b := newBench(t)
		b.answer = &api.Error{Status: 401}
		b.entry.SetText(" " + key + "\n")
		b.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		b.drain()
		if len(b.used) != 1 || b.used[0] != key || !strings.Contains(b.field.Error(), "does not know this key") || b.field.Warning() != unusual() {
			t.Errorf("%d characters: asked %d times, says %q and %q", len(key), len(b.used), b.field.Error(), b.field.Warning())
		}
		b.answer = nil
		b.Submit()
		b.drain()
		if b.done != 1 || b.field.Warning() != "" {
			t.Errorf("%d characters: done %d times, says %q", len(key), b.done, b.field.Warning())
		}
	}
}

func TestAGoodKeyIsTrimmedUsedAndForgotten(t *testing.T) {
	b := newBench(t)
	b.entry.SetText("  " + goodKey() + "\n")
	b.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !b.working.Visible() || !b.entry.Disabled() || !b.button.Disabled() {
		t.Error("the form does not show that it waits")
	}
	b.Submit()
	b.drain()
	if len(b.used) != 1 || b.used[0] != goodKey() || b.done != 1 {
		t.Fatalf("checked %d times, done %d", len(b.used), b.done)
	}
	if b.entry.Text != "" || b.working.Visible() || b.entry.Disabled() {
		t.Error("the form is not as it was")
	}
	if len(b.busy) != 2 || !b.busy[0] || b.busy[1] {
		t.Errorf("busy: %v", b.busy)
	}
}

func TestWhatWentWrongIsSaidInPlace(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&api.Error{Status: 401}, "does not know this key"},
		{&api.Error{Status: 403, Foreign: true}, "the key has not been refused"},
		{&api.Error{Status: 429}, "asks to wait"},
		{&api.Error{Status: 503}, "trouble of its own"},
		{&api.Error{Err: api.ErrBadAnswer}, "trouble of its own"},
		{fmt.Errorf("checking: %w", &api.Error{Err: errors.New("dial tcp: no route")}), "could not be reached"},
		{context.Canceled, "called off"},
		{syscall.ENOSPC, "could not be checked: the disk is full"},
	} {
		b := newBench(t)
		b.answer = c.err
		b.entry.SetText(goodKey())
		test.Tap(b.button)
		b.drain()
		if got := b.field.Error(); !strings.Contains(got, c.want) || b.done != 0 {
			t.Errorf("%v: says %q, done %d", c.err, got, b.done)
		}
		if b.entry.Text != goodKey() {
			t.Error("the key has to be pasted again")
		}
		if strings.Contains(b.field.Error(), goodKey()) {
			t.Error("the key is in the words")
		}
		test.Type(b.entry, "x")
		if strings.Contains(b.field.Error(), c.want) {
			t.Error("the words outlive the edit")
		}
	}
}
