// Package problem turns errors into what is kept of them and shown: a
// library.Problem.
package problem

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/supervisor"
)

// New puts an error into the form that is kept and shown. What says what was
// being done, at is when it happened.
func New(what string, err error, charged library.Charge, at time.Time) *library.Problem {
	p := &library.Problem{What: what, Message: Words(err), Charged: charged, At: at}
	if told, ok := errors.AsType[*api.Error](err); ok {
		p.Status, p.Fields = told.Status, told.Fields
		switch {
		case told.Message != "":
			p.Message += " (" + told.Message + ")"
		case told.Err != nil && errors.Is(err, api.ErrNoAnswer):
			p.Message += " (" + told.Err.Error() + ")"
		}
	}
	return p
}

// Words says what an error means to a person who knows nothing of the program.
func Words(err error) string {
	var inside *api.PrivateHostError
	var insecure *api.InsecureURLError
	var crash *supervisor.PanicError
	switch {
	case errors.As(err, &crash):
		return "Lookbook made a mistake here; the log has the details"
	case errors.As(err, &inside):
		return "its host " + LeadsTo(inside)
	case errors.As(err, &insecure):
		return insecure.Error()
	case errors.Is(err, api.ErrUnauthorized) && !api.ByService(err):
		return "something between this computer and the service refused the call"
	case errors.Is(err, api.ErrUnauthorized):
		return "the API key was not accepted"
	case errors.Is(err, api.ErrNoKey):
		return "there is no API key"
	case errors.Is(err, api.ErrNoTokens):
		return "the account has no tokens left for this"
	case errors.Is(err, api.ErrRateLimited):
		return "the service asks us to slow down"
	case errors.Is(err, api.ErrServer):
		return "the service has trouble of its own"
	case errors.Is(err, api.ErrNoAnswer):
		return "there was no answer, or it broke off"
	case errors.Is(err, api.ErrExpired):
		return "the picture's address has expired"
	case errors.Is(err, api.ErrNotFound):
		return "the service does not have it any more"
	case errors.Is(err, api.ErrBadAnswer):
		return "the answer made no sense"
	case errors.Is(err, context.DeadlineExceeded):
		return "it took too long"
	case errors.Is(err, library.ErrFull):
		return "the disk that holds Lookbook’s library is full"
	case errors.Is(err, library.ErrBusy):
		return library.ErrBusy.Error()
	case errors.Is(err, library.ErrReadOnly):
		return library.ErrReadOnly.Error()
	case errors.Is(err, library.ErrUnreachable):
		return library.ErrUnreachable.Error()
	case errors.Is(err, library.ErrDisk):
		return library.ErrDisk.Error()
	case errors.Is(err, fs.ErrNotExist):
		return "the folder is not there"
	case errors.Is(err, fs.ErrPermission):
		return "the folder cannot be written to"
	}
	return err.Error()
}

// LeadsTo says where a host leads that pictures are not fetched from, beginning
// with its name.
func LeadsTo(refusal *api.PrivateHostError) string {
	words := refusal.Host + " leads to " + refusal.Where() + ", "
	if len(refusal.Addresses) == 0 {
		words = refusal.Host + " is "
	}
	switch refusal.Network {
	case api.ThisComputer:
		return words + "this computer"
	case api.LocalNetwork:
		return words + "an address in your own network"
	case api.LinkLocal:
		return words + "an address that is only used between neighbours in a network"
	case api.SharedNetwork:
		return words + "an address inside a provider’s network or a private tunnel"
	case api.TestNetwork:
		return words + "an address that is only meant for tests"
	case api.WrappedNetwork:
		return words + "an address that stands for a private one"
	}
	return words + "an address that no public host has"
}
