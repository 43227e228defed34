package year

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"lookbook/app/library"
)

// Ensure returns the folder of the year, a home folder (see Home), in the
// user's cache. It makes it when there is none, or one of another version of
// this package or of the library's schema. The folder is for everyone who
// measures: nobody changes its library or its pictures; the cache of thumbnails
// may grow.
func Ensure(ctx context.Context, spec Spec, log func(format string, args ...any)) (dir string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for a year of pictures: %w", err)
	}
	root := filepath.Join(cache, "lookbook-bench")
	if err := os.MkdirAll(root, 0o755); err != nil {
		return "", err
	}
	name := fmt.Sprintf("year-%d-%s-%d-%d", made, library.Schema(), spec.jobs(), spec.Seed)
	lock := flock.New(filepath.Join(root, name+".lock"))
	if _, err := lock.TryLockContext(ctx, 200*time.Millisecond); err != nil {
		return "", fmt.Errorf("wait for another who makes a year of pictures: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	dir = filepath.Join(root, name)
	complete := filepath.Join(dir, "complete") // written last
	if _, err := os.Lstat(complete); err == nil {
		return dir, nil
	}
	log("making a year of %d pictures in %s", spec.jobs()*PerJob, dir)
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := Make(ctx, dir, spec, log); err != nil {
		return "", err
	}
	return dir, os.WriteFile(complete, nil, 0o644)
}

// CopyLibrary copies the year's database into another home folder, for one who
// writes to it. The pictures stay where they are.
func CopyLibrary(from, to string) error {
	source, target := Home(from).Library(), Home(to).Library()
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return err
	}
	in, err := os.Open(source)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = out.ReadFrom(in)
	return errors.Join(err, out.Close())
}
