package apitest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Lengths are texts of a job that are longer than anybody reads. They are
// parts of a Plan and combine with each other, with Oddities and with every
// Fault. What answers tell of the job is changed, not what was asked for.
type Lengths struct {
	// ReasonBytes ends the job in failure, at Plan.FailAt, with a traceback of
	// about so many bytes.
	ReasonBytes int `json:"reason_bytes"`

	// PromptBytes is how long the prompt is told, and Tags how many tags.
	PromptBytes int `json:"prompt_bytes"`
	TagCount    int `json:"tag_count"`

	// ThumbnailCount is how many thumbnails are told that belong to no picture.
	ThumbnailCount int `json:"thumbnail_count"`
}

// Traceback is one of about so many bytes, its cause at the end.
func Traceback(bytes int) string {
	var b strings.Builder
	b.WriteString("Traceback (most recent call last):\n")
	for i := 0; b.Len() < bytes; i++ {
		fmt.Fprintf(&b, "  File \"/srv/worker/pipeline.py\", line %d, in step_%d\n    return self.run(batch)\n", 100+i, i)
	}
	return b.String() + "RuntimeError: CUDA out of memory"
}

// planned is the plan with its traceback.
func (p Plan) planned() Plan {
	if p.ReasonBytes > 0 {
		p.FailureReason = Traceback(p.ReasonBytes)
	}
	return p
}

// stretch makes the job as long as it is to be told.
func (l Lengths) stretch(w *wireJob) {
	for i := range l.ThumbnailCount {
		w.Thumbnails = append(w.Thumbnails, fmt.Sprintf("https://images.invalid/%d_nobody_thumbnail.jpg", i))
	}
	if l.PromptBytes == 0 && l.TagCount == 0 {
		return
	}
	config := map[string]any{}
	if json.Unmarshal(w.Config, &config) != nil {
		return // a request that is no object is told as it is
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
