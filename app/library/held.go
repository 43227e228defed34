package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
)

// MaxHeld bounds the requests in the outbox.
const MaxHeld = 5000

// ErrOutboxFull: there would be more than MaxHeld requests. None was added.
var ErrOutboxFull = cause.Err(cause.OutboxFull)

// ErrNotHeld: a request is no longer in the outbox. It was released or removed.
var ErrNotHeld = cause.Err(cause.NotHeld)

// Held is a request that waits in the outbox. Nothing of it was sent.
type Held struct {
	ID      int64 // never reused
	Account int64 // with whose key it will be sent
	Place   int64 // its order among the others; 0: at the end
	Created time.Time
	Config  api.Config
	Written string // the prompt as it was written, with alternatives
	Group   *Group // nil: alone
	Parent  Origin // as in Entry
	// Due is when it is released by itself; zero: when a person says so. Problem
	// is why it was not released when it was due.
	Due     time.Time
	Problem *Problem
}

// Request is what a release begins.
func (h Held) Request() Request {
	return Request{Account: h.Account, Config: h.Config, Group: h.Group, Written: h.Written, Parent: h.Parent}
}

// HeldOf returns requests as they are added to the outbox.
func HeldOf(requests []Request) []Held {
	held := make([]Held, len(requests))
	for i, r := range requests {
		held[i] = Held{Account: r.Account, Config: r.Config, Group: r.Group, Written: r.Written, Parent: r.Parent}
	}
	return held
}

// HeldTable stores the outbox: requests that wait until they are released.
type HeldTable struct{ db *database }

