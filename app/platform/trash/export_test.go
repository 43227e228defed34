package trash

import (
	"context"
	"errors"
)

// Put moves a file into the trash. Errors: *Error, the context's.
func Put(ctx context.Context, path string) (Item, error) {
	var put Item
	var failed error
	err := PutAll(ctx, []File{{Path: path}}, func(_ int, item Item, err error) { put, failed = item, err })
	return put, errors.Join(err, failed)
}

// Restore moves a file from the trash to where it was.
func Restore(ctx context.Context, item Item) (path string, err error) {
	return RestoreAs(ctx, item, item.Path)
}
