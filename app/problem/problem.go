// Package problem turns errors into causes, and into the form in which the library keeps them. All
// functions are pure and safe for concurrent use.
package problem

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"strconv"
	"syscall"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/naming"
	"lookbook/app/media/recall"
	"lookbook/app/supervisor"
)

// New makes a problem from an error. what says what was being done, at when it happened.
func New(what string, err error, charged library.Charge, at time.Time) *library.Problem {
	p := &library.Problem{What: what, Cause: Of(err), Charged: charged, At: at}
	switch p.Cause.Code {
	case cause.Other:
		p.Cause, p.Message = cause.Cause{}, p.Cause.With["Text"]
	case cause.Unexpected:
		p.Cause, p.Message = cause.New(cause.Unexpected), p.Cause.With["Text"]
	}
	if told, ok := errors.AsType[*api.Error](err); ok {
		p.Status, p.Fields = told.Status, told.Fields
		switch {
		case told.Wordless.Form != "":
			p.Detail = cause.New(cause.Code("answer."+told.Wordless.Form), "Text", told.Wordless.Title)
		case told.Message != "":
			p.Message = told.Message
			if p.Cause.Code == cause.Unexpected { // the service's own text says what it is
				p.Cause = cause.Cause{}
			}
		case errors.Is(err, api.ErrNoAnswer):
			p.Detail = ofTrouble(told)
		}
	}
	return p
}

// Behind puts a problem's cause behind code, which says what happened to a request or a picture
// because of it.
func Behind(code cause.Code, p *library.Problem) *library.Problem {
	why := p.Cause
	if why.IsZero() && p.Message != "" {
		why, p.Message = cause.New(cause.Other, "Text", p.Message), ""
	}
	p.Cause = cause.New(code).Because(why)
	return p
}

// meanings are the causes of known errors. The first match counts.
func meanings() []struct {
	err  error
	code cause.Code
} {
	return []struct {
		err  error
		code cause.Code
	}{
		{api.ErrUnauthorized, cause.KeyRefused},
		{api.ErrNoKey, cause.NoKey},
		{api.ErrNoTokens, cause.NoTokens},
		{api.ErrInvalid, cause.Invalid},
		{api.ErrRateLimited, cause.SlowDown},
		{api.ErrServer, cause.ServiceTrouble},
		{api.ErrNoAnswer, cause.NoAnswer},
		{api.ErrExpired, cause.Expired},
		{api.ErrNotFound, cause.NotThere},
		{api.ErrBadAnswer, cause.BadAnswer},
		{context.DeadlineExceeded, cause.TooSlow},
		{library.ErrFull, cause.LibraryFull},
		{library.ErrBusy, cause.LibraryBusy},
		{library.ErrReadOnly, cause.LibraryReadOnly},
		{library.ErrUnreachable, cause.LibraryUnreachable},
		{library.ErrDisk, cause.LibraryDisk},
		{library.ErrDamaged, cause.LibraryDamaged},
		{folder.ErrOtherFolder, cause.OtherFolder},
		{media.ErrNotFile, cause.FileOdd},
		{naming.ErrNoFreeName, cause.FileNames},
		{fs.ErrNotExist, cause.FolderAbsent},
		{folder.ErrNotFolder, cause.NotFolder},
		{syscall.ENOTDIR, cause.NotFolder},
		{fs.ErrPermission, cause.FolderForbidden},
	}
}

