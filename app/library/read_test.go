package library

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"lookbook/api"
	"lookbook/app/search"
)

// A library can be read while another process has it open, and after that has ended.
func TestOpenToRead(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "library.db")
	if _, err := OpenToRead(ctx, path, Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no library: %v", err)
	}
	writer := must(Open(ctx, path, Options{}))(t)
	must(writer.Submissions.BeginOne(ctx, api.Config{Prompt: "a red coat"}))(t)
	updates := []JobUpdate{{Full: true, Job: api.Job{
		JobID: "ig_00000001", JobType: api.TypeImageGen, State: api.Success,
		ImageGenResults: []api.ImageGenResult{{GeneratedImages: []api.GeneratedImage{{GeneratedImageID: "a"}, {GeneratedImageID: "b"}}}},
	}}}
	must(writer.Jobs.Put(ctx, updates))(t)
	look := func() {
		t.Helper()
		reader := must(OpenToRead(ctx, path, Options{}))(t)
		if n := must(reader.CountImages(ctx, ImageFilter{}))(t); n != 2 {
			t.Errorf("%d pictures", n)
		}
		if n := must(reader.CountImages(ctx, ImageFilter{Query: search.Parse("job:ig_00000001")}))(t); n != 2 {
			t.Errorf("%d pictures are found", n)
		}
		if n := must(reader.CountImages(ctx, ImageFilter{}))(t); n != 2 {
			t.Errorf("%d pictures by the index", n)
		}
		if list := must(reader.Unsettled(ctx, FirstAccount))(t); len(list) != 1 || list[0].State != EntrySending {
			t.Errorf("a reader settled %v", list)
		}
		if _, err := reader.Submissions.BeginOne(ctx, api.Config{Prompt: "x"}); !errors.Is(err, ErrReadOnly) {
			t.Errorf("a reader writes: %v", err)
		}
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	}
	look()
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	look()
	if _, err := os.Stat(path + "-wal"); err == nil {
		t.Error("reading leaves a log behind, so that the next start reads through the whole file")
	}
}
