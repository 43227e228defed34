package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"lookbook/api"
)

// Group identifies the requests that were sent together, and what distinguishes
// this one.
type Group struct {
	ID       string // a UUID, the same for the whole group
	Position int    // within the group, from 0
	Size     int    // requests in the group when it was sent
	// Labels are what differs within the group, in the same order for all
	// requests.
	Labels []Label
}

// Label is one difference between the requests of a group.
type Label struct {
	Name  string `json:"name"`  // such as "Steps"
	Value string `json:"value"` // such as "20"
}

// Request is the content of a new submission.
type Request struct {
	Account int64 // whose key it is sent with; 0: the first's
	Config  api.Config
	Group   *Group // nil: sent alone
	Parent  Origin // as in Entry
	// ServiceTime and Listed are as in Submission.
	ServiceTime time.Time
	Listed      bool
	// Written is the prompt as the user wrote it, with alternatives. It is
	// remembered, once for a group, instead of the sent one; "": the sent one
	// is remembered.
	Written string
	// OverLimit sends it although a limit is passed: a person said so.
	OverLimit bool `json:",omitempty"`
}

// written is the prompt to remember; "": none.
func (r Request) written() string {
	switch {
	case r.Written == "":
		return r.Config.Prompt
	case r.Group != nil && r.Group.Position > 0:
		return ""
	}
	return r.Written
}

// errNothing: there are no requests to record.
var errNothing = errors.New("there is no request")

// NewGroup makes a group of requests. labels[i] belongs to configs[i]; written
// is the prompt that they came from, as in Request.
func NewGroup(configs []api.Config, labels [][]Label, written string) []Request {
	id := uuid.NewString()
	requests := make([]Request, len(configs))
	for i, config := range configs {
		g := &Group{ID: id, Position: i, Size: len(configs)}
		if i < len(labels) {
			g.Labels = labels[i]
		}
		requests[i] = Request{Config: config, Group: g, Written: written}
	}
	return requests
}

// encodeLabels encodes labels for storage; no labels are NULL.
func encodeLabels(labels []Label) (any, error) {
	if len(labels) == 0 {
		return nil, nil
	}
	raw, err := json.Marshal(labels)
	if err != nil {
		return nil, fmt.Errorf("encode the labels: %w", err)
	}
	return string(raw), nil
}

// storedGroup is a group as read together with its submission.
type storedGroup struct {
	id             sql.NullString
	position, size sql.NullInt64
	labels         sql.NullString
}

func (s storedGroup) group() (*Group, error) {
	if s.id.String == "" {
		return nil, nil
	}
	g := &Group{ID: s.id.String, Position: int(s.position.Int64), Size: int(s.size.Int64)}
	if !s.labels.Valid {
		return g, nil
	}
	if err := json.Unmarshal([]byte(s.labels.String), &g.Labels); err != nil {
		return nil, fmt.Errorf("decode the labels of group %s: %w", g.ID, err)
	}
	return g, nil
}

// inGroup selects the listed entries of a group.
const inGroup = ` FROM submissions s CROSS JOIN entries e ON e.id = s.entry_id
	WHERE s.group_id = ? AND s.group_id <> '' AND e.state <> 'forgotten'`

// GroupEntryIDs returns the listed entries of a group, by position.
func (l *Library) GroupEntryIDs(ctx context.Context, groupID string) ([]int64, error) {
	return l.db.ids(ctx, "list the jobs of a group", `SELECT e.id AS id`+inGroup+` ORDER BY s.position, e.id`, []any{groupID})
}

// GroupImages returns, for each listed entry of a group, the image at place
// order, by position and without those in the trash.
func (l *Library) GroupImages(ctx context.Context, groupID string, order int) ([]Image, error) {
	var images []Image
	err := l.db.view(ctx, "list the images of a group", func(q querier) (err error) {
		images, err = readImages(ctx, q, `SELECT `+imageColumns+` FROM submissions s
			CROSS JOIN entries e ON e.id = s.entry_id CROSS JOIN images i ON i.entry_id = e.id
			WHERE s.group_id = ? AND s.group_id <> '' AND e.state <> 'forgotten' AND i.ord = ? AND i.state <> 'trashed'
			ORDER BY s.position, e.id`, groupID, order)
		return err
	})
	return images, err
}

// Grouped is a listed entry of a group, as far as the job list needs it.
type Grouped struct {
	ID         int64
	Group      string
	State      EntryState
	Unfinished bool // there is a job that still has to be followed
	Images     int  // known
}

// GroupedEntries returns the listed entries of all groups, in no order: a few
// milliseconds for ten thousand.
func (l *Library) GroupedEntries(ctx context.Context) ([]Grouped, error) {
	var all []Grouped
	err := l.db.view(ctx, "list the jobs of all groups", func(q querier) error {
		return each(ctx, q, `SELECT e.id, s.group_id, e.state, e.unfinished, e.known + e.downloading + e.saved + e.failed + e.gone
			FROM submissions s CROSS JOIN entries e ON e.id = s.entry_id
			WHERE s.group_id <> '' AND e.state <> 'forgotten'`, nil, func(rows *sql.Rows) error {
			var g Grouped
			err := rows.Scan(&g.ID, &g.Group, &g.State, &g.Unfinished, &g.Images)
			all = append(all, g)
			return err
		})
	})
	return all, err
}
