package message_test

import (
	"errors"
	"fmt"
	"go/ast"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/naming"
	"lookbook/app/platform/clipboard"
	"lookbook/app/problem"
	"lookbook/app/ui/message"
)

func TestReason(t *testing.T) {
	for in, want := range map[string]string{
		"":                  "",
		"the disk is full.": "the disk is full",
		"not saved, because the folder is not there": "the folder is not there",
	} {
		if got := message.Reason(&library.Problem{Message: in}); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	if message.Reason(nil) != "" {
		t.Error("a reason for nothing")
	}
}

// A stored problem is shown by its code, with the service's text; one of an
// earlier version by its message.
func TestProblemsInWords(t *testing.T) {
	noAnswer := &api.Error{Err: errors.Join(api.ErrNoAnswer, errors.New("no route to host"))}
	unsent := problem.New("starting the job", noAnswer, library.ChargedNo, time.Time{})
	unsent.Cause, unsent.Message = cause.New(cause.Unsent).Because(cause.New(cause.NoAnswer)), "no route to host."
	for _, c := range []struct {
		p         *library.Problem
		all, why  string
		notPosted bool
	}{
		{unsent, "not sent: there was no answer, or it broke off (no route to host)", "there was no answer, or it broke off", true},
		{&library.Problem{Message: "not sent: there is no API key"}, "not sent: there is no API key", "there is no API key", true},
		{&library.Problem{Cause: cause.New(cause.NoTokens), Message: "Not enough tokens."}, "the account has no tokens left for this (Not enough tokens)", "the account has no tokens left for this", false},
		{
			&library.Problem{Cause: cause.New(cause.Unsaved).Because(cause.New(cause.PrivateHost+".local", "Host", "images.example", "Where", "192.168.1.7"))},
			"not saved, because the host images.example leads to 192.168.1.7, an address in your own network",
			"the host images.example leads to 192.168.1.7, an address in your own network", false,
		},
		{&library.Problem{Cause: cause.New("of.a.later.version", "Text", "the moon is full")}, "the moon is full", "the moon is full", false},
		{problem.Behind(cause.Unsaved, &library.Problem{Message: "the moon is full"}), "not saved, because the moon is full", "the moon is full", false},
		{&library.Problem{Cause: cause.New("of.a.later.version")}, "of.a.later.version", "of.a.later.version", false},
	} {
		if all, why := message.Problem(c.p), message.Reason(c.p); all != c.all || why != c.why || message.Unsent(c.p) != c.notPosted {
			t.Errorf("%q, %q; want %q, %q", all, why, c.all, c.why)
		}
	}
}

// Errors of the library's disk are shown without the action and the database's
// code.
func TestErrorsInWords(t *testing.T) {
	for want, err := range map[string]error{
		"another program is using Lookbook’s library":                                      fmt.Errorf("remember a folder: %w: %w", library.ErrBusy, errors.New("database is locked (5)")),
		"the disk that holds Lookbook’s library has trouble":                               fmt.Errorf("remember a folder: %w: %w", library.ErrDisk, errors.New("disk I/O error (778)")),
		"the file of Lookbook’s library may only be read":                                  fmt.Errorf("remember a folder: %w", library.ErrReadOnly),
		"the file of Lookbook’s library can’t be opened":                                   fmt.Errorf("remember a folder: %w", library.ErrUnreachable),
		"something between this computer and the service refused the call":                 &api.Error{Status: 401, Foreign: true, Err: api.ErrUnauthorized},
		"this isn’t the folder that your pictures were in: its disk may not be plugged in": fmt.Errorf("saving: %w", folder.ErrOtherFolder),
		"something unexpected happened":                                                    &fs.PathError{Op: "open", Path: "/x", Err: syscall.EINVAL},
		"the words of the window":                                                          message.Said("the words of the window"),
	} {
		if got := message.Error(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

func TestHosts(t *testing.T) {
	refused := problem.OfHost(&api.PrivateHostError{Host: "localhost", Network: api.ThisComputer})
	if got := message.Cause(refused); got != "the host localhost is this computer" {
		t.Errorf("it says %q", got)
	}
	unreached := cause.New(cause.Unreachable, "Host", "images.example").Because(cause.New(cause.Other, "Text", "no such host"))
	if got := message.Cause(unreached); got != "the host images.example can’t be reached: no such host" {
		t.Errorf("it says %q", got)
	}
}

// Every code has a sentence and every sentence a code, so everything stored can
// be shown.
func TestEveryCodeHasASentence(t *testing.T) {
	codes := map[string]bool{"with.detail": true}
	for _, f := range sources(t, "../../cause") {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				if code, whole := text(spec.Values[0]); whole {
					codes[code] = true
				}
			}
			return true
		})
	}
	for _, f := range sources(t, "../../../api") {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				kind, _ := spec.Type.(*ast.Ident)
				before, known := map[string]string{"Form": "answer.", "Lack": "lack.", "AddressFault": "", "KeyFault": "key.form."}[fmt.Sprint(kind)]
				if code, whole := text(spec.Values[0]); known && whole && !codes[before+code] {
					t.Errorf("package cause has no code for %q of package api", before+code)
				}
			}
			return true
		})
	}
	delete(codes, string(cause.PrivateHost)) // has a network behind it
	for _, network := range []string{"here", "link", "local", "reserved", "shared", "test", "wrapped"} {
		codes["host."+network] = true
	}
	sentences := english(t)
	for code := range codes {
		if sentences["cause."+code] == nil {
			t.Errorf("there is no sentence for the code %q: add it to en.json", code)
		}
	}
	for key := range sentences {
		if code, ok := strings.CutPrefix(key, "cause."); ok && !codes[code] {
			t.Errorf("nothing has the code of %q: remove the sentence, or restore the code if it was ever stored", key)
		}
	}
}

// Errors of the parts below are told without the words that are for the log.
func TestErrorsOfThePartsInWords(t *testing.T) {
	for want, err := range map[string]error{
		"it has changed meanwhile":                                 fmt.Errorf("sending again: %w", &library.StateError{Thing: "submission", ID: "1", From: "accepted", To: "sending"}),
		"the name “../x.png” leads out of the folder":              fmt.Errorf("saving: %w", &naming.NameError{Name: "../x.png", Fault: naming.NameOutside}),
		"the file's name is too long for this disk":                &naming.NameError{Name: "x", Fault: naming.NameLong},
		"there is no clipboard for pictures here":                  fmt.Errorf("%w: %w", errors.New("connecting to the X display :0: refused"), clipboard.ErrNoClipboard),
		"there is no X display; under Wayland, XWayland is needed": fmt.Errorf("%w: %w", cause.Err(cause.ClipboardNoDisplay), clipboard.ErrNoClipboard),
		"it is no picture that can be copied":                      fmt.Errorf("%w: %w", clipboard.ErrNoPicture, &media.UnsupportedError{}),
	} {
		if got := message.Error(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
	if got := message.Complaint(api.FieldError{Loc: []string{"body", "width"}}); got != "not accepted" {
		t.Errorf("a complaint without words is %q", got)
	}
}
