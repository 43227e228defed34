package library

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"path"
	"slices"
	"strings"

	"lookbook/api"
)

// stored is the part of an image row that an answer can change.
type stored struct {
	id            int64 // 0: new
	key           string
	imageID       string // of a new row
	ord           int
	state         ImageState
	configIdx     int
	checkpoint    string
	generationIdx sql.NullInt64
	position      int
	seed          sql.NullInt64
	expires       int64
	url           string
	thumbnail     string
	unknown       sql.NullString
}

// putImages updates the images of an entry from an answer.
func putImages(c *change, entryID int64, j api.Job) error {
	if len(j.ImageGenResults) == 0 && len(j.Thumbnails) == 0 {
		return nil
	}
	images, known, err := storedImages(c, entryID)
	if err != nil {
		return err
	}
	before := len(images)
	moved := false
	told, err := reportedImages(j, known)
	if err != nil {
		return err
	}
	for _, fresh := range told {
		old, ok := known[fresh.key]
		if !ok {
			known[fresh.key] = fresh
			images = append(images, fresh)
			continue
		}
		place, err := refreshImage(c, old, fresh)
		if err != nil {
			return err
		}
		moved = moved || place
	}
	added := len(images) > before
	if added || moved {
		if err := putInOrder(c, entryID, images); err != nil {
			return err
		}
	}
	if err := putThumbnails(c, known, j.Thumbnails); err != nil {
		return err
	}
	if !added {
		return nil
	}
	c.entries.add(entryID)
	return c.recount(entryID)
}

// reportedImages returns the images of an answer, each once, with the keys of
// those already known.
func reportedImages(j api.Job, known map[string]*stored) ([]*stored, error) {
	var told []*stored
	byKey := map[string][]*stored{}
	for r, result := range j.ImageGenResults {
		configIdx := r
		if result.ConfigIdx != nil {
			configIdx = *result.ConfigIdx
		}
		for position, g := range result.GeneratedImages {
			s, err := asStored(g, configIdx, position)
			if err != nil {
				return nil, err
			}
			s.key = imageKey(g, configIdx, position)
			if len(result.CheckpointID) <= idBytes { // a longer one is of no model that could be chosen
				s.checkpoint = result.CheckpointID
			}
			if !addTold(byKey, s) {
				told = append(told, s)
			}
		}
	}
	for _, same := range byKey {
		if same[0].imageID != "" {
			pair(known, byKey, same)
		}
	}
	return told, nil
}

// addTold reports whether the answer already had an image. If that one had no
// address, it gets the one of s.
func addTold(byKey map[string][]*stored, s *stored) bool {
	object := objectOf(s.url)
	for _, other := range byKey[s.key] {
		switch {
		case s.imageID == "", object == "", object == objectOf(other.url):
			return true
		case other.url == "":
			other.url, other.expires = s.url, s.expires
			return true
		}
	}
	byKey[s.key] = append(byKey[s.key], s)
	return false
}

// storedImages returns an entry's images, in order and by key.
func storedImages(c *change, entryID int64) (images []*stored, known map[string]*stored, err error) {
	known = map[string]*stored{}
	err = each(c.ctx, c.tx, `SELECT key, id, ord, state, config_idx, checkpoint, generation_idx, position, seed, expires, url, thumbnail_url, unknown
		FROM images WHERE entry_id = ? ORDER BY ord`, []any{entryID}, func(rows *sql.Rows) error {
		var s stored
		images = append(images, &s)
		err := rows.Scan(&s.key, &s.id, &s.ord, &s.state, &s.configIdx, &s.checkpoint, &s.generationIdx, &s.position, &s.seed, &s.expires,
			&s.url, &s.thumbnail, &s.unknown)
		known[s.key] = &s
		return err
	})
	return images, known, err
}

// imageKey identifies an image within its job. An image without an id costs as
// much as any other, so its place replaces the id. The first character
// separates the two kinds.
func imageKey(g api.GeneratedImage, configIdx, position int) string {
	if g.GeneratedImageID != "" {
		return "=" + g.GeneratedImageID
	}
	if g.GenerationIdx != nil {
		return fmt.Sprintf("#%d/%d", configIdx, *g.GenerationIdx)
	}
	return fmt.Sprintf("@%d/%d", configIdx, position)
}

func asStored(g api.GeneratedImage, configIdx, position int) (*stored, error) {
	s := &stored{imageID: g.GeneratedImageID, state: ImageKnown, configIdx: configIdx, position: position, url: g.URL}
	if g.GenerationIdx != nil {
		// With a generation_idx, the place in the answer has no meaning, and it
		// changes.
		s.generationIdx, s.position = sql.NullInt64{Int64: int64(*g.GenerationIdx), Valid: true}, 0
	}
	if g.Seed != nil {
		s.seed = sql.NullInt64{Int64: *g.Seed, Valid: true}
	}
	if expires, ok := api.URLExpiry(g.URL); ok {
		s.expires = micros(expires)
	}
	if len(g.Unknown) > 0 {
		raw, err := json.Marshal(g.Unknown)
		if err != nil {
			return nil, fmt.Errorf("encode image %q: %w", g.GeneratedImageID, err)
		}
		s.unknown = sql.NullString{String: string(raw), Valid: true}
	}
	return s, nil
}

