package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"lookbook/api"
	"lookbook/app/library/index"
	"lookbook/app/search"
)

// TestNothingTypedBreaksASearch types text with a meaning in FTS5 or SQL.
func TestNothingTypedBreaksASearch(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	j := running("ig_1", 50, 0)
	j.Config.Prompt = "to be or not to be AND near, col:umn ^start 'quoted' 100% x"
	s.put(full(j))
	find := func(text string) int {
		n, err := s.CountImages(ctx, ImageFilter{Query: search.Parse(text)})
		if err != nil {
			t.Errorf("%.60q: %v", text, err)
		}
		if entries := s.withWords(text); len(entries) != n {
			t.Errorf("%.60q: %d entries, %d images", text, len(entries), n)
		}
		return n
	}
	for text, want := range map[string]int{
		`AND`: 1, `OR`: 1, `NOT`: 1, `NEAR(to be)`: 0, `NEAR(lamp)`: 0, `NEAR/2`: 0, `to OR lamp`: 0, `be AND`: 1, `NOT to`: 1, `(to`: 1, `to)`: 1, `to*`: 1, `*`: 1,
		`^start`: 1, `^be`: 1, `col:umn`: 1, `prompt:to`: 1, `{prompt negative}: to`: 0, `- prompt : to`: 0, `'`: 1, `''`: 1, `' OR 1=1 --`: 0, `'; DROP TABLE entries; --`: 0,
		`"to be" + "or"`: 1, `"`: 1, `""`: 1, `"""`: 1, `"to`: 1, `to"be`: 1, "to\x00be": 1, "\x00": 1, "\xff\xfe": 1, `rowid:1`: 0, `entry_words`: 0, `rank MATCH 'x'`: 0,
		`"to be or not to be"`: 1, `"be to"`: 0, `-"be to"`: 1, `-to`: 0, `-lamp`: 1, `-lamp -snow`: 1, `-lamp -to`: 0, `%`: 1, `_`: 1, `100%`: 1,
		strings.Repeat("to be ", 2000): 1, strings.Repeat("-lamp ", 2000): 1, strings.Repeat("to be ", 2000) + "lamp": 0,
		strings.Repeat("a", 1<<20): 0, `"` + strings.Repeat("to be ", 5000) + `"`: 0, strings.Repeat(`"`, 5001): 1, strings.Repeat("(", 5000): 1,
	} {
		if got := find(text); got != want {
			t.Errorf("%.60q finds %d, want %d", text, got, want)
		}
	}
}

func TestASearchThatIsGivenUp(t *testing.T) {
	s := newFixture(t)
	s.put(full(running("ig_1", 50, 0)))
	must(s.CountImages(context.Background(), ImageFilter{}))(t)
	ctx, giveUp := context.WithCancel(context.Background())
	giveUp()
	f := ImageFilter{Query: search.Parse("lantern")}
	_, listed := s.ListImages(ctx, f, ListOptions{})
	_, counted := s.Facets(ctx, f.Query)
	_, all := s.ListImages(ctx, ImageFilter{}, ListOptions{})
	for _, err := range []error{listed, counted, all} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
	}
	if n := must(s.CountImages(context.Background(), f))(t); n != 1 {
		t.Errorf("afterwards %d are found", n)
	}
}

func TestAListingOfSoMany(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	mixed(s)
	whole := must(s.ListImages(ctx, ImageFilter{}, ListOptions{}))(t)
	for limit := 1; limit <= len(whole.IDs)+1; limit++ {
		part := must(s.ListImages(ctx, ImageFilter{}, ListOptions{Limit: limit}))(t)
		if want := whole.IDs[:min(limit, len(whole.IDs))]; !slices.Equal(part.IDs, want) {
			t.Errorf("the first %d are %v, want %v", limit, part.IDs, want)
		}
		last := part.Runs[len(part.Runs)-1]
		if diff := cmp.Diff(whole.Runs[:len(part.Runs)], part.Runs); diff != "" || last.First >= len(part.IDs) {
			t.Errorf("the runs of %d: %s", limit, diff)
		}
	}
	if _, err := s.ListImages(ctx, ImageFilter{}, ListOptions{Limit: -1}); err == nil {
		t.Error("a negative limit was taken")
	}
}