// Swap removes some requests and adds others, all or nothing. It returns what it
// removed, which another Swap can add again with its id and place, and what it
// added. What has no place is added at the end, or where the first of the removed
// ones was. Errors: ErrNotHeld for one to remove; ErrOutboxFull; *LeftOutError for a request that is not
// complete.
func (t *HeldTable) Swap(ctx context.Context, out []int64, in []Held) (removed, added []Held, err error) {
	for _, h := range in {
		if parts := LeftOutOf(h.Config); parts != nil {
			return nil, nil, &LeftOutError{parts}
		}
	}
	err = t.db.change(ctx, "change the outbox", func(c *change) error {
		if removed, err = takeHeld(c, out); err != nil {
			return err
		}
		if len(removed) < len(out) {
			return ErrNotHeld
		}
		numbers, err := c.numbers(`SELECT count(*) FROM held UNION ALL SELECT coalesce(max(place), 0) FROM held`)
		if err != nil {
			return err
		}
		if int(numbers[0])+len(in) > MaxHeld {
			return ErrOutboxFull
		}
		place := numbers[1] + 1
		if len(removed) > 0 {
			place = removed[0].Place
		}
		var ids []int64
		for _, h := range in {
			if h.Place == 0 {
				h.Place = place
				if len(removed) == 0 {
					place++
				}
			}
			id, err := putHeld(c, h)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		c.held = true
		added, err = heldByID(c.ctx, c.tx, ids)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return removed, added, nil
}

// putHeld adds a request and returns its id.
func putHeld(c *change, h Held) (int64, error) {
	job, err := withoutKeys(api.Job{Config: h.Config}, c.keys)
	if err != nil {
		return 0, err
	}
	config, err := json.Marshal(job.Config)
	if err != nil {
		return 0, fmt.Errorf("encode the request: %w", err)
	}
	group := Group{}
	if h.Group != nil {
		group = *h.Group
	}
	labels, err := encodeLabels(group.Labels)
	if err != nil {
		return 0, err
	}
	problem, err := encodeProblem(h.Problem)
	if err != nil {
		return 0, err
	}
	id, created, account := any(nil), micros(c.now), FirstAccount
	if h.ID != 0 {
		id = h.ID
	}
	if !h.Created.IsZero() {
		created = micros(h.Created)
	}
	if h.Account != 0 {
		account = h.Account
	}
	result, err := c.result(`INSERT INTO held (id, account, place, created, config, written, group_id, position, group_size, labels, due, problem, parent_job, parent_image)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, account, h.Place, created, string(config), h.Written, group.ID, group.Position, group.Size, labels, micros(h.Due), problem, verbatim(h.Parent.JobID), verbatim(h.Parent.ImageID))
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// takeHeld removes the requests with these ids that are still there, and returns
// them in their order.
func takeHeld(c *change, ids []int64) ([]Held, error) {
	taken, err := heldByID(c.ctx, c.tx, ids)
	if err != nil {
		return nil, err
	}
	for _, h := range taken {
		if err := c.exec(`DELETE FROM held WHERE id = ?`, h.ID); err != nil {
			return nil, err
		}
	}
	c.held = c.held || len(taken) > 0
	return taken, nil
}

// Move moves requests up (by < 0) or down among the others, and keeps their order.
// It returns the order before, for Arrange.
func (t *HeldTable) Move(ctx context.Context, ids []int64, by int) (before []int64, err error) {
	err = t.db.change(ctx, "change the order of the outbox", func(c *change) error {
		if before, err = c.numbers(heldOrder); err != nil {
			return err
		}
		return c.arrangeHeld(before, moved(before, ids, by))
	})
	return before, err
}

// moved moves some of a list by a number of places, as far as there is room.
func moved(list, some []int64, by int) []int64 {
	list = slices.Clone(list)
	picked := map[int64]bool{}
	for _, id := range some {
		picked[id] = true
	}
	if by > 0 { // the same, seen from the other end
		slices.Reverse(list)
		defer slices.Reverse(list)
		by = -by
	}
	for going := true; by < 0 && going; by++ {
		going = false
		for i := 1; i < len(list); i++ {
			if picked[list[i]] && !picked[list[i-1]] {
				list[i-1], list[i] = list[i], list[i-1]
				going = true
			}
		}
	}
	return list
}

// Arrange gives requests this order. Others follow them in theirs.
func (t *HeldTable) Arrange(ctx context.Context, ids []int64) error {
	return t.db.change(ctx, "change the order of the outbox", func(c *change) error {
		now, err := c.numbers(heldOrder)
		if err != nil {
			return err
		}
		there, want := map[int64]bool{}, []int64{}
		for _, id := range now {
			there[id] = true
		}
		for _, id := range slices.Concat(ids, now) {
			if there[id] {
				there[id] = false
				want = append(want, id)
			}
		}
		return c.arrangeHeld(now, want)
	})
}

// arrangeHeld stores a new order of the same requests.
func (c *change) arrangeHeld(now, want []int64) error {
	if slices.Equal(now, want) {
		return nil
	}
	c.held = true
	for i, id := range want {
		if err := c.exec(`UPDATE held SET place = ? WHERE id = ?`, i+1, id); err != nil {
			return err
		}
	}
	return nil
}

// Timing is when a held request is released by itself; a zero Due: it isn't.
type Timing struct {
	ID  int64
	Due time.Time
}

// Schedule sets when requests are released, and forgets why they weren't. It
// returns the times before. What is no longer there is left out.
func (t *HeldTable) Schedule(ctx context.Context, timings []Timing) (before []Timing, err error) {
	err = t.db.change(ctx, "set when requests are released", func(c *change) error {
		for _, timing := range timings {
			due, err := c.numbers(`SELECT due FROM held WHERE id = ?`, timing.ID)
			if err != nil {
				return err
			}
			if len(due) == 0 {
				continue
			}
			c.held = true
			before = append(before, Timing{timing.ID, fromMicros(due[0])})
			if err := c.exec(`UPDATE held SET due = ?, problem = NULL WHERE id = ?`, micros(timing.Due), timing.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return before, err
}

// Late records why a request was not released when it was due. It then waits for a
// person.
func (t *HeldTable) Late(ctx context.Context, ids []int64, p *Problem) error {
	return t.db.change(ctx, "record why requests were not released", func(c *change) error {
		problem, err := encodeProblem(p)
		if err != nil {
			return err
		}
		c.held = true
		for _, id := range ids {
			if err := c.exec(`UPDATE held SET due = 0, problem = ? WHERE id = ?`, problem, id); err != nil {
				return err
			}
		}
		return nil
	})
}

const heldOrder = `SELECT id FROM held ORDER BY place, id`

// IDs returns the ids of all held requests, in their order.
func (t *HeldTable) IDs(ctx context.Context) (ids []int64, err error) {
	err = t.db.view(ctx, "list the outbox", func(q querier) error {
		ids, err = column[int64](ctx, q, heldOrder)
		return err
	})
	return ids, err
}

// ByID returns held requests in their order. What is no longer there is left out.
func (t *HeldTable) ByID(ctx context.Context, ids []int64) (held []Held, err error) {
	err = t.db.view(ctx, "read the outbox", func(q querier) error {
		held, err = heldByID(ctx, q, ids)
		return err
	})
	return held, err
}

// Count returns how many requests are held.
func (t *HeldTable) Count(ctx context.Context) (n int, err error) {
	err = t.db.view(ctx, "count the outbox", func(q querier) error {
		return q.QueryRowContext(ctx, `SELECT count(*) FROM held`).Scan(&n)
	})
	return n, err
}

// Due returns the requests that were to be released until now, the earliest first,
// and when the next one is due; zero: none is.
func (t *HeldTable) Due(ctx context.Context, now time.Time) (ids []int64, next time.Time, err error) {
	err = t.db.view(ctx, "look for requests that are due", func(q querier) error {
		if ids, err = column[int64](ctx, q, `SELECT id FROM held WHERE due > 0 AND due <= ? ORDER BY due, place, id`, micros(now)); err != nil {
			return err
		}
		var at sql.NullInt64
		err := q.QueryRowContext(ctx, `SELECT min(due) FROM held WHERE due > ?`, micros(now)).Scan(&at)
		next = fromMicros(at.Int64)
		return err
	})
	return ids, next, err
}

func heldByID(ctx context.Context, q querier, ids []int64) ([]Held, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var held []Held
	err := each(ctx, q, `SELECT id, account, place, created, config, written, group_id, position, group_size, labels, due, problem, parent_job, parent_image
		FROM held WHERE id IN (SELECT value FROM json_each(?)) ORDER BY place, id`, []any{list(ids)}, func(rows *sql.Rows) error {
		var h Held
		var g storedGroup
		var created, due int64
		var config string
		var problem sql.NullString
		err := rows.Scan(&h.ID, &h.Account, &h.Place, &created, &config, &h.Written, &g.id, &g.position, &g.size, &g.labels, &due, &problem, &h.Parent.JobID, &h.Parent.ImageID)
		if err != nil {
			return err
		}
		h.Created, h.Due = fromMicros(created), fromMicros(due)
		if err := json.Unmarshal([]byte(config), &h.Config); err != nil {
			return fmt.Errorf("decode held request %d: %w", h.ID, err)
		}
		var wrong error
		h.Group, err = g.group()
		h.Problem, wrong = decodeProblem(problem)
		held = append(held, h)
		return errors.Join(err, wrong)
	})
	return held, err
}
