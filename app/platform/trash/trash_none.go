//go:build !unix && !windows

package trash

import "context"

// putAll moves nothing: the system has no trash.
func putAll(ctx context.Context, files []File, done func(i int, item Item, err error)) error {
	for i, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		done(i, Item{}, &Error{Path: file.Path, Why: cause.New(cause.TrashNowhere), Kind: ErrUnsupported})
	}
	return nil
}

func find(item Item) (Item, error) {
	return item, &Error{Path: item.Path, Why: cause.New(cause.TrashNowhere), Kind: ErrUnsupported}
}
