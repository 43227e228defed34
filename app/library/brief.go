package library

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"strings"

	"lookbook/api"
	"lookbook/app/search"
)

// heading is what lists and filters need of an entry beside its images.
type heading struct {
	created   int64
	model     string
	asked     search.Size // by the request
	beginning string      // of the prompt
}

// longestBeginning is how many runes of a prompt a heading holds.
const longestBeginning = 120

// headingOf is the heading of a job that was begun at created.
func headingOf(created int64, j api.Job) heading {
	h := heading{
		created:   created,
		model:     j.Config.CheckpointID,
		asked:     search.Size{Width: max(j.Config.Width, 0), Height: max(j.Config.Height, 0)},
		beginning: beginning(j.Config.Prompt),
	}
	if h.model == "" {
		h.model = j.Config.BaseModel
	}
	return h
}

// beginning is the first line or so of a prompt.
func beginning(prompt string) string {
	const enough = 8 * longestBeginning // bytes, however many of them are spaces
	if len(prompt) > enough {
		prompt = strings.ToValidUTF8(prompt[:enough], "")
	}
	text := strings.Join(strings.Fields(prompt), " ")
	n := 0
	for at := range text {
		if n == longestBeginning {
			return text[:at]
		}
		n++
	}
	return text
}

// packed is an image as a brief holds it.
type packed struct {
	id        int64
	seed      int64
	hasSeed   bool
	state     ImageState
	favourite bool
	rating    int
	width     int
	height    int
	tags      string // as stored
}

// imageStates are the states by the numbers that stand for them in a pack: a
// state is never given another number.
var imageStates = [...]ImageState{ImageKnown, ImageDownloading, ImageSaved, ImageFailed, ImageGone, ImageTrashed}

// stateNumber is the number of a state.
func stateNumber(state ImageState) int {
	for n, s := range imageStates {
		if s == state {
			return n
		}
	}
	return 0
}

const (
	packSeed      = 1 << 0
	packFavourite = 1 << 1
	packTags      = 1 << 2
)

// appendPacked adds an image to a pack; last is the id of the one before.
func appendPacked(pack []byte, last int64, p packed) []byte {
	flags := byte(0)
	if p.hasSeed {
		flags |= packSeed
	}
	if p.favourite {
		flags |= packFavourite
	}
	if p.tags != "" {
		flags |= packTags
	}
	pack = append(pack, flags, byte(stateNumber(p.state)<<4|p.rating))
	pack = binary.AppendVarint(pack, p.id-last)
	if p.hasSeed {
		pack = binary.AppendVarint(pack, p.seed)
	}
	pack = binary.AppendUvarint(pack, uint64(p.width))
	pack = binary.AppendUvarint(pack, uint64(p.height))
	if p.tags != "" {
		pack = binary.AppendUvarint(pack, uint64(len(p.tags)))
		pack = append(pack, p.tags...)
	}
	return pack
}

// errPack tells that a pack is not what appendPacked made.
var errPack = errors.New("a list of images can't be read")

// unpack calls with for every image in a pack, in their order.
func unpack(pack []byte, with func(packed)) error {
	var last int64
	for len(pack) > 0 {
		if len(pack) < 2 {
			return errPack
		}
		flags, marks := pack[0], pack[1]
		r := packReader{rest: pack[2:]}
		p := packed{
			id: last + r.signed(), hasSeed: flags&packSeed != 0, favourite: flags&packFavourite != 0,
			rating: int(marks & 0x0F),
		}
		if int(marks>>4) >= len(imageStates) {
			return errPack
		}
		p.state = imageStates[marks>>4]
		if p.hasSeed {
			p.seed = r.signed()
		}
		p.width, p.height = int(r.unsigned()), int(r.unsigned())
		if flags&packTags != 0 {
			p.tags = r.text()
		}
		if r.broken {
			return errPack
		}
		last, pack = p.id, r.rest
		with(p)
	}
	return nil
}

// packReader reads from the front of a pack.
type packReader struct {
	rest   []byte
	broken bool
}

func (r *packReader) signed() int64 {
	n, size := binary.Varint(r.rest)
	r.take(size)
	return n
}

func (r *packReader) unsigned() uint64 {
	n, size := binary.Uvarint(r.rest)
	r.take(size)
	return n
}

func (r *packReader) take(size int) {
	if size <= 0 {
		r.broken, r.rest = true, nil
		return
	}
	r.rest = r.rest[size:]
}

func (r *packReader) text() string {
	n := r.unsigned()
	if n > uint64(len(r.rest)) {
		r.broken = true
		return ""
	}
	text := string(r.rest[:n])
	r.rest = r.rest[n:]
	return text
}

// putHeading stores an entry's heading.
func (c *change) putHeading(id int64, h heading) error {
	if c.headings == nil {
		c.headings = map[int64]heading{}
	}
	c.headings[id] = h
	return c.exec(`INSERT INTO briefs (entry_id, created, model, width, height, beginning, images) VALUES (?1, ?2, ?3, ?4, ?5, ?6, x'')
		ON CONFLICT (entry_id) DO UPDATE SET created = ?2, model = ?3, width = ?4, height = ?5, beginning = ?6`,
		id, h.created, h.model, h.asked.Width, h.asked.Height, h.beginning)
}

// packImages stores the packs of all entries whose images have changed, and
// keeps them for the catalogue.
func (c *change) packImages() error {
	if len(c.images.ids) > 0 {
		entries, err := c.numbers(`SELECT DISTINCT i.entry_id FROM json_each(?) wanted
			CROSS JOIN images i ON i.id = wanted.value`, list(c.images.ids))
		if err != nil {
			return err
		}
		for _, id := range entries {
			c.recounted.add(id)
		}
	}
	if len(c.recounted.ids) == 0 {
		return nil
	}
	last := map[int64]int64{}
	c.packs = make(map[int64][]byte, len(c.recounted.ids))
	for _, id := range c.recounted.ids {
		c.packs[id] = []byte{}
	}
	err := each(c.ctx, c.tx, `SELECT i.entry_id, i.id, i.seed, i.state, i.favourite, i.rating, i.width, i.height, i.tags
		FROM json_each(?) wanted CROSS JOIN images i ON i.entry_id = wanted.value ORDER BY wanted.key, i.ord`,
		[]any{list(c.recounted.ids)}, func(rows *sql.Rows) error {
			var entry int64
			var p packed
			var seed sql.NullInt64
			err := rows.Scan(&entry, &p.id, &seed, &p.state, &p.favourite, &p.rating, &p.width, &p.height, &p.tags)
			p.seed, p.hasSeed = seed.Int64, seed.Valid
			c.packs[entry] = appendPacked(c.packs[entry], last[entry], p)
			last[entry] = p.id
			return err
		})
	if err != nil {
		return err
	}
	for _, id := range c.recounted.ids {
		if err := c.exec(`UPDATE briefs SET images = ? WHERE entry_id = ?`, c.packs[id], id); err != nil {
			return err
		}
	}
	return nil
}