// Of returns the cause of an error. An error without a code becomes cause.Unexpected with the
// error's text.
func Of(err error) cause.Cause {
	if _, ok := errors.AsType[*supervisor.PanicError](err); ok {
		return cause.New(cause.Panic)
	}
	if inside, ok := errors.AsType[*api.PrivateHostError](err); ok {
		return OfHost(inside)
	}
	if insecure, ok := errors.AsType[*api.InsecureURLError](err); ok {
		return cause.New(cause.Code(insecure.Fault), "Address", insecure.URL)
	}
	if unfit, ok := errors.AsType[*api.KeyFormError](err); ok {
		return cause.New(cause.Code("key.form." + unfit.Fault))
	}
	if told, ok := errors.AsType[*api.Error](err); ok && told.ModelGone() {
		return cause.New(cause.ModelGone)
	}
	if known, ok := errors.AsType[cause.Error](err); ok {
		return known.Cause()
	}
	if c := ofPicture(err); !c.IsZero() {
		return c
	}
	if link, ok := errors.AsType[*naming.LinkError](err); ok {
		return cause.New(cause.FolderLink, "Name", link.Name)
	}
	if name, ok := errors.AsType[*naming.NameError](err); ok {
		if name.Fault == naming.NameLong {
			return cause.New(cause.NameTooLong)
		}
		return cause.New(cause.FileOutside, "Name", name.Name)
	}
	switch {
	case errors.Is(err, api.ErrUnauthorized) && !api.ByService(err):
		return cause.New(cause.Firewall)
	case folder.Full(err):
		return cause.New(cause.DiskFull)
	case folder.ReadOnly(err):
		return cause.New(cause.DiskReadOnly)
	}
	for _, known := range meanings() {
		if errors.Is(err, known.err) {
			return cause.New(known.code)
		}
	}
	if code := cause.OfSystem(err); code != "" {
		return cause.New(code)
	}
	return cause.New(cause.Unexpected, "Text", err.Error())
}

// OfFile returns the cause of an error about a file, not a folder.
func OfFile(err error) cause.Cause {
	switch c := Of(err); c.Code {
	case cause.FolderAbsent:
		return cause.New(cause.FileGone)
	case cause.NotFolder:
		return cause.New(cause.FileFolderAbsent)
	case cause.FolderForbidden:
		return cause.New(cause.FileForbidden)
	default:
		return c
	}
}

// ofPicture returns the fault of a picture's bytes; zero: the error is about something else.
func ofPicture(err error) cause.Cause {
	if damaged, ok := errors.AsType[*media.DamagedError](err); ok {
		c := cause.New(cause.PictureDamaged, "Format", string(damaged.Format), "Part", damaged.Part)
		if damaged.Err != nil && damaged.Err.Error() == damaged.Reason { // the decoder's own text
			c = c.Because(cause.New(cause.Unexpected, "Text", damaged.Reason))
		} else {
			c.With["Text"] = damaged.Reason
		}
		if damaged.Offset >= 0 {
			c.With["Byte"] = strconv.FormatInt(damaged.Offset, 10)
		}
		return c
	}
	if large, ok := errors.AsType[*media.TooLargeError](err); ok {
		code := map[string]cause.Code{"pixels": cause.PicturePixels, "bytes": cause.PictureBytes}[large.Unit]
		return cause.New(cmp.Or(code, cause.PictureParts), "Number", strconv.FormatInt(large.Value, 10), "Most", strconv.FormatInt(large.Limit, 10))
	}
	if other, ok := errors.AsType[*media.UnsupportedError](err); ok {
		return cause.New(cause.Code("picture." + other.Fault))
	}
	if nothing, ok := errors.AsType[*recall.NothingError](err); ok {
		if nothing.Signed {
			return cause.New(cause.PictureSigned)
		}
		return cause.New(cause.PictureSilent)
	}
	return cause.Cause{}
}

// ofTrouble says why there was no answer; zero: unknown.
func ofTrouble(e *api.Error) cause.Cause {
	switch t := e.Trouble(); {
	case t.Lack == "" && t.Detail == "":
		return cause.Cause{}
	case t.Lack == "":
		return cause.New(cause.Unexpected, "Text", t.Detail)
	case t.After > 0:
		return cause.New(cause.Code("lack."+t.Lack), "Time", t.After.String())
	default:
		return cause.New(cause.Code("lack."+t.Lack), "Name", t.Name, "Text", t.Detail)
	}
}

// OfHost says where a refused image host leads.
func OfHost(refusal *api.PrivateHostError) cause.Cause {
	networks := map[api.Network]cause.Code{
		api.ThisComputer: ".here", api.LocalNetwork: ".local", api.LinkLocal: ".link", api.SharedNetwork: ".shared",
		api.TestNetwork: ".test", api.WrappedNetwork: ".wrapped",
	}
	kind, known := networks[refusal.Network]
	if !known {
		kind = ".reserved"
	}
	return cause.New(cause.PrivateHost+kind, "Host", refusal.Host, "Where", refusal.Where())
}
