package command_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"lookbook/app/command"
	"lookbook/app/secrets"
)

// keyOf makes a key at run time, so that no file contains one.
func keyOf(digit string) string { return "dl-" + strings.Repeat(digit, 32) }

// here makes this process the place's, with a keychain in memory and no key in the environment.
func (p *place) here() {
	p.t.Helper()
	keyring.MockInit()
	for name, value := range p.env {
		p.t.Setenv(name, value)
	}
	p.t.Setenv(secrets.Variable, "")
}

// answer is what a command of this process ended with and wrote.
func (p *place) answer(in io.Reader, args ...string) (code int, out, said string) {
	var written, warned text
	code = command.Run(p.t.Context(), args, command.Env{In: in, Out: &written, Err: &warned, Version: "test"})
	return code, written.String(), warned.String()
}

// The key is kept in the keychain, and an open window is told that it changed, without the key.
func TestKeyIsKeptAndTheWindowTold(t *testing.T) {
	p := newPlace(t)
	p.here()
	window := secrets.Open(secrets.Options{})
	told := make(chan struct{}, 8)
	p.openWindow(func() { told <- struct{}{} })

	if code, _, said := p.answer(strings.NewReader(""), "key", "where"); code != command.NoKey || !strings.Contains(said, "key set") {
		t.Errorf("no key: %d, %s", code, said)
	}
	for _, digit := range []string{"a", "b"} {
		if code, out, said := p.answer(strings.NewReader(" "+keyOf(digit)+"\n"), "key", "set"); code != command.Done || out+said != "" {
			t.Fatalf("set: %d, %s%s", code, out, said)
		}
		<-told
		if got, err := window.Reload(t.Context()); err != nil || got.Secret.Reveal() != keyOf(digit) {
			t.Errorf("the window has %v, %v", got.Where, err)
		}
	}
	if code, out, said := p.answer(strings.NewReader(""), "key", "where"); code != command.Done || out != "keychain\n" || said != "" {
		t.Errorf("where: %d, %s%s", code, out, said)
	}
	if code, out, said := p.answer(strings.NewReader(""), "key", "forget"); code != command.Done || out+said != "" {
		t.Errorf("forget: %d, %s%s", code, out, said)
	}
	<-told
	if _, err := window.Reload(t.Context()); err == nil {
		t.Error("the window still has a key")
	}
	p.closeWindow()
	if code, _, said := p.answer(strings.NewReader(keyOf("c")), "key", "set"); code != command.Done || said != "" {
		t.Errorf("without a window: %d, %s", code, said)
	}
}

// A key is never an argument, and what is said of one doesn't repeat it.
func TestKeyIsNoArgument(t *testing.T) {
	p := newPlace(t)
	p.here()
	for _, args := range [][]string{
		{"key", "set", keyOf("a")},
		{"key", "--set=" + keyOf("a")},
		{"key", keyOf("a")},
		{"generate", keyOf("a")},
		{"show", keyOf("a")},
		{"wait", keyOf("a")},
		{"--key", keyOf("a")},
		{keyOf("a")},
		{"open", keyOf("a")},
		{"mark", keyOf("a"), "--rating", "2"},
	} {
		code, out, said := p.answer(strings.NewReader(""), args...)
		if code != command.Usage || strings.Contains(out+said, keyOf("a")) || said == "" {
			t.Errorf("%v: %d, %s%s", strings.ReplaceAll(strings.Join(args, " "), keyOf("a"), "KEY"), code, out, said)
		}
		if args[0] == "key" && !strings.Contains(said, "never an argument") {
			t.Errorf("it said: %s", said)
		}
	}
	if got, err := keyring.Get(secrets.Service, secrets.User); err == nil {
		t.Errorf("kept %d bytes", len(got))
	}
}

// Each account has a key of its own. One that isn't known yet is added with its key, and requests can
// be sent with it.
func TestTheKeyOfAnotherAccount(t *testing.T) {
	p := newPlace(t)
	p.here()
	set := func(digit string, args ...string) (int, string) {
		code, out, said := p.answer(strings.NewReader(keyOf(digit)+"\n"), append([]string{"key", "set"}, args...)...)
		return code, out + said
	}
	for _, args := range [][]string{{"key", "where"}, {"key", "forget"}, {"generate", "--prompt", "a"}} {
		if code, _, said := p.answer(strings.NewReader(""), append(args, "--account", "Studio")...); code != command.Usage || !strings.Contains(said, "“Studio”") {
			t.Errorf("%v with an unknown account: %d, %s", args, code, said)
		}
	}
	for range 2 {
		if code, said := set("a"); code != command.Done {
			t.Fatal(code, said)
		}
		if code, said := set("b", "--account", "Studio"); code != command.Done {
			t.Fatal(code, said)
		}
	}
	if code, out, said := p.answer(strings.NewReader(""), "key", "where", "--account", "STUDIO"); code != command.Done || out != "keychain\n" {
		t.Errorf("where: %d, %s%s", code, out, said)
	}
	if code, _, said := p.answer(strings.NewReader(""), "key", "forget", "--account", "studio"); code != command.Done {
		t.Errorf("forget: %d, %s", code, said)
	}
	if got, err := keyring.Get(secrets.Service, secrets.User); err != nil || got != keyOf("a") {
		t.Errorf("the first account's key: %d bytes, %v", len(got), err)
	}
	if code, _, _ := p.answer(strings.NewReader(""), "key", "where", "--account", "studio"); code != command.NoKey {
		t.Errorf("forgotten: %d", code)
	}
}

// On a terminal the key isn't shown, and after Ctrl+C the terminal shows again what is typed.
func TestKeyIsTypedUnseen(t *testing.T) {
	p := newPlace(t)
	p.here()
	outer, inner := terminal(t)
	shows := func() bool { return echoes(t, inner) }
	run := func(ctx context.Context) <-chan int {
		codes := make(chan int, 1)
		go func() {
			codes <- command.Run(ctx, []string{"key", "set"}, command.Env{In: inner, Out: io.Discard, Err: inner, Version: "test"})
		}()
		for shows() { // until it asks
		}
		return codes
	}
	codes := run(t.Context())
	if _, err := io.WriteString(outer, keyOf("a")+"\n"); err != nil {
		t.Fatal(err)
	}
	if code := <-codes; code != command.Done || !shows() {
		t.Errorf("it ended with %d; shows what is typed: %v", code, shows())
	}
	if got, err := keyring.Get(secrets.Service, secrets.User); err != nil || got != keyOf("a") {
		t.Errorf("kept %d bytes, %v", len(got), err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	codes = run(ctx)
	interrupt()
	if code := <-codes; code != command.Interrupted || !shows() {
		t.Errorf("after Ctrl+C it ended with %d; shows what is typed: %v", code, shows())
	}
	if _, err := inner.WriteString("end"); err != nil {
		t.Fatal(err)
	}
	var shown string
	for !strings.HasSuffix(shown, "end") {
		part := make([]byte, 4096)
		n, err := outer.Read(part)
		if err != nil {
			t.Fatal(err)
		}
		shown += string(part[:n])
	}
	if strings.Contains(shown, keyOf("a")) || strings.Count(shown, "not shown") != 2 {
		t.Errorf("the terminal shows %q", strings.ReplaceAll(shown, keyOf("a"), "KEY"))
	}
	_, _ = io.WriteString(outer, "\n") // ends the read that was left behind
}
