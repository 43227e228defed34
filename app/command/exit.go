package command

import (
	"context"
	"errors"
	"syscall"

	"lookbook/api/curl"
	"lookbook/app/library"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
)

// The exit codes. Scripts rely on them.
const (
	Done        = 0
	Failed      = 1   // a problem of this computer, for example a library that can't be opened
	Usage       = 2   // wrong usage, or input that can't be read
	Refused     = 3   // refused, and nothing was charged
	Unsure      = 4   // it is unknown whether it was charged
	JobFailed   = 5   // charged, and the job failed
	Unsaved     = 6   // done, but some pictures are not saved yet
	NoKey       = 7   // no key, or no keychain
	OverLimit   = 8   // a spending limit would be passed; nothing was sent
	Interrupted = 130 // requests already sent stay in the library and are followed later
)

// problem ends a command with a code and a sentence. Without a sentence nothing
// more is printed.
type problem struct {
	code  int
	words string
}

func (p *problem) Error() string { return p.words }

// wrong is a problem with the command line.
func wrong(key string, with ...message.With) error {
	return &problem{Usage, message.T("command."+key, with...)}
}

// unreadable is a problem with a text that a request was read from.
func unreadable(err error) error {
	return &problem{Usage, message.Error(err)}
}

// outcome returns the exit code for an error, and the sentence to print.
func outcome(err error) (code int, words string) {
	if err == nil {
		return Done, ""
	}
	if p, ok := errors.AsType[*problem](err); ok {
		return p.code, p.words
	}
	var keychain *secrets.KeychainError
	switch {
	case errors.Is(err, syscall.EPIPE):
		return Done, ""
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Interrupted, ""
	case errors.As(err, &keychain), errors.Is(err, secrets.ErrNoKey):
		return NoKey, message.Error(err)
	}
	if _, ok := errors.AsType[*curl.Error](err); ok {
		return Usage, message.Error(err)
	}
	return Failed, message.FileError(err)
}

// unopened explains why the library can't be opened.
func unopened(err error, paths settings.Paths) error {
	place := message.With{"Library": paths.Library()}
	var newer *library.NewerError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, session.ErrInUse):
		return &problem{Failed, message.T("open.in.use")}
	case errors.As(err, &newer):
		return &problem{Failed, message.T("open.newer")}
	case errors.Is(err, settings.ErrNoHome):
		return &problem{Failed, message.T("open.no.home")}
	case errors.Is(err, library.ErrBusy):
		return &problem{Failed, message.T("command.library.busy", place)}
	case errors.Is(err, library.ErrDamaged):
		return &problem{Failed, message.T("command.library.damaged", place)}
	}
	return &problem{Failed, message.T("command.library.unopened", message.With{"Library": paths.Library(), "Why": endless(message.FileError(err))})}
}
