package library

import (
	"strings"

	"lookbook/api"
	"lookbook/app/search"
)

// heading is what lists and filters need of an entry, apart from its images.
type heading struct {
	account   int64
	created   int64
	model     string
	asked     search.Size // of the request
	beginning string      // of the prompt
}

// longestBeginning bounds the part of the prompt in a heading, in runes.
const longestBeginning = 120

// headingOf makes the heading of a job.
func headingOf(created int64, j api.Job) heading {
	asked := j.Request(0)
	h := heading{
		created:   created,
		model:     asked.CheckpointID,
		asked:     search.Size{Width: max(asked.Width, 0), Height: max(asked.Height, 0)},
		beginning: beginning(asked.Prompt),
	}
	if h.model == "" {
		h.model = asked.BaseModel
	}
	return h
}

// beginning returns about the first line of a prompt.
func beginning(prompt string) string {
	const enough = 8 * longestBeginning // bytes, even if most of them are spaces
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

// Statements that store a heading. Before version 10 a heading also had the
// images of its entry; migrations to earlier versions leave them out. They know no accounts.
const (
	putHeading   = `INSERT INTO headings (entry_id, created, model, width, height, beginning, account) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)` + sameHeading + `, account = ?7`
	putHeading10 = `INSERT INTO briefs (entry_id, created, model, width, height, beginning, images) VALUES (?1, ?2, ?3, ?4, ?5, ?6, x'')` + sameHeading
	sameHeading  = ` ON CONFLICT (entry_id) DO UPDATE SET created = ?2, model = ?3, width = ?4, height = ?5, beginning = ?6`
)

// storeHeading stores an entry's heading with one of the statements.
func storeHeading(c *change, statement string, id int64, h heading) error {
	c.touched.add(id)
	args := []any{id, h.created, h.model, h.asked.Width, h.asked.Height, h.beginning}
	if statement == putHeading {
		args = append(args, h.account)
	}
	return c.exec(statement, args...)
}
