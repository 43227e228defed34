package trash

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"lookbook/app/cause"
)

// Constants of SHFileOperationW (shellapi.h).
const (
	foDelete = 3

	fofSilent         = 0x4
	fofNoConfirmation = 0x10
	fofAllowUndo      = 0x40
	fofNoErrorUI      = 0x400
	// fofWantNukeWarning makes the system ask before it deletes a file that
	// doesn't fit into the bin, or every file if the person turned the bin off.
	fofWantNukeWarning = 0x4000

	maxPath = 260 // including the final zero
)

// fileOperation is SHFILEOPSTRUCTW on 64-bit systems.
type fileOperation struct {
	window   uintptr
	what     uint32
	from, to *uint16
	flags    uint16
	aborted  int32
	names    uintptr
	title    *uint16
}

// operate calls SHFileOperationW. It is looked up for each call, which is a
// search in a table of a loaded library.
func operate(operation *fileOperation) (uintptr, error) {
	function := windows.NewLazySystemDLL("shell32.dll").NewProc("SHFileOperationW")
	if err := function.Find(); err != nil {
		return 0, err
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	code, _, _ := function.Call(uintptr(unsafe.Pointer(operation)))
	runtime.KeepAlive(operation)
	return code, nil
}

func putAll(ctx context.Context, files []File, done func(i int, item Item, err error)) error {
	for i, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		item, err := put(file)
		done(i, item, err)
	}
	return nil
}

func put(file File) (Item, error) {
	info, err := check(file)
	if err != nil {
		return Item{}, err
	}
	path := filepath.Clean(file.Path)
	if err := hasBin(path); err != nil {
		return Item{}, err
	}
	from, err := windows.UTF16FromString(path)
	if err != nil {
		return Item{}, failed(path, cause.FileNoPath, err)
	}
	if len(from) > maxPath {
		return Item{}, &Error{Path: path, Why: cause.New(cause.BinPathLong), Kind: ErrUnsupported}
	}
	from = append(from, 0) // an empty name ends the list of files
	operation := &fileOperation{
		what: foDelete, from: &from[0],
		flags: fofSilent | fofNoConfirmation | fofAllowUndo | fofNoErrorUI | fofWantNukeWarning,
	}
	item := Item{Path: path, At: time.Now(), is: info}
	code, err := operate(operation)
	if err != nil {
		return Item{}, failed(path, cause.BinUnreached, err)
	}
	if _, err := os.Lstat(path); err == nil {
		return Item{}, refused(path, code, operation.aborted != 0)
	}
	return item, nil
}

// refused says why a file was not moved. The codes are the system's errors, or
// others from 0x71 on that only this function has.
func refused(path string, code uintptr, aborted bool) error {
	switch syscall.Errno(code) {
	case windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION:
		return &Error{Path: path, Why: cause.New(cause.InUse), Err: syscall.Errno(code)}
	case windows.ERROR_ACCESS_DENIED, 0x78:
		return &Error{Path: path, Why: cause.New(cause.NotPermitted), Err: windows.ERROR_ACCESS_DENIED}
	}
	if aborted || code == 0 {
		return &Error{Path: path, Why: cause.New(cause.BinSmall), Kind: ErrUnsupported}
	}
	return &Error{Path: path, Why: cause.New(cause.BinNumber, "Number", fmt.Sprintf("%#x", code)), Err: syscall.Errno(code)}
}

// hasBin rejects drives without a Recycle Bin, where the system deletes:
// network drives and most memory sticks.
func hasBin(path string) error {
	none := &Error{Path: path, Why: cause.New(cause.BinNone), Kind: ErrUnsupported}
	volume := filepath.VolumeName(path)
	if len(volume) != 2 || volume[1] != ':' {
		return none
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return failed(path, cause.FileNoPath, err)
	}
	switch windows.GetDriveType(root) {
	case windows.DRIVE_FIXED:
		return nil
	case windows.DRIVE_REMOVABLE:
		if _, err := os.Stat(volume + `\$Recycle.Bin`); err == nil {
			return nil
		}
	}
	return none
}

// nearEnough bounds the difference between the bin's time and this program's,
// so that few $I files have to be read.
const nearEnough = time.Minute

// find searches the person's Recycle Bin for an item: the $I file with its path
// and time.
func find(item Item) (Item, error) {
	gone := &Error{Path: item.Path, Why: cause.New(cause.BinGone), Kind: ErrNotThere}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return item, failed(item.Path, cause.BinUnfound, err)
	}
	folder := filepath.Join(filepath.VolumeName(item.Path)+`\`, "$Recycle.Bin", user.User.Sid.String())
	names, err := os.ReadDir(folder)
	if err != nil {
		gone.Err = err
		return item, gone
	}
	best := nearEnough
	for _, name := range names {
		info, err := name.Info()
		if err != nil || !strings.HasPrefix(strings.ToUpper(name.Name()), "$I") || info.ModTime().Sub(item.At).Abs() > nearEnough {
			continue
		}
		note := filepath.Join(folder, name.Name())
		content, err := os.ReadFile(note)
		if err != nil {
			continue // another program's, or just deleted
		}
		of, err := readRecycled(content)
		if err != nil || !strings.EqualFold(of.path, item.Path) || of.size != item.is.Size() {
			continue
		}
		kept := filepath.Join(folder, "$R"+name.Name()[len("$I"):])
		is, err := os.Lstat(kept)
		if off := of.at.Sub(item.At).Abs(); err == nil && off <= best {
			best = off
			item.kept, item.note, item.is = kept, note, is
		}
	}
	if item.kept == "" {
		return item, gone
	}
	return item, nil
}
