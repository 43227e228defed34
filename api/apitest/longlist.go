package apitest

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// ListExtras are additional items in the lists of image jobs. No other call
// knows them.
type ListExtras struct {
	mu             sync.Mutex
	items          []string // raw, before the jobs
	jobs, pictures int      // made up, after them
}

// Add puts items at the start of every list of image jobs from now on,
// unchanged: anything, JSON or not.
func (l *ListExtras) Add(items ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.items = append(l.items, items...)
}

// Lengthen appends made-up finished jobs, each with this many pictures, to every list of image jobs
// from now on. They are made while they are sent, so that a list of any length needs no memory
// here; only with a Fault for the list all of it is in memory.
func (l *ListExtras) Lengthen(jobs, pictures int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs, l.pictures = jobs, pictures
}

// now returns the present additions.
func (l *ListExtras) now() (items []string, jobs, pictures int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.items, l.jobs, l.pictures
}

// HugeJob makes a job of about this many bytes, for ListExtras.Add.
func HugeJob(id string, size int) string {
	return `{"job_type":"image-gen","job_id":"` + id + `","state":"failure","failure_reason":"` + strings.Repeat("Traceback ", size/10) + `"}`
}

// longTail writes the made-up jobs and the end of the list.
type longTail struct {
	jobs, pictures int

	base  string // of pictures' addresses
	now   time.Time
	first bool // the list has no jobs before
	end   string
}

func (l longTail) write(to io.Writer) error {
	w := bufio.NewWriterSize(to, 64<<10)
	date := l.now.UTC().Format(signatureTime)
	signature := strings.Repeat("0123456789abcdef", 32) // as long as a real one
	for i := range l.jobs {
		if !l.first || i > 0 {
			w.WriteByte(',')
		}
		fmt.Fprintf(w, `{"job_type":"image-gen","job_id":"ig_long%06d","state":"success","state_updated":"2023-06-29T16:28:31","state_running_start":"2023-06-29T16:27:39",`+
			`"state_running_end":"2023-06-29T16:28:31","state_queued_start":"2023-06-29T16:25:28","queued_duration":131.3,"running_duration":52.0,"queueing_state":"default",`+
			`"config":{"prompt":"portrait photo number %d of ukj man, city lights, sharp focus, 85mm","negative_prompt":"blurry, deformed, text","width":768,"height":1024,"num_samples":%d,`+
			`"checkpoint_id":"ckp_15f9112b","model_type":"sd-v1","num_inference_steps":20,"seed":-1},"percentage_done":100.0,"failure_reason":null,"tags":[],"thumbnails":[],`+
			`"image_gen_results":[{"checkpoint_id":"ckp_15f9112b","config_idx":0,"generated_images":[`, i, i, l.pictures)
		for p := range l.pictures {
			if p > 0 {
				w.WriteByte(',')
			}
			fmt.Fprintf(w, `{"generated_image_id":"%06x%02x","url":"%s/image-gen/ig_long%06d/%06x%02x.png?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=`+
				`service%%40project.iam.gserviceaccount.com%%2F20230629%%2Fauto%%2Fstorage%%2Fgoog4_request&X-Goog-Date=%s&X-Goog-Expires=3600&X-Goog-SignedHeaders=host&X-Goog-Signature=%s","seed":%d,"generation_idx":%d}`,
				i, p, l.base, i, i, p, date, signature, i*100+p, p)
		}
		w.WriteString("]}]}")
	}
	w.WriteString(l.end)
	return w.Flush() // returns the first error of all
}

// wireWriter sends what is written to it.
type wireWriter struct{ send func([]byte) bool }

func (w wireWriter) Write(p []byte) (int, error) {
	if !w.send(p) {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}
