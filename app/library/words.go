package library

import (
	"strings"

	"lookbook/api"
	"lookbook/app/search"
)

// texts are the parts of an entry that are searched.
type texts struct{ prompt, negative, model, job string }

func textsOf(j api.Job) texts {
	var prompts, negatives, models []string
	for _, asked := range j.Requests() {
		prompts, negatives = append(prompts, asked.Prompt), append(negatives, asked.NegativePrompt)
		models = append(models, asked.CheckpointID, asked.BaseModel)
	}
	all := func(of []string) string { return strings.Join(of, " ") }
	return texts{prompt: all(prompts), negative: all(negatives), model: all(models), job: j.JobID}
}

// putWords makes an entry findable by its texts.
func putWords(c *change, id int64, t texts) error {
	return c.exec(`INSERT OR REPLACE INTO entry_words (rowid, prompt, negative, model, job) VALUES (?, ?, ?, ?, ?)`,
		id, cut(t.prompt), cut(t.negative), cut(t.model), cut(t.job))
}

// cut splits text into search words, separated by spaces.
func cut(text string) string { return strings.Join(search.Words(text), " ") }
