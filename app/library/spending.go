package library

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"lookbook/app/cost"
)

// Spending is what all jobs cost, for figures and charts.
type Spending struct {
	Jobs []JobSpending // oldest first
	// Accounts are the names of the accounts, by id.
	Accounts map[int64]string
}

// JobSpending is what one job cost, and what became of it.
type JobSpending struct {
	Entry   int64
	Sent    time.Time
	Account int64
	Model   string // checkpoint id, or else base model; "": not told
	Outcome SpendingOutcome
	Cost    *cost.Cost // nil: not known
	// Pictures are those that the service told of, Kept those of them that a person kept.
	Pictures, Kept int
	Tags           []TagShare // "" are those without a tag
}

// TagShare is how many pictures of a job have a tag.
type TagShare struct {
	Tag      string
	Pictures int
	Kept     int
}

// SpendingOutcome says whether a job was charged, as far as is known.
type SpendingOutcome int

// The outcomes.
const (
	SpentDone   SpendingOutcome = iota // it is done or going on
	SpentFailed                        // it failed, perhaps after it was charged
	SpentUnsure                        // the answer to the request was lost, or the job can't be found any more
)

// Spending reads what all jobs cost. A picture is kept when it is in the folder and a favourite or
// rated keptRating or higher; with 0, when it is in the folder and not rejected. 160,000 pictures
// take a moment, so it is for a page, not for every change.
func (t *CostTable) Spending(ctx context.Context, keptRating int) (Spending, error) {
	s := Spending{Accounts: map[int64]string{}}
	err := t.db.view(ctx, "read what was spent", func(q querier) error {
		if err := each(ctx, q, `SELECT id, name FROM accounts`, nil, func(rows *sql.Rows) error {
			var id int64
			var name string
			err := rows.Scan(&id, &name)
			s.Accounts[id] = name
			return err
		}); err != nil {
			return err
		}
		place := map[int64]int{}
		// The index of states has all that is needed of the long rows of entries.
		err := each(ctx, q, `SELECT e.id, coalesce(c.sent, e.created), e.state, coalesce(h.account, 1), coalesce(h.model, ''), c.tokens, c.money, c.currency
			FROM entries e INDEXED BY entries_state LEFT JOIN headings h ON h.entry_id = e.id LEFT JOIN costs c ON c.entry_id = e.id
			WHERE e.state <> 'refused' AND (e.state <> 'forgotten' OR c.entry_id IS NOT NULL)`, nil, func(rows *sql.Rows) error {
			j, err := scanJobSpending(rows)
			s.Jobs = append(s.Jobs, j)
			return err
		})
		if err != nil {
			return err
		}
		slices.SortFunc(s.Jobs, func(a, b JobSpending) int { return a.Sent.Compare(b.Sent) })
		for i, j := range s.Jobs {
			place[j.Entry] = i
		}
		return each(ctx, q, `SELECT entry_id, tags, count(*), sum(state = 'saved' AND rating >= 0 AND (?1 = 0 OR favourite <> 0 OR rating >= ?1))
			FROM images INDEXED BY images_listed GROUP BY entry_id, tags`, []any{keptRating}, func(rows *sql.Rows) error {
			var id int64
			var tags string
			var pictures, kept int
			if err := rows.Scan(&id, &tags, &pictures, &kept); err != nil {
				return err
			}
			i, found := place[id]
			if !found {
				return nil
			}
			j := &s.Jobs[i]
			j.Pictures += pictures
			j.Kept += kept
			for tag := range strings.SplitSeq(tags, tagSign) { // "" is a tag here
				j.addTag(tag, pictures, kept)
			}
			return nil
		})
	})
	return s, err
}

func (j *JobSpending) addTag(tag string, pictures, kept int) {
	for i := range j.Tags {
		if j.Tags[i].Tag == tag {
			j.Tags[i].Pictures += pictures
			j.Tags[i].Kept += kept
			return
		}
	}
	j.Tags = append(j.Tags, TagShare{tag, pictures, kept})
}

func scanJobSpending(rows *sql.Rows) (JobSpending, error) {
	var j JobSpending
	var sent int64
	var state EntryState
	var tokens, money sql.NullInt64
	var currency sql.NullString
	err := rows.Scan(&j.Entry, &sent, &state, &j.Account, &j.Model, &tokens, &money, &currency)
	j.Sent = fromMicros(sent)
	j.Cost = scannedCost(tokens, money, currency)
	switch state {
	case EntryFailure:
		j.Outcome = SpentFailed
	case EntryUnknown, EntryForgotten, EntryMissing:
		j.Outcome = SpentUnsure
	}
	return j, err
}

// KeptPrompt is a request of a model whose pictures a person kept.
type KeptPrompt struct {
	Entry int64 // the newest with this request's prompt
	Kept  int   // pictures kept of all jobs with the prompt
}

// KeptPrompts returns the prompts whose pictures a person kept most with a model, at most limit of
// them, the best first: those with most kept pictures, then the higher ratings. Kept are favourites
// and the pictures rated keptRating or higher.
func (t *CostTable) KeptPrompts(ctx context.Context, model string, keptRating, limit int) (kept []KeptPrompt, err error) {
	err = t.db.view(ctx, "find the prompts kept most", func(q querier) error {
		return each(ctx, q, `WITH jobs AS (
				SELECT h.entry_id AS id FROM headings h WHERE h.model = ?1
				UNION SELECT i.entry_id FROM images i INDEXED BY images_listed WHERE i.checkpoint = ?1),
			counted AS (
				SELECT e.id, json_extract(e.job, '$.config.prompt') AS prompt, count(*) AS kept, sum(i.favourite * 5 + max(i.rating, 0)) AS liked
				FROM jobs CROSS JOIN images i INDEXED BY images_listed ON i.entry_id = jobs.id CROSS JOIN entries e ON e.id = jobs.id
				WHERE i.state = 'saved' AND i.rating >= 0 AND (i.favourite <> 0 OR i.rating >= max(?2, 1)) AND i.checkpoint IN ('', ?1)
				GROUP BY e.id)
			SELECT max(id), sum(kept) FROM counted WHERE coalesce(prompt, '') <> '' GROUP BY prompt ORDER BY sum(kept) DESC, sum(liked) DESC, max(id) DESC LIMIT ?3`,
			[]any{model, keptRating, limit}, func(rows *sql.Rows) error {
				var k KeptPrompt
				err := rows.Scan(&k.Entry, &k.Kept)
				kept = append(kept, k)
				return err
			})
	})
	return kept, err
}
