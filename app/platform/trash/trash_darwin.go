package trash

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	"lookbook/app/cause"
)

// atOnce bounds the files in one run of the script: starting it takes a tenth
// of a second, and the system bounds the length of a command.
const atOnce = 100

// script moves files to the Trash as the Finder does, and needs no permission
// to control other programs. The names are arguments, never part of the script.
// It reports for each file where it is now, or why it was not moved.
const script = `ObjC.import('Foundation');
function run(argv) {
	const files = $.NSFileManager.defaultManager;
	return JSON.stringify(argv.map(function (path) {
		const there = Ref(), problem = Ref();
		if (files.trashItemAtURLResultingItemURLError($.NSURL.fileURLWithPath($(path)), there, problem)) {
			try { return {ok: true, kept: ObjC.unwrap(there[0].path) || ''}; } catch (e) { return {ok: true, kept: ''}; }
		}
		try {
			return {ok: false, code: Number(problem[0].code), why: ObjC.unwrap(problem[0].localizedDescription) || ''};
		} catch (e) { return {ok: false, code: 0, why: ''}; }
	}));
}`

// noTrash is Foundation's NSFeatureUnsupportedError: the disk has no trash.
const noTrash = 3328

// scriptResult is the script's report for one file.
type scriptResult struct {
	OK   bool   `json:"ok"`
	Kept string `json:"kept"`
	Code int    `json:"code"`
	Why  string `json:"why"`
}

func putAll(ctx context.Context, files []File, done func(i int, item Item, err error)) error {
	for from := 0; from < len(files); from += atOnce {
		if err := ctx.Err(); err != nil {
			return err
		}
		putSome(from, files[from:min(from+atOnce, len(files))], done)
	}
	return nil
}

// putSome moves some files with one run of the script. A run is never
// interrupted, because its progress would be unknown.
func putSome(from int, files []File, done func(i int, item Item, err error)) {
	items := make([]Item, len(files))
	refused := make([]error, len(files))
	var which []int
	arguments := []string{"-l", "JavaScript", "-e", script}
	for i, file := range files {
		info, err := check(file)
		if err != nil {
			refused[i] = err
			continue
		}
		items[i] = Item{Path: file.Path, At: time.Now(), is: info}
		which, arguments = append(which, i), append(arguments, file.Path)
	}
	answers, err := runScript(arguments, len(which))
	for at, i := range which {
		switch {
		case err != nil:
			refused[i] = failed(files[i].Path, cause.TrashUnreached, err)
		case !answers[at].OK:
			refused[i] = answers[at].problem(files[i].Path)
		default:
			items[i].kept = answers[at].Kept
		}
		// Whatever the report: a missing file was moved.
		if _, there := os.Lstat(files[i].Path); refused[i] != nil && errors.Is(there, os.ErrNotExist) {
			refused[i] = nil
		}
	}
	for i := range files {
		if refused[i] != nil {
			items[i] = Item{}
		}
		done(from+i, items[i], refused[i])
	}
}

// runScript runs the script for some files.
func runScript(arguments []string, files int) ([]scriptResult, error) {
	if files == 0 {
		return nil, nil
	}
	command := exec.Command("/usr/bin/osascript", arguments...)
	var trouble bytes.Buffer
	command.Stderr = &trouble
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, bytes.TrimSpace(trouble.Bytes()))
	}
	var answers []scriptResult
	if err := json.Unmarshal(output, &answers); err != nil {
		return nil, fmt.Errorf("reading what the system says: %w", err)
	}
	if len(answers) != files {
		return nil, fmt.Errorf("the system told of %d files instead of %d", len(answers), files)
	}
	return answers, nil
}

func (t scriptResult) problem(path string) error {
	if t.Code == noTrash {
		return &Error{Path: path, Why: cause.New(cause.TrashNone), Kind: ErrUnsupported}
	}
	if t.Why == "" {
		return &Error{Path: path, Why: cause.New(cause.TrashNumber, "Number", strconv.Itoa(t.Code))}
	}
	return &Error{Path: path, Why: cause.New(cause.Other, "Text", t.Why)}
}

// find returns items whose place in the Trash the system has reported.
func find(item Item) (Item, error) {
	if item.kept == "" {
		return item, &Error{Path: item.Path, Why: cause.New(cause.TrashFinder), Kind: ErrUnsupported}
	}
	return item, nil
}