// TestALibraryOfVersion3IsFoundIn searches a library from before the search
// existed.
func TestALibraryOfVersion3IsFoundIn(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "library.db")
	db := must(sql.Open("sqlite", source(path)))(t)
	steps := must(migrations(migrationFiles))(t)
	if err := migrate(ctx, db, steps[:3], 0); err != nil {
		t.Fatal(err)
	}
	for n, config := range []api.Config{
		{Prompt: "a Lantern in the snow", NegativePrompt: "blurry", CheckpointID: "ckp_15f9", Width: 768, Height: 1024},
		{Prompt: "猫の写真", BaseModel: "realistic-vision"},
		{},
	} {
		job := rawOf(api.Job{JobType: api.TypeImageGen, JobID: fmt.Sprint("ig_", n), State: api.Success, Config: config})
		_, err := db.ExecContext(ctx, fmt.Sprintf(`INSERT INTO entries (created, state, job_id, job_type, job, saved, known) VALUES (?, 'success', ?, 'image-gen', ?, 1, 1);
			INSERT INTO entry_words (entry_id, folded) SELECT max(id), 'x' FROM entries;
			INSERT INTO images (entry_id, key, ord, state, config_idx, position, image_id, seed, known, url, path, width, height)
				SELECT max(id), '=a', 0, 'saved', 0, 0, 'a', %d, 1, '', '/p/a.png', 512, 640 FROM entries;
			INSERT INTO images (entry_id, key, ord, state, config_idx, position, image_id, known, url)
				SELECT max(id), '=b', 1, 'known', 0, 1, 'b', 1, '' FROM entries;`, 4131+n), micros(epoch)+int64(n), fmt.Sprint("ig_", n), string(job))
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	l := must(Open(ctx, path, Options{}))(t)
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	for text, want := range map[string][]int64{
		"": {5, 6, 3, 4, 1, 2}, "lant": {1, 2}, "blurry": {1, 2}, "写真": {3, 4}, "ckp_15": {1, 2}, "vision": {3, 4}, "ig_2": {5, 6}, "413": {5, 3, 1}, "4132": {3},
		"size:512x640": {5, 3, 1}, "size:768x1024": {2}, "state:saved": {5, 3, 1}, "is:favourite": nil, "-lantern -猫": {5, 6},
	} {
		if got := must(l.ImageIDs(ctx, ImageFilter{Query: search.Parse(text)}))(t); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", text, got, want)
		}
	}
	if got := must(l.Totals(ctx))(t); got.Images != 6 || got.Trashed != 0 {
		t.Errorf("totals %+v", got)
	}
}

func TestBeginnings(t *testing.T) {
	for prompt, want := range map[string]string{
		"": "", "  a \n b\t": "a b", strings.Repeat("é", 121): strings.Repeat("é", 120), strings.Repeat("x ", 9999): strings.Repeat("x ", 60),
		strings.Repeat("猫", 5000): strings.Repeat("猫", 120),
	} {
		if got := beginning(prompt); got != want {
			t.Errorf("%.20q begins with %q", prompt, got)
		}
	}
}

