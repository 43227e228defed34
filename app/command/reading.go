package command

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/session"
)

// read opens the library for reading and calls with. If there is no library
// yet, there is nothing to show and with isn't called. It works while a window
// has the library open.
func read(ctx context.Context, with func(*library.Library) error) (err error) {
	paths, err := userPaths()
	if err != nil {
		return err
	}
	lib, err := library.OpenToRead(ctx, paths.Library(), library.Options{})
	if errors.Is(err, library.ErrOlder) {
		if err = bringForward(ctx); err == nil {
			lib, err = library.OpenToRead(ctx, paths.Library(), library.Options{})
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return unopened(err, paths)
	}
	defer func() { err = errors.Join(err, lib.Close()) }()
	return with(lib)
}

// bringForward opens the library once for writing, which migrates it to the
// current format.
func bringForward(ctx context.Context) (err error) {
	paths, err := userPaths()
	if err != nil {
		return err
	}
	claim, err := session.TakeForCommand(ctx, paths, func() {})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, claim.Release()) }()
	lib, err := library.Open(ctx, paths.Library(), library.Options{})
	if err != nil {
		return err
	}
	return lib.Close()
}

// aside reads something that only its other end can finish, such as a terminal or a pipe, and
// returns early when ctx ends. The read then stays behind and ends with the process.
func aside[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	results := make(chan result, 1)
	go func() {
		value, err := read()
		results <- result{value, err}
	}()
	select {
	case r := <-results:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// printer writes answers. It keeps the first error of writing until the end.
type printer struct {
	buffer *bufio.Writer
	json   *json.Encoder
}

func newPrinter(w io.Writer) *printer {
	buffer := bufio.NewWriter(w)
	p := &printer{buffer, json.NewEncoder(buffer)}
	p.json.SetEscapeHTML(false)
	return p
}

// object writes one line of JSON at once, because its reader may be waiting for
// it.
func (p *printer) object(v any) error {
	return errors.Join(p.json.Encode(v), p.buffer.Flush())
}

// printed returns a request for a line of JSON. The service answers with null for members that were
// not given; they are left out, so that a request looks the same before and after its answer.
func printed(c api.Config) api.Config {
	c.Unknown = maps.Clone(c.Unknown)
	maps.DeleteFunc(c.Unknown, func(_ string, value json.RawMessage) bool { return string(value) == "null" })
	return c
}

// line writes one line.
func (p *printer) line(text string) error {
	_, err := p.buffer.WriteString(text + "\n")
	return err
}

func (p *printer) flush() error { return p.buffer.Flush() }
