package library

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"lookbook/app/library/index"
	"lookbook/app/search"
)

// Marks are what a person noted about an image. Neither its file nor the
// service changes them.
type Marks struct {
	Favourite bool
	Rating    int      // 1 to 5; 0: unrated; search.RejectedRating: rejected
	Tags      []string // sorted by search.TagKey, without duplicates
}

// Marking is a change of marks. What is nil stays.
type Marking struct {
	Favourite *bool
	Rating    *int // as in Marks
	// Verdict, unless it is empty, is applied after both.
	Verdict Verdict
	// AddTags and RemoveTags are compared by search.TagKey. An added tag gets
	// the spelling that the library already has.
	AddTags, RemoveTags []string
}

// Verdict is what a person decided about a picture while choosing among many.
type Verdict string

// The verdicts. Stars stay, except those of a rejected picture.
const (
	Picked   Verdict = "picked"   // a favourite, and not rejected
	Rejected Verdict = "rejected" // rejected, and no favourite
	Neither  Verdict = "neither"  // neither rejected nor a favourite
)

// Marked are the marks of one image.
type Marked struct {
	ID    int64
	Marks Marks
}

// tagSign separates the tags of an image in their column.
const tagSign = "\n"

func joinTags(tags []string) string { return strings.Join(tags, tagSign) }

func splitTags(stored string) []string {
	if stored == "" {
		return nil
	}
	return strings.Split(stored, tagSign)
}

// cleanTags returns tags in their stored form.
func cleanTags(tags []string) []string {
	var clean []string
	for _, tag := range tags {
		if tag = search.CleanTag(tag); tag != "" {
			clean = append(clean, tag)
		}
	}
	slices.SortStableFunc(clean, func(a, b string) int { return strings.Compare(search.TagKey(a), search.TagKey(b)) })
	return slices.CompactFunc(clean, func(a, b string) bool { return search.TagKey(a) == search.TagKey(b) })
}

// SameTags reports whether two lists have the same tags, in any order and spelling.
func SameTags(a, b []string) bool {
	return slices.EqualFunc(cleanTags(a), cleanTags(b), func(a, b string) bool { return search.TagKey(a) == search.TagKey(b) })
}

// After applies m to before.
func (m Marking) After(before Marks) Marks {
	if m.Favourite != nil {
		before.Favourite = *m.Favourite
	}
	if m.Rating != nil {
		before.Rating = *m.Rating
	}
	if m.Verdict != "" {
		before.Favourite = m.Verdict == Picked
		if m.Verdict == Rejected {
			before.Rating = search.RejectedRating
		} else {
			before.Rating = max(before.Rating, 0)
		}
	}
	if len(m.AddTags) == 0 && len(m.RemoveTags) == 0 {
		return before
	}
	gone := map[string]bool{}
	for _, tag := range m.RemoveTags {
		gone[search.TagKey(tag)] = true
	}
	tags := slices.Concat(before.Tags, m.AddTags) // an existing tag keeps its spelling
	before.Tags = cleanTags(slices.DeleteFunc(tags, func(tag string) bool { return gone[search.TagKey(tag)] }))
	return before
}

func (m Marks) equal(o Marks) bool {
	return m.Favourite == o.Favourite && m.Rating == o.Rating && slices.Equal(m.Tags, o.Tags)
}

// errRating is a rating outside the allowed values.
type errRating int

func (e errRating) Error() string {
	return fmt.Sprintf("a rating goes from %d to %d, not to %d", search.RejectedRating, search.HighestRating, int(e))
}

func checkRating(rating int) error {
	if rating < search.RejectedRating || rating > search.HighestRating {
		return errRating(rating)
	}
	return nil
}

// MarkTable writes marks.
type MarkTable struct{ db *database }

// Set changes the marks of images, of all or of none. It returns the earlier
// marks of those that changed, for Restore. Missing images are skipped. A tag
// that is both added and removed is removed.
func (t *MarkTable) Set(ctx context.Context, ids []int64, m Marking) (before []Marked, err error) {
	err = t.db.change(ctx, "mark pictures", func(c *change) error {
		if m.Rating != nil {
			if err := checkRating(*m.Rating); err != nil {
				return err
			}
		}
		if m.AddTags, err = knownTags(c, m.AddTags); err != nil {
			return err
		}
		marks, err := marksOf(c, ids)
		if err != nil {
			return err
		}
		var changed []Marked
		for _, was := range marks {
			if is := m.After(was.Marks); !is.equal(was.Marks) {
				before = append(before, was)
				changed = append(changed, Marked{was.ID, is})
			}
		}
		return setMarks(c, changed)
	})
	if err != nil {
		return nil, err
	}
	return before, nil
}

// ImageMarking is what changes of the marks of one image.
type ImageMarking struct {
	ID int64
	Marking
}

