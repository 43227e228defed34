package engine

import (
	"context"
	"errors"
	"io/fs"
	"net/http"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/supervisor"
)

// problem puts an error into the form that is kept and shown.
func (e *Engine) problem(what string, err error, charged library.Charge) *library.Problem {
	p := &library.Problem{What: what, Message: words(err), Charged: charged, At: e.wall()}
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

// words says what an error means to a person who knows nothing of the program.
func words(err error) string {
	var inside *api.PrivateHostError
	var insecure *api.InsecureURLError
	var crash *supervisor.PanicError
	switch {
	case errors.As(err, &crash):
		return "Lookbook made a mistake here; the log has the details"
	case errors.As(err, &inside):
		return "its host " + leadsTo(inside)
	case errors.As(err, &insecure):
		return insecure.Error()
	case errors.Is(err, api.ErrUnauthorized) && !byService(err):
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

// definite reports whether the service said no, so that a POST with this
// answer has certainly started and charged nothing.
func definite(err error) bool {
	told, ok := errors.AsType[*api.Error](err)
	if !ok {
		return false
	}
	// 408 is a proxy's word for having waited too long, perhaps for an answer
	// to a request that went through.
	return !told.Received && told.Status != http.StatusRequestTimeout
}