// TestListsWhileItChanges reads lists while jobs arrive and are marked: every
// list shows one commit, and the last one shows everything.
func TestListsWhileItChanges(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	const jobs, each = 30, 4
	var writers, readers errgroup.Group
	done := make(chan struct{})
	writers.Go(func() error {
		for n := range jobs {
			if _, err := s.Jobs.Put(ctx, []JobUpdate{full(running(fmt.Sprint("ig_", n), 50, 0, 1, 2, 3))}); err != nil {
				return err
			}
		}
		return nil
	})
	writers.Go(func() error {
		for n := range jobs {
			ids, err := s.ImageIDs(ctx, ImageFilter{})
			if err != nil {
				return err
			}
			if _, err := s.Marks.Set(ctx, ids, Marking{Rating: new(n % 6), AddTags: []string{fmt.Sprint("tag ", n)}}); err != nil {
				return err
			}
		}
		return nil
	})
	for _, text := range []string{"", "lantern", "tag:tag", "rating:>=1"} {
		readers.Go(func() error {
			last := 0
			for {
				listing, err := s.ListImages(ctx, ImageFilter{Query: search.Parse(text)}, ListOptions{Prompts: true})
				if err != nil {
					return err
				}
				if _, err := s.Facets(ctx, search.Parse(text)); err != nil {
					return err
				}
				if text == "" && (len(listing.IDs)%each != 0 || len(listing.IDs) < last || len(listing.Runs)*each != len(listing.IDs)) {
					return fmt.Errorf("%d images of %d jobs after %d", len(listing.IDs), len(listing.Runs), last)
				}
				last = len(listing.IDs)
				select {
				case <-done:
					return nil
				default:
				}
			}
		})
	}
	err := writers.Wait()
	close(done)
	if err := errors.Join(err, readers.Wait()); err != nil {
		t.Fatal(err)
	}
	if n := must(s.CountImages(ctx, ImageFilter{Query: search.Parse("lantern")}))(t); n != jobs*each {
		t.Errorf("%d images in the end", n)
	}
}

// TestWhatIsExcludedIsNotFound: a hyphen before any filter excludes what the
// filter alone finds.
func TestWhatIsExcludedIsNotFound(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	mixed(s)
	ids := must(s.ImageIDs(ctx, ImageFilter{}))(t)
	must(s.Marks.Set(ctx, ids[:9], Marking{Favourite: new(true), Rating: new(4), AddTags: []string{"red"}}))(t)
	for _, filter := range []string{"is:favourite", "is:unrated", "rating:>=3", "rating:4", "state:saved", "state:failed,gone", "size:768x1024", "on:2026-03-01", "on:2026", "before:2026"} {
		with := must(s.CountImages(ctx, ImageFilter{Query: search.Parse(filter)}))(t)
		without := must(s.CountImages(ctx, ImageFilter{Query: search.Parse("-" + filter)}))(t)
		if with+without != len(ids) {
			t.Errorf("%s finds %d and -%s %d of %d", filter, with, filter, without, len(ids))
		}
	}
}

// withWords returns the entries that the words of a text find, without the
// index and the images.
func (s *fixture) withWords(text string) []int64 {
	s.t.Helper()
	ctx := context.Background()
	terms := slices.DeleteFunc(search.Parse(text).Terms, func(term search.Term) bool { return term.Field.OfPicture() })
	var with, without []index.IDs
	if err := s.db.view(ctx, "search", func(q querier) (err error) {
		with, without, err = findTerms(ctx, q, terms)
		return err
	}); err != nil {
		s.t.Errorf("%.60q: %v", text, err)
	}
	has := func(set index.IDs, id int64) bool { return int(id>>6) < len(set) && set[id>>6]&(1<<(id&63)) != 0 }
	return slices.DeleteFunc(must(s.EntryIDs(ctx, EntryFilter{}))(s.t), func(id int64) bool {
		return slices.ContainsFunc(with, func(set index.IDs) bool { return !has(set, id) }) ||
			slices.ContainsFunc(without, func(set index.IDs) bool { return has(set, id) })
	})
}

// TestACombinedJobIsFoundByEveryPrompt: a job that trains and generates has a
// prompt for each of its configurations.
func TestACombinedJobIsFoundByEveryPrompt(t *testing.T) {
	var job api.Job
	if err := json.Unmarshal([]byte(`{"job_id":"x_1","job_type":"dreambooth_image_gen","config":{"image_gen":[`+
		`{"prompt":"a heron","negative_prompt":"fog","base_model":"flux-1"},{"prompt":"an owl"}]}}`), &job); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"heron", "owl", "fog", "flux"} {
		if of := textsOf(job); !strings.Contains(of.prompt+" "+of.negative+" "+of.model, word) {
			t.Errorf("%q is not searched in: %+v", word, of)
		}
	}
}
