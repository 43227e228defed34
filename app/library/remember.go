package library

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"lookbook/app/library/index"
)

// Kinds of remembered models. Other kinds are kept unchanged.
const (
	KindCheckpoint = "checkpoint" // trained by the user; ID is sent in checkpoint_id
	KindBase       = "base"       // a stock model; ID is sent in base_model
	KindScheduler  = "scheduler"  // not a model, but remembered in the same way
)

// Model is something that requests name by id and that is remembered. Kind and
// ID together are its key.
type Model struct {
	ID      string
	Kind    string
	Type    string // its model_type; empty: unknown
	Name    string // for people, such as the instance prompt
	Step    int    // training step of the checkpoint; 0: unknown
	LoRA    bool   `json:",omitempty"` // extracted from a full model of the same step
	JobID   string // the training job; empty: unknown
	Account int64  // whose it is; 0: the first's
	Created time.Time
	Expires time.Time // when the service deletes it; zero: unknown
	Worked  bool      // the service accepted a job with it
	Used    time.Time // when it was last remembered; set by ModelTable.Remember
}

// ModelTable remembers models.
type ModelTable struct{ db *database }

// names returns the names of models by id.
func (t *ModelTable) names(ctx context.Context) (map[string]string, error) {
	models, err := t.All(ctx)
	names := make(map[string]string, len(models))
	for _, m := range models {
		if m.Name != "" && m.Kind != KindScheduler {
			names[m.ID] = m.Name
		}
	}
	return names, err
}

// name adds the names of models to a facet and sorts it by them.
func (t *ModelTable) name(ctx context.Context, counts []FacetCount) error {
	names, err := t.names(ctx)
	if err != nil {
		return err
	}
	for n := range counts {
		if name := names[counts[n].Value]; name != "" {
			counts[n].Name = name
		}
	}
	slices.SortFunc(counts, index.ByUse)
	return nil
}

// Remember adds a model, or adds to what is known about it: empty members of m
// change nothing, and Worked stays true. A name too long for a list is cut. A
// model with an id that long can't be chosen and is ignored.
func (t *ModelTable) Remember(ctx context.Context, m Model) error {
	if len(m.ID) > idBytes {
		return nil
	}
	m.Name, m.Type = head(m.Name, nameBytes), head(m.Type, idBytes)
	return t.db.change(ctx, "remember a model", func(c *change) error {
		return c.exec(`INSERT INTO models (kind, id, type, name, step, job_id, created, expires, worked, used, lora, account)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (kind, id) DO UPDATE SET
				type = iif(excluded.type = '', type, excluded.type),
				name = iif(excluded.name = '', name, excluded.name),
				step = iif(excluded.step = 0, step, excluded.step),
				job_id = iif(excluded.job_id = '', job_id, excluded.job_id),
				created = iif(excluded.created = 0, created, excluded.created),
				expires = iif(excluded.expires = 0, expires, excluded.expires),
				worked = max(worked, excluded.worked),
				used = excluded.used,
				lora = max(lora, excluded.lora),
				account = iif(excluded.job_id = '', account, excluded.account)`,
			m.Kind, m.ID, m.Type, m.Name, m.Step, m.JobID, micros(m.Created), micros(m.Expires), m.Worked, micros(c.now), m.LoRA, cmp.Or(m.Account, FirstAccount))
	})
}

// All returns all models, the last remembered first.
func (t *ModelTable) All(ctx context.Context) ([]Model, error) {
	var models []Model
	err := t.db.view(ctx, "list the models", func(q querier) error {
		return each(ctx, q, `SELECT kind, id, type, name, step, job_id, created, expires, worked, used, lora, account FROM models
			ORDER BY used DESC, kind, id`, nil, func(rows *sql.Rows) error {
			var m Model
			var created, expires, used int64
			err := rows.Scan(&m.Kind, &m.ID, &m.Type, &m.Name, &m.Step, &m.JobID, &created, &expires, &m.Worked, &used, &m.LoRA, &m.Account)
			m.Created, m.Expires, m.Used = fromMicros(created), fromMicros(expires), fromMicros(used)
			models = append(models, m)
			return err
		})
	})
	return models, err
}

// AccountOf returns the account of the models that a job trained; the first's,
// if none is known.
func (t *ModelTable) AccountOf(ctx context.Context, jobID string) (int64, error) {
	account := FirstAccount
	err := t.db.view(ctx, "find a model's account", func(q querier) error {
		ids, err := column[int64](ctx, q, `SELECT account FROM models WHERE job_id = ?1 UNION ALL SELECT account FROM entries WHERE job_id = ?1`, jobID)
		if len(ids) > 0 {
			account = ids[0]
		}
		return err
	})
	return account, err
}

// DraftTable stores drafts by name.
type DraftTable struct{ db *database }

// Save stores content under name and replaces what was there; nil removes it.
func (t *DraftTable) Save(ctx context.Context, name string, content []byte) error {
	return t.db.change(ctx, "keep a draft", func(c *change) error {
		if content == nil {
			return c.exec(`DELETE FROM drafts WHERE name = ?`, name)
		}
		return c.exec(`INSERT INTO drafts (name, saved, content) VALUES (?1, ?2, ?3)
			ON CONFLICT (name) DO UPDATE SET saved = ?2, content = ?3`, name, micros(c.now), content)
	})
}

// Load returns what Save stored under name. Error: ErrNotFound.
func (t *DraftTable) Load(ctx context.Context, name string) ([]byte, error) {
	var content []byte
	err := t.db.view(ctx, "read a draft", func(q querier) error {
		return q.QueryRowContext(ctx, `SELECT content FROM drafts WHERE name = ?`, name).Scan(&content)
	})
	return content, err
}

// Prompt is a prompt that was submitted from here.
type Prompt struct {
	Text  string
	Used  time.Time // last time
	Times int
}

// rememberPrompt records that a prompt was submitted.
func rememberPrompt(c *change, text string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return c.exec(`INSERT INTO prompts (text, folded, used, times) VALUES (?1, ?2, ?3, 1)
		ON CONFLICT (text) DO UPDATE SET used = ?3, times = times + 1`, text, fold(text), micros(c.now))
}

// PromptTable lists the prompts submitted from here.
type PromptTable struct{ db *database }

// Recent returns up to limit submitted prompts that contain every word of text,
// without duplicates, the last used first.
func (t *PromptTable) Recent(ctx context.Context, text string, limit int) ([]Prompt, error) {
	const doing = "list the prompts"
	if limit < 0 {
		return nil, failure(doing, errNegative)
	}
	filter := condition{text: "TRUE"}
	for _, word := range words(text) {
		filter.and(`instr(folded, ?)`, word)
	}
	var prompts []Prompt
	err := t.db.view(ctx, doing, func(q querier) error {
		return each(ctx, q, `SELECT text, used, times FROM prompts WHERE `+filter.text+` ORDER BY used DESC, text LIMIT ?`,
			append(filter.args, limit), func(rows *sql.Rows) error {
				var p Prompt
				var used int64
				err := rows.Scan(&p.Text, &used, &p.Times)
				p.Used = fromMicros(used)
				prompts = append(prompts, p)
				return err
			})
	})
	return prompts, err
}
