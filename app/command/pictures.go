package command

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/search"
)

// pageSize is how many rows are read at once.
const pageSize = 500

// pictures lists the results of a search.
type pictures struct {
	Query []string `arg:"" optional:""`
	JSON  bool     `name:"json" xor:"form"`
	Count bool     `xor:"form"`
	Paths bool     `xor:"form"`
	Limit int      `placeholder:"N"`
	Order string   `enum:"newest,oldest,rating" default:"newest" placeholder:"ORDER"`
}

// picture is a line of `pictures --json`.
type picture struct {
	ID        int64        `json:"id"`  // number on this computer
	Job       string       `json:"job"` // empty while unknown
	Image     string       `json:"image"`
	State     search.State `json:"state"`
	Path      string       `json:"path"` // empty: never saved
	Width     int          `json:"width"`
	Height    int          `json:"height"`
	Bytes     int64        `json:"bytes"`
	Seed      *int64       `json:"seed"`
	Rating    int          `json:"rating"` // 1 to 5; 0: none; -1: rejected
	Favourite bool         `json:"favourite"`
	Tags      []string     `json:"tags"`
	Created   time.Time    `json:"created"` // when its job was made
	Request   api.Config   `json:"request"`
}

func (p *pictures) Run(ctx context.Context, env *Env) error {
	if p.Limit < 0 {
		return wrong("limit.negative")
	}
	query := search.Parse(strings.Join(p.Query, " "))
	out := newPrinter(env.Out)
	counted := false
	err := read(ctx, func(lib *library.Library) error {
		filter := library.ImageFilter{Query: query}
		if p.Count {
			n, err := lib.CountImages(ctx, filter)
			if err != nil {
				return err
			}
			counted = true
			return out.line(strconv.Itoa(n))
		}
		ids, err := p.ids(ctx, lib, filter)
		if err != nil {
			return err
		}
		for page := range slices.Chunk(ids, pageSize) {
			if err := p.print(ctx, lib, page, out); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && p.Count && !counted {
		err = out.line("0")
	}
	return cmp.Or(err, out.flush())
}

// ids returns the ids of the pictures to show, in order.
func (p *pictures) ids(ctx context.Context, lib *library.Library, filter library.ImageFilter) ([]int64, error) {
	options := library.ListOptions{}
	if p.Order == "newest" {
		options.Limit = p.Limit
	}
	listing, err := lib.ListImages(ctx, filter, options)
	if err != nil {
		return nil, err
	}
	ids := listing.IDs
	switch p.Order {
	case "oldest":
		slices.Reverse(ids)
	case "rating":
		ratings := make(map[int64]int, len(ids))
		for page := range slices.Chunk(ids, pageSize) {
			images, err := lib.ImagesByID(ctx, page)
			if err != nil {
				return nil, err
			}
			for _, i := range images {
				ratings[i.ID] = i.Marks.Rating
			}
		}
		slices.SortStableFunc(ids, func(a, b int64) int { return ratings[b] - ratings[a] })
	}
	if p.Limit > 0 {
		ids = ids[:min(len(ids), p.Limit)]
	}
	return ids, nil
}

func (p *pictures) print(ctx context.Context, lib *library.Library, ids []int64, out *printer) error {
	images, err := lib.ImagesByID(ctx, ids)
	if err != nil {
		return err
	}
	if p.Paths {
		for _, i := range images {
			if i.State != library.ImageSaved {
				continue
			}
			if err := out.line(i.Path); err != nil {
				return err
			}
		}
		return nil
	}
	entries, err := entriesOf(ctx, lib, images)
	if err != nil {
		return err
	}
	for _, i := range images {
		e := entries[i.EntryID]
		if p.JSON {
			err = out.object(pictureOf(i, e))
		} else {
			err = out.line(strings.Join([]string{
				e.Created.Local().Format("2006-01-02 15:04"), string(stateOf(i)), oneLine(e.Job.Config.Prompt, 60), i.Path,
			}, "\t"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// entriesOf returns the entries of images by id.
func entriesOf(ctx context.Context, lib *library.Library, images []library.Image) (map[int64]library.Entry, error) {
	var ids []int64
	for _, i := range images {
		if len(ids) == 0 || ids[len(ids)-1] != i.EntryID {
			ids = append(ids, i.EntryID)
		}
	}
	slices.Sort(ids)
	entries, err := lib.EntriesByID(ctx, slices.Compact(ids))
	byID := make(map[int64]library.Entry, len(entries))
	for _, e := range entries {
		byID[e.ID] = e
	}
	return byID, err
}

func pictureOf(i library.Image, e library.Entry) picture {
	return picture{
		ID: i.ID, Job: i.JobID, Image: i.Generated.GeneratedImageID, State: stateOf(i), Path: i.Path, Width: i.Width, Height: i.Height,
		Bytes: i.Bytes, Seed: i.Generated.Seed, Rating: i.Marks.Rating, Favourite: i.Marks.Favourite, Tags: append([]string{}, i.Marks.Tags...),
		Created: e.Created.UTC(), Request: printed(e.Job.Request(i.ConfigIdx)),
	}
}

// stateOf returns a picture's state as a search names it.
func stateOf(i library.Image) search.State {
	switch i.State {
	case library.ImageKnown, library.ImageDownloading:
		return search.Unsaved
	}
	return search.State(i.State)
}

// oneLine shortens a text to its start, without line ends and without
// characters that control a terminal.
func oneLine(text string, most int) string {
	return strings.Join(strings.Fields(api.PlainText(text, most)), " ")
}
