package apitest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Lengths are texts of a job that are longer than anybody reads. They are parts
// of a Plan and combine with each other, with Oddities and with every Fault.
// They change the answers about a job, not its request.
type Lengths struct {
	// ReasonBytes makes the job fail, at Plan.FailAt, with a traceback of about
	// this many bytes.
	ReasonBytes int `json:"reason_bytes"`

	// PromptBytes is the length of the prompt in answers, and Tags the number
	// of tags.
	PromptBytes int `json:"prompt_bytes"`
	TagCount    int `json:"tag_count"`

	// ThumbnailCount is the number of thumbnails in answers that belong to no
	// picture.
	ThumbnailCount int `json:"thumbnail_count"`
}

// Traceback makes a traceback of about this many bytes, with its cause at the
// end.
func Traceback(bytes int) string {
	var b strings.Builder
	b.WriteString("Traceback (most recent call last):\n")
	for i := 0; b.Len() < bytes; i++ {
		fmt.Fprintf(&b, "  File \"/srv/worker/pipeline.py\", line %d, in step_%d\n    return self.run(batch)\n", 100+i, i)
	}
	return b.String() + "RuntimeError: CUDA out of memory"
}

// planned returns the plan with its traceback.
func (p Plan) planned() Plan {
	if p.ReasonBytes > 0 {
		p.FailureReason = Traceback(p.ReasonBytes)
	}
	return p
}

// stretch applies the lengths to a job's answer.
func (l Lengths) stretch(w *wireJob) {
	for i := range l.ThumbnailCount {
		w.Thumbnails = append(w.Thumbnails, fmt.Sprintf("https://images.invalid/%d_nobody_thumbnail.jpg", i))
	}
	if l.PromptBytes == 0 && l.TagCount == 0 {
		return
	}
	config := map[string]any{}
	if json.Unmarshal(w.Config, &config) != nil {
		return // a request that is not an object stays unchanged
	}
	if l.PromptBytes > 0 {
		config["prompt"] = strings.Repeat("a red coat in the snow, ", l.PromptBytes/24+1)[:l.PromptBytes]
	}
	if l.TagCount > 0 {
		tags := make([]map[string]string, l.TagCount)
		for i := range tags {
			tags[i] = map[string]string{"key": fmt.Sprintf("tag %d", i), "value": "of many"}
		}
		config["tags"] = tags
	}
	w.Config = mustJSON(config)
}
