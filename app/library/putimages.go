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

// stored is an image row as far as an answer can change it.
type stored struct {
	id            int64
	ord           int
	state         ImageState
	configIdx     int
	generationIdx sql.NullInt64
	position      int
	seed          sql.NullInt64
	expires       int64
	url           string
	thumbnail     string
	unknown       sql.NullString
}

// putImages brings the images of an entry in step with what j tells of them.
func (c *change) putImages(entryID int64, j api.Job) error {
	if len(j.ImageGenResults) == 0 && len(j.Thumbnails) == 0 {
		return nil
	}
	known, err := c.storedImages(entryID)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	moved, added := false, false
	for r, result := range j.ImageGenResults {
		configIdx := r
		if result.ConfigIdx != nil {
			configIdx = *result.ConfigIdx
		}
		for position, g := range result.GeneratedImages {
			key := imageKey(g, configIdx, position)
			if seen[key] {
				continue // told twice in one answer
			}
			seen[key] = true
			fresh, err := asStored(g, configIdx, position)
			if err != nil {
				return err
			}
			old, ok := known[key]
			if !ok {
				if known[key], err = c.addImage(entryID, key, g.GeneratedImageID, fresh); err != nil {
					return err
				}
				added = true
				continue
			}
			if moved, err = c.refreshImage(old, fresh, moved); err != nil {
				return err
			}
		}
	}
	if err := c.putThumbnails(known, j.Thumbnails); err != nil {
		return err
	}
	if added || moved {
		if err := c.putInOrder(entryID); err != nil {
			return err
		}
	}
	if !added {
		return nil
	}
	c.entries.add(entryID)
	return c.recount(entryID)
}

func (c *change) storedImages(entryID int64) (map[string]*stored, error) {
	known := map[string]*stored{}
	err := each(c.ctx, c.tx, `SELECT key, id, ord, state, config_idx, generation_idx, position, seed, expires, url, thumbnail_url, unknown
		FROM images WHERE entry_id = ?`, []any{entryID}, func(rows *sql.Rows) error {
		var key string
		var s stored
		err := rows.Scan(&key, &s.id, &s.ord, &s.state, &s.configIdx, &s.generationIdx, &s.position, &s.seed, &s.expires,
			&s.url, &s.thumbnail, &s.unknown)
		known[key] = &s
		return err
	})
	return known, err
}

// imageKey is what an image is known by within its job. One without an id is
// paid for like any other, so its place stands for the id. The first character
// keeps the two apart.
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
	s := &stored{state: ImageKnown, configIdx: configIdx, position: position, url: g.URL}
	if g.GenerationIdx != nil {
		// The place in the answer means nothing beside it, and changes.
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

func (c *change) addImage(entryID int64, key, imageID string, s *stored) (*stored, error) {
	result, err := c.tx.ExecContext(c.ctx, `INSERT INTO images
		(entry_id, key, ord, state, config_idx, generation_idx, position, image_id, seed, expires, known, url, unknown)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		entryID, key, math.MaxInt32, s.state, s.configIdx, s.generationIdx, s.position, imageID, s.seed, s.expires, micros(c.now), s.url, s.unknown)
	if err != nil {
		return nil, err
	}
	if s.id, err = result.LastInsertId(); err != nil {
		return nil, err
	}
	c.images.add(s.id)
	return s, nil
}

// refreshImage writes what is new in fresh. It answers moved, or true when the
// image's place among the others can have changed.
func (c *change) refreshImage(old, fresh *stored, moved bool) (bool, error) {
	if !fresh.generationIdx.Valid && old.generationIdx.Valid {
		fresh.generationIdx, fresh.position = old.generationIdx, old.position
	}
	if !fresh.seed.Valid {
		fresh.seed = old.seed
	}
	if !fresh.unknown.Valid {
		fresh.unknown = old.unknown
	}
	// A saved image needs no address, and one that expires sooner comes from
	// an answer that was overtaken.
	if fresh.url == "" || old.state == ImageSaved || fresh.expires != 0 && fresh.expires < old.expires {
		fresh.url, fresh.expires = old.url, old.expires
	}
	place := fresh.configIdx != old.configIdx || fresh.generationIdx != old.generationIdx || fresh.position != old.position
	real := place || fresh.seed != old.seed || fresh.unknown != old.unknown
	if real {
		c.images.add(old.id)
	}
	if !real && fresh.url == old.url {
		return moved, nil
	}
	return moved || place, c.exec(`UPDATE images SET config_idx = ?, generation_idx = ?, position = ?, seed = ?, expires = ?, url = ?, unknown = ?
		WHERE id = ?`, fresh.configIdx, fresh.generationIdx, fresh.position, fresh.seed, fresh.expires, fresh.url, fresh.unknown, old.id)
}

// putThumbnails gives the thumbnails to the images that their names tell.
func (c *change) putThumbnails(known map[string]*stored, thumbnails []string) error {
	for _, address := range thumbnails {
		image := known["="+thumbnailOf(address, known)]
		if image == nil || image.thumbnail == address {
			continue
		}
		image.thumbnail = address
		c.images.add(image.id)
		if err := c.exec(`UPDATE images SET thumbnail_url = ? WHERE id = ?`, address, image.id); err != nil {
			return err
		}
	}
	return nil
}

// thumbnailOf is the id of the image that a thumbnail shows, by its name
// "<something>_<generated_image_id>_thumbnail.<type>". Both parts may hold
// underscores, so the known images decide where the id begins.
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
// place in the answer.
func (c *change) putInOrder(entryID int64) error {
	known, err := c.storedImages(entryID)
	if err != nil {
		return err
	}
	images := make([]*stored, 0, len(known))
	for _, s := range known {
		images = append(images, s)
	}
	slices.SortFunc(images, func(a, b *stored) int {
		return cmp.Or(
			cmp.Compare(a.configIdx, b.configIdx),
			cmp.Compare(a.generation(), b.generation()),
			cmp.Compare(a.position, b.position),
			cmp.Compare(a.id, b.id),
		)
	})
	for ord, s := range images {
		if s.ord == ord {
			continue
		}
		c.images.add(s.id)
		if ord < previews || s.ord < previews {
			c.entries.add(entryID)
		}
		if err := c.exec(`UPDATE images SET ord = ? WHERE id = ?`, ord, s.id); err != nil {
			return err
		}
	}
	return nil
}

// generation is generation_idx, or after all that have one.
func (s *stored) generation() int64 {
	if s.generationIdx.Valid {
		return s.generationIdx.Int64
	}
	return math.MaxInt64
}