// addImage stores a new image.
func addImage(c *change, entryID int64, s *stored) error {
	result, err := c.result(`INSERT INTO images
		(entry_id, key, ord, state, config_idx, checkpoint, generation_idx, position, image_id, seed, expires, known, url, unknown)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		entryID, verbatim(s.key), s.ord, s.state, s.configIdx, s.checkpoint, s.generationIdx, s.position, verbatim(s.imageID), s.seed, s.expires, micros(c.now),
		verbatim(s.url), s.unknown)
	if err != nil {
		return err
	}
	s.id, err = result.LastInsertId()
	c.images.add(s.id)
	return err
}

// refreshImage copies news from fresh into old and its row. It reports whether
// the image's place among the others may have changed.
func refreshImage(c *change, old, fresh *stored) (moved bool, err error) {
	if !fresh.generationIdx.Valid && old.generationIdx.Valid {
		fresh.generationIdx, fresh.position = old.generationIdx, old.position
	}
	if !fresh.seed.Valid {
		fresh.seed = old.seed
	}
	if !fresh.unknown.Valid {
		fresh.unknown = old.unknown
	}
	if fresh.checkpoint == "" {
		fresh.checkpoint = old.checkpoint
	}
	// Saved and trashed images need no address. For all others the newest
	// address wins, even if it expires earlier.
	if fresh.url == "" || old.state == ImageSaved || old.state == ImageTrashed || overtaken(c, fresh, old) {
		fresh.url, fresh.expires = old.url, old.expires
	}
	moved = fresh.configIdx != old.configIdx || fresh.generationIdx != old.generationIdx || fresh.position != old.position
	real := moved || fresh.seed != old.seed || fresh.unknown != old.unknown || fresh.checkpoint != old.checkpoint
	if real {
		c.images.add(old.id)
	}
	if !real && fresh.url == old.url && fresh.expires == old.expires {
		return false, nil
	}
	old.configIdx, old.generationIdx, old.position = fresh.configIdx, fresh.generationIdx, fresh.position
	return moved, c.exec(`UPDATE images SET config_idx = ?, checkpoint = ?, generation_idx = ?, position = ?, seed = ?, expires = ?, url = ?, unknown = ?
		WHERE id = ?`, fresh.configIdx, fresh.checkpoint, fresh.generationIdx, fresh.position, fresh.seed, fresh.expires, verbatim(fresh.url), fresh.unknown, old.id)
}

// overtaken reports whether an address comes from an older answer than the
// valid one that is stored: it was signed earlier.
func overtaken(c *change, fresh, old *stored) bool {
	if old.expires <= micros(c.now) {
		return false
	}
	was, dated := api.URLSigned(old.url)
	is, datedToo := api.URLSigned(fresh.url)
	return dated && datedToo && is.Before(was)
}

// putThumbnails assigns thumbnails to images by their names.
func putThumbnails(c *change, known map[string]*stored, thumbnails []string) error {
	for _, address := range thumbnails {
		image := known["="+thumbnailOf(address, known)]
		if image == nil || image.thumbnail == address {
			continue
		}
		image.thumbnail = address
		c.images.add(image.id)
		if err := c.exec(`UPDATE images SET thumbnail_url = ? WHERE id = ?`, verbatim(address), image.id); err != nil {
			return err
		}
	}
	return nil
}

// thumbnailOf returns the id of the image that a thumbnail shows, from its name
// "<something>_<generated_image_id>_thumbnail.<type>". Both parts may contain
// underscores, so the known images decide where the id starts. Source: the
// service's documentation.
func thumbnailOf(address string, known map[string]*stored) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	name := path.Base(u.Path)
	end := strings.LastIndex(name, "_thumbnail.")
	if end < 0 {
		return ""
	}
	name = name[:end]
	for {
		_, id, found := strings.Cut(name, "_")
		if !found {
			return ""
		}
		if known["="+id] != nil {
			return id
		}
		name = id
	}
}

// putInOrder numbers an entry's images by configuration, generation_idx and
// place in the answer, and stores the new ones.
func putInOrder(c *change, entryID int64, images []*stored) error {
	slices.SortStableFunc(images, func(a, b *stored) int { // known images come before new ones
		return cmp.Or(
			cmp.Compare(a.configIdx, b.configIdx),
			cmp.Compare(a.generation(), b.generation()),
			cmp.Compare(a.position, b.position),
		)
	})
	for ord, s := range images {
		was := s.ord
		s.ord = ord
		switch {
		case s.id == 0:
			if err := addImage(c, entryID, s); err != nil {
				return err
			}
		case was != ord:
			c.images.add(s.id)
			if err := c.exec(`UPDATE images SET ord = ? WHERE id = ?`, ord, s.id); err != nil {
				return err
			}
		default:
			continue
		}
		if ord < previews {
			c.entries.add(entryID) // its previews change
		}
	}
	return nil
}

// generation is the generation_idx; images without one come last.
func (s *stored) generation() int64 {
	if s.generationIdx.Valid {
		return s.generationIdx.Int64
	}
	return math.MaxInt64
}