// SetEach changes the marks of images, of each in its own way, of all or of none.
// It returns what Set returns. Missing images are skipped, and so are tags.
func (t *MarkTable) SetEach(ctx context.Context, each []ImageMarking) (before []Marked, err error) {
	err = t.db.change(ctx, "mark pictures", func(c *change) error {
		ids := make([]int64, len(each))
		wanted := make(map[int64]Marking, len(each))
		for i, m := range each {
			if m.Rating != nil {
				if err := checkRating(*m.Rating); err != nil {
					return err
				}
			}
			m.AddTags, m.RemoveTags = nil, nil
			ids[i], wanted[m.ID] = m.ID, m.Marking
		}
		marks, err := marksOf(c, ids)
		if err != nil {
			return err
		}
		var changed []Marked
		for _, was := range marks {
			if is := wanted[was.ID].After(was.Marks); !is.equal(was.Marks) {
				before, changed = append(before, was), append(changed, Marked{was.ID, is})
			}
		}
		return setMarks(c, changed)
	})
	if err != nil {
		return nil, err
	}
	return before, nil
}

// Restore gives images earlier marks, all of them or none: it undoes Set.
// Missing images are skipped.
func (t *MarkTable) Restore(ctx context.Context, before []Marked) error {
	return t.db.change(ctx, "take marks back", func(c *change) error {
		ids := make([]int64, len(before))
		wanted := make(map[int64]Marks, len(before))
		for i, was := range before {
			if err := checkRating(was.Marks.Rating); err != nil {
				return err
			}
			was.Marks.Tags = cleanTags(was.Marks.Tags)
			ids[i], wanted[was.ID] = was.ID, was.Marks
		}
		marks, err := marksOf(c, ids)
		if err != nil {
			return err
		}
		var changed []Marked
		for _, is := range marks {
			if !wanted[is.ID].equal(is.Marks) {
				changed = append(changed, Marked{is.ID, wanted[is.ID]})
			}
		}
		return setMarks(c, changed)
	})
}

// marksOf returns the marks of the existing images, each once.
func marksOf(c *change, ids []int64) ([]Marked, error) {
	var unique ordered
	for _, id := range ids {
		unique.add(id)
	}
	var marks []Marked
	err := each(c.ctx, c.tx, `SELECT i.id, i.favourite, i.rating, i.tags FROM json_each(?) wanted
		CROSS JOIN images i ON i.id = wanted.value ORDER BY wanted.key`, []any{list(unique.ids)}, func(rows *sql.Rows) error {
		var m Marked
		var tags string
		err := rows.Scan(&m.ID, &m.Marks.Favourite, &m.Marks.Rating, &tags)
		m.Marks.Tags = splitTags(tags)
		marks = append(marks, m)
		return err
	})
	return marks, err
}

// setMarks stores marks, with one statement for all images with equal marks,
// because there may be very many.
func setMarks(c *change, marks []Marked) error {
	type alike struct {
		favourite bool
		rating    int
		tags      string
	}
	images := map[alike][]int64{}
	for _, m := range marks {
		c.images.add(m.ID)
		as := alike{m.Marks.Favourite, m.Marks.Rating, joinTags(m.Marks.Tags)}
		images[as] = append(images[as], m.ID)
	}
	for as, ids := range images {
		if err := c.exec(`UPDATE images SET favourite = ?, rating = ?, tags = ?, marked = ?, owed = 1 WHERE id IN (SELECT value FROM json_each(?))`,
			as.favourite, as.rating, as.tags, micros(c.now), list(ids)); err != nil {
			return err
		}
	}
	return nil
}

// knownTags returns tags in the spelling that the library has.
func knownTags(c *change, tags []string) ([]string, error) {
	tags = cleanTags(tags)
	if len(tags) == 0 {
		return nil, nil
	}
	used, err := c.ids(`SELECT DISTINCT tags FROM images INDEXED BY images_tagged WHERE tags <> ''`)
	if err != nil {
		return nil, err
	}
	writing := map[string]string{}
	for _, stored := range used {
		for _, tag := range splitTags(stored) {
			writing[search.TagKey(tag)] = tag
		}
	}
	for i, tag := range tags {
		if known, ok := writing[search.TagKey(tag)]; ok {
			tags[i] = known
		}
	}
	return tags, nil
}

// Tags returns all tags with the number of pictures outside the trash, most
// used first.
func (t *MarkTable) Tags(ctx context.Context) ([]FacetCount, error) {
	counts := index.TagCounts{}
	err := t.db.view(ctx, "list the tags", func(q querier) error {
		return each(ctx, q, `SELECT tags, count(*) FROM images INDEXED BY images_tagged
			WHERE tags <> '' AND state <> 'trashed' GROUP BY tags`, nil, func(rows *sql.Rows) error {
			var tags string
			var n int
			err := rows.Scan(&tags, &n)
			counts.Add(splitTags(tags), n)
			return err
		})
	})
	return counts.MostUsed(), err
}
