package logging

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"reflect"
	"strconv"
	"strings"
	"syscall"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/problem"
)

// withKind adds to each error of the log what kind of error it is. Its text may repeat a prompt or
// the name of a file, so a report for others has only the kind.
func withKind(_ []string, a slog.Attr) slog.Attr {
	err, ok := a.Value.Any().(error)
	if v := reflect.ValueOf(err); !ok || v.Kind() == reflect.Pointer && v.IsNil() {
		return a
	}
	return slog.Attr{Value: slog.GroupValue(slog.String(a.Key, err.Error()), slog.String("kind", kind(err)))}
}

// mostParts bounds the kind of an error that joins many.
const mostParts = 12

// kind names an error by its cause, the service's status, and the types and the system's errors in
// it.
func kind(err error) string {
	var parts []string
	if c := problem.Of(err).Code; c != cause.Unexpected && c != cause.Other {
		parts = append(parts, string(c))
	}
	if told, ok := errors.AsType[*api.Error](err); ok && told.Status != 0 {
		parts = append(parts, strconv.Itoa(told.Status))
	}
	parts = append(parts, types(err)...)
	return strings.Join(parts[:min(len(parts), mostParts)], " ")
}

// types lists the errors that an error holds, without those that only add words.
func types(err error) (list []string) {
	switch e := err.(type) {
	case syscall.Errno:
		return []string{fmt.Sprintf("errno %d", e)}
	case *fs.PathError:
		list = []string{e.Op}
	case *os.LinkError:
		list = []string{e.Op}
	case *os.SyscallError:
		list = []string{e.Syscall}
	case *net.OpError:
		list = []string{e.Op}
	}
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			list = append(list, types(one)...)
		}
		return list
	case interface{ Unwrap() error }:
		if inside := e.Unwrap(); inside != nil {
			if name := fmt.Sprintf("%T", err); list == nil && name != "*fmt.wrapError" {
				list = []string{name}
			}
			return append(list, types(inside)...)
		}
	}
	if list == nil {
		list = []string{fmt.Sprintf("%T", err)}
	}
	return list
}
