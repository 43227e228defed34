package servicecheck

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"lookbook/api"
	"lookbook/api/outline"
	"lookbook/app/folder"
	"lookbook/app/secrets"
)

const (
	// closeEnough is the difference between clocks that is not reported: signed
	// addresses are valid for an hour, and jobs take minutes.
	closeEnough = 2 * time.Minute
	// littleRoom is less than the pictures of a day need, in bytes.
	littleRoom = 1 << 30
)

func checkDescription(ctx context.Context, f *findings) Result {
	s, err := f.p.Service.LookOpenly(ctx, "openapi.json")
	r := Result{State: Good, Code: "description.good", report: lines("openapi.json", s, err)}
	r.Facts.Fields = len(s.Fields.Fields)
	for name := range s.Fields.Fields {
		r.report = append(r.report, "  field "+outline.Name(name))
	}
	switch code := trouble(s, err); {
	case err == nil && s.Status >= 400 && s.Status < 500:
		r.State, r.Code = Notice, "description.none"
	case code != "":
		r.State, r.Code = Notice, code
	case r.Facts.Fields == 0:
		r.State, r.Code = Notice, "description.odd"
	}
	return r
}

func checkImages(ctx context.Context, f *findings) Result {
	address := api.HostAddress(f.picture)
	which := "the host of a picture"
	if address == "" {
		address, which = f.p.UsualHost, "the usual host"
	}
	if address == "" {
		return Result{State: Skipped, Code: "images.unknown"}
	}
	r := Result{State: Good, Code: "images.good"}
	if err := f.p.ImageHost.TryHost(ctx, address); err != nil {
		r.State, r.Code = Bad, whyNone(err)
		if inside, ok := errors.AsType[*api.PrivateHostError](err); ok {
			r.Facts.Host = inside.Host
		}
		r.report = []string{which + ": " + r.Code}
		return r
	}
	r.report = []string{which + ": reached"}
	if f.picture == "" {
		return r
	}
	d, err := f.p.ImageHost.Download(ctx, f.picture, api.Resume{})
	if err != nil {
		told, _ := errors.AsType[*api.Error](err)
		if errors.Is(err, api.ErrExpired) {
			r.report = append(r.report, fmt.Sprintf("a picture: its address has expired, %d", told.Status))
			return r
		}
		r.State, r.Code = Notice, "images.refused"
		r.report = append(r.report, fmt.Sprintf("a picture: not sent, %d", told.Status))
		return r
	}
	_, expires := api.URLExpiry(f.picture)
	r.report = append(r.report, fmt.Sprintf("a picture: length told %v, ETag %v, CRC32C %v, MD5 %v, address with an end %v",
		d.Length >= 0, d.ETag != "", d.CRC32C != nil, len(d.MD5) > 0, expires))
	_ = d.Body.Close() // nothing of it is needed
	return r
}

func checkClock(_ context.Context, f *findings) Result {
	theirs, ok := f.p.ServiceTime()
	if !ok {
		if f.unreached {
			return Result{State: Skipped, Code: "skipped"}
		}
		return Result{State: Notice, Code: "clock.untold"}
	}
	ahead := f.p.Now().Sub(theirs).Round(time.Second)
	r := Result{State: Good, Code: "clock.good", Facts: Facts{Ahead: ahead}}
	r.report = []string{"difference: within " + closeEnough.String()}
	if ahead.Abs() > closeEnough {
		r.State, r.Code = Notice, "clock.ahead"
		if ahead < 0 {
			r.Code = "clock.behind"
		}
		r.report = []string{"difference: " + ahead.Round(time.Minute).String()}
	}
	return r
}

func checkKeychain(ctx context.Context, f *findings) Result {
	stored, err := f.p.Keychain(ctx)
	switch {
	case errors.Is(err, secrets.ErrNoKeychain):
		return Result{State: Notice, Code: "keychain.none"}
	case errors.Is(err, secrets.ErrTimeout), errors.Is(err, secrets.ErrWaiting):
		return Result{State: Notice, Code: "keychain.slow"}
	case err != nil:
		return Result{State: Notice, Code: "keychain.locked"}
	case stored:
		return Result{State: Good, Code: "keychain.key"}
	}
	return Result{State: Good, Code: "keychain.empty"}
}

func checkFolder(_ context.Context, f *findings) Result {
	path := f.p.Folder
	r := Result{State: Good, Code: "folder.good", Facts: Facts{Folder: path}}
	err := writable(path)
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist) && f.p.Create:
		r.Code = "folder.new"
	case errors.Is(err, fs.ErrNotExist):
		r.State, r.Code = Bad, "folder.missing"
	case folder.Full(err):
		r.State, r.Code = Bad, "folder.full"
	case errors.Is(err, fs.ErrPermission), folder.ReadOnly(err):
		r.State, r.Code = Bad, "folder.readonly"
	default:
		r.State, r.Code = Bad, "folder.trouble"
	}
	room, failed := folder.Free(path)
	r.Facts.Free = room
	if failed == nil && r.State == Good && room < littleRoom {
		r.State, r.Code = Notice, "folder.little"
	}
	if failed != nil && r.State == Good {
		r.Code = "folder.unmeasured"
	}
	return r
}

// writable creates a file in a folder and removes it.
func writable(path string) error {
	file, err := os.CreateTemp(path, folder.TempPrefix+"*"+folder.ProbeSuffix)
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}
