package library

import "context"

const (
	// mostAncestors bounds the line of a picture's ancestors.
	mostAncestors = 50
	// mostChildren bounds the shown jobs that were made from a picture.
	mostChildren = 20
)

// Relative is a job in the family of a picture, and the picture that stands for
// it: the one that was used, or the first that is not in the trash.
type Relative struct {
	Entry Entry
	Image Image // its ID is 0 when there is none
}

// Family is where a picture came from, and what was made from it.
type Family struct {
	Self Relative
	// Ancestors begin with what the picture's request was made from.
	Ancestors []Relative
	// Lost is the end of that line when the library doesn't know it; zero: the line
	// is complete.
	Lost Origin
	// Children are the jobs whose requests were made from the picture or from its
	// job as a whole, the newest first.
	Children []Relative
	More     int // children that are left out
}

// Family returns the family of a picture. Error: ErrNotFound.
func (l *Library) Family(ctx context.Context, imageID int64) (Family, error) {
	var f Family
	err := l.db.view(ctx, "read where a picture came from", func(q querier) error {
		images, err := imagesByID(ctx, q, []int64{imageID})
		if err != nil {
			return err
		}
		if len(images) == 0 {
			return ErrNotFound
		}
		entries, err := entriesByID(ctx, q, []int64{images[0].EntryID})
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return ErrNotFound
		}
		f.Self = Relative{entries[0], images[0]}
		if f.Ancestors, f.Lost, err = ancestors(ctx, q, entries[0]); err != nil {
			return err
		}
		f.Children, f.More, err = children(ctx, q, images[0])
		return err
	})
	return f, err
}

func ancestors(ctx context.Context, q querier, e Entry) (line []Relative, lost Origin, err error) {
	met := map[int64]bool{e.ID: true}
	for e.Parent.JobID != "" && len(line) < mostAncestors {
		ids, err := column[int64](ctx, q, `SELECT id FROM entries WHERE job_id = ?`, e.Parent.JobID)
		if err != nil {
			return nil, Origin{}, err
		}
		if len(ids) == 0 {
			return line, e.Parent, nil
		}
		if met[ids[0]] { // a file in the folder may say anything
			break
		}
		met[ids[0]] = true
		r, err := relative(ctx, q, ids[0], e.Parent.ImageID)
		if err != nil {
			return nil, Origin{}, err
		}
		line = append(line, r)
		e = r.Entry
	}
	return line, Origin{}, nil
}

// relative reads a job, and its picture with the service's id imageID.
func relative(ctx context.Context, q querier, entryID int64, imageID string) (r Relative, err error) {
	entries, err := entriesByID(ctx, q, []int64{entryID})
	if err != nil || len(entries) == 0 {
		return r, err
	}
	r.Entry = entries[0]
	if imageID != "" {
		images, err := readImages(ctx, q, `SELECT `+imageColumns+` FROM images i CROSS JOIN entries e ON e.id = i.entry_id
			WHERE i.entry_id = ? AND i.key = ?`, entryID, "="+imageID)
		if err != nil {
			return r, err
		}
		if len(images) > 0 {
			r.Image = images[0]
			return r, nil
		}
	}
	if len(r.Entry.Preview) > 0 {
		r.Image = r.Entry.Preview[0]
	}
	return r, nil
}

func children(ctx context.Context, q querier, of Image) (list []Relative, more int, err error) {
	if of.JobID == "" {
		return nil, 0, nil
	}
	const which = ` FROM entries WHERE parent_job = ?1 AND parent_job <> '' AND parent_image IN ('', ?2) AND state <> 'forgotten'`
	ids, err := column[int64](ctx, q, `SELECT id`+which+` ORDER BY id DESC LIMIT ?3`, of.JobID, of.Generated.GeneratedImageID, mostChildren)
	if err != nil {
		return nil, 0, err
	}
	if len(ids) == mostChildren {
		var all int
		if err := q.QueryRowContext(ctx, `SELECT count(*)`+which, of.JobID, of.Generated.GeneratedImageID).Scan(&all); err != nil {
			return nil, 0, err
		}
		more = all - len(ids)
	}
	entries, err := entriesByID(ctx, q, ids)
	if err != nil {
		return nil, 0, err
	}
	for _, e := range entries {
		r := Relative{Entry: e}
		if len(e.Preview) > 0 {
			r.Image = e.Preview[0]
		}
		list = append(list, r)
	}
	return list, more, nil
}
