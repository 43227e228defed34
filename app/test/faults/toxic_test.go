package faults_test

import (
	"bytes"
	"sync/atomic"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/test/desktop"
	"lookbook/app/test/faults"
)

// networks are proxies between the client and the service's two hosts.
type networks struct{ api, images *desktop.Network }

// newNetworks inserts proxies before the hosts of a lab that isn't open yet.
func newNetworks(l *lab) networks {
	l.t.Helper()
	n := networks{api: desktop.NewNetwork(l.t, l.server.URL()), images: desktop.NewNetwork(l.t, l.server.ImageURL())}
	l.service = n.api.URL()
	l.server.Addresses.SetBase(n.images.URL())
	return n
}

// A bad network loses nothing and pays for nothing twice: neither while it is
// slow nor when it breaks every connection for a while.
func TestBadNetwork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		toxic      string
		stream     string
		attributes string
		breaks     bool // nothing gets through
	}{
		{"latency", "downstream", `{"latency": 120, "jitter": 60}`, false},
		{"latency", "upstream", `{"latency": 120, "jitter": 60}`, false},
		{"bandwidth", "downstream", `{"rate": 60}`, false},
		{"slow_close", "downstream", `{"delay": 300}`, false},
		{"reset_peer", "downstream", `{"timeout": 0}`, true},
		{"reset_peer", "upstream", `{"timeout": 20}`, true},
		{"timeout", "downstream", `{"timeout": 150}`, true},
		{"timeout", "upstream", `{"timeout": 150}`, true},
		{"limit_data", "downstream", `{"bytes": 6000}`, true},
		{"limit_data", "upstream", `{"bytes": 60}`, true},
	} {
		t.Run(c.toxic+" "+c.stream, func(t *testing.T) {
			t.Parallel() // each waits most of the time
			const jobs, images = 2, 4
			began := time.Now()
			l := newLab(t, faults.NewFast(began, 30), apitest.Options{QueueTime: 2 * time.Second, RunTime: 15 * time.Second})
			p := newNetworks(l)
			var asking, fetching failures
			l.log = &asking
			l.open()
			defer l.library.Subscribe(fetching.image)()
			cures := []func(){
				p.api.Poison(c.toxic, c.stream, c.attributes),
				p.images.Poison(c.toxic, c.stream, c.attributes),
			}
			for range jobs {
				l.submit(images)
			}
			if c.breaks {
				l.until("trouble with the service", func() bool { return asking.seen.Load() && l.engine.Status().Sending == 0 })
				cures[0]()
				l.until("the service to be back", func() bool { l.sendAgain(); return l.totals().Images > 0 })
				l.until("trouble with the image host", func() bool { return fetching.seen.Load() || l.engine.Status().HostProblem != nil })
				cures[1]()
			}
			l.until("all pictures", func() bool { l.sendAgain(); return l.done(jobs * images)() })
			result := l.compare(jobs, jobs*images)
			if resumed := l.resumed(); c.toxic == "limit_data" && c.stream == "downstream" && resumed == 0 {
				t.Error("pictures that were cut off were begun anew")
			}
			name := "network_" + c.toxic + "_" + c.stream
			figure(name+"_lost", result.lost, "images")
			figure(name+"_duplicated", result.duplicated, "jobs and images")
			figure(name+"_sent_again_by_hand", l.again, "submissions")
			figure(name+"_image_calls", len(l.server.ImageCalls()), "calls")
			figure(name, time.Since(began).Seconds(), "s")
		})
	}
}

// failures remembers a failure that the next try may undo before the status is looked at: some of
// these networks let a little through.
type failures struct{ seen atomic.Bool }

// Write takes lines of the log.
func (f *failures) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte(`"msg":"asking the service"`)) {
		f.seen.Store(true)
	}
	return len(line), nil
}

// image takes events of the library.
func (f *failures) image(event library.Event) {
	if changed, ok := event.(library.ImageChanged); ok && changed.Image.State == library.ImageFailed {
		f.seen.Store(true)
	}
}

// resumed counts the calls for the rest of a picture.
func (l *lab) resumed() (n int) {
	for _, call := range l.server.ImageCalls() {
		if call.Header.Get("Range") != "" {
			n++
		}
	}
	return n
}
