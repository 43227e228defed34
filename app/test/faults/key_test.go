package faults_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/library"
	"lookbook/app/test/faults"
)

// A service that repeats the key in any of its texts doesn't get it into
// anything that stays: no file, no log, no text shown or copied for support, no
// call to the image host.
func TestTheKeyIsNotKept(t *testing.T) {
	t.Parallel()
	l := newLab(t, faults.NewFast(time.Now(), 20), apitest.Options{QueueTime: time.Second, RunTime: 4 * time.Second, Summaries: true})
	logFile, err := os.Create(filepath.Join(l.dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	l.log = logFile
	key := l.key()
	says := func(status int, where apitest.Endpoint, times int) apitest.Fault {
		return apitest.Fault{
			Where: where, How: apitest.Answer, Status: status, Times: times,
			Body: fmt.Sprintf(`{"detail": "the header was Authorization: Bearer %s", "key": %q}`, key, key),
		}
	}
	for _, fault := range []apitest.Fault{
		says(http.StatusUnprocessableEntity, apitest.Submit, 1), // refused
		says(http.StatusBadGateway, apitest.Submit, 1),          // unknown
		says(http.StatusOK, apitest.Submit, 1),                  // accepted, without an id
		says(http.StatusInternalServerError, apitest.List, 1),
		says(http.StatusOK, apitest.List, 1),
		says(http.StatusServiceUnavailable, apitest.Follow, 1),
		{Where: apitest.Picture, How: apitest.Answer, Status: http.StatusNotFound, Body: "<Error><Message>" + key + "</Message></Error>"},
		{Where: apitest.Picture, How: apitest.Redirect, Location: "http://192.0.2.1/" + key, Times: 1},
	} {
		l.server.Inject(fault)
	}
	reason, err := json.Marshal(map[string]string{"environment": "KEY=" + key})
	if err != nil {
		t.Fatal(err)
	}
	l.server.PlanNext(apitest.Plan{FailureReason: "out of memory while serving " + key, FailureReasonData: reason, FailAt: 50})
	l.open()
	for range 5 {
		l.submit(4)
	}
	l.until("the trouble to be over", func() bool {
		entries, err := l.library.Entries(t.Context(), library.EntryFilter{States: []library.EntryState{library.EntryFailure}}, 0, 1)
		totals := l.totals()
		return err == nil && len(entries) == 1 && totals.Unfinished == 0 &&
			totals.Images > 0 && totals.Unsaved == 0 && l.engine.Status().Fetching == 0
	})
	entries, err := l.library.Entries(t.Context(), library.EntryFilter{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry, err = l.library.Entry(t.Context(), entry.ID); err != nil {
			t.Fatal(err)
		}
		if holds(fmt.Appendf(nil, "%+v", entry), key) {
			t.Errorf("entry %d (%s) tells the key", entry.ID, entry.State)
		}
	}
	if holds(fmt.Appendf(nil, "%+v", l.engine.Status()), key) {
		t.Error("the status tells the key")
	}
	searched := l.searchFiles(key) // while a write-ahead log is beside the database
	l.close()
	searched += l.searchFiles(key)
	if err := logFile.Close(); err != nil {
		t.Error(err)
	}
	for _, call := range l.server.ImageCalls() {
		if holds(fmt.Appendf(nil, "%s?%s %v %s", call.Path, call.Query, call.Header, call.Body), key) {
			t.Errorf("the image host was sent the key: %s", call.Path)
		}
	}
	if calls := l.server.Calls(); calls[0].Header.Get("Authorization") != "Bearer "+key {
		t.Error("the API host was not sent the key: this test looks for another")
	}
	figure("key_bytes_searched", searched, "bytes")
}

// searchFiles searches every byte in the lab's folder.
func (l *lab) searchFiles(key string) (searched int) {
	l.t.Helper()
	for _, path := range filesIn(l.t, l.dir) {
		data, err := os.ReadFile(path)
		if err != nil {
			l.t.Fatal(err)
		}
		searched += len(data)
		if holds(data, key) {
			l.t.Errorf("the key is in %s", path)
		}
	}
	return searched
}

// holds reports whether data contains a key, plain or in a common encoding.
func holds(data []byte, key string) bool {
	digits := key[len("dl-"):]
	wide := make([]byte, 0, 2*len(digits)) // UTF-16
	for i := range len(digits) {
		wide = append(wide, digits[i], 0)
	}
	for _, form := range [][]byte{
		[]byte(digits), wide, []byte(hex.EncodeToString([]byte(digits))),
		[]byte(base64.StdEncoding.EncodeToString([]byte("Bearer " + key))[:40]),
		[]byte(base64.StdEncoding.EncodeToString([]byte(key))[:40]),
	} {
		if bytes.Contains(data, form) {
			return true
		}
	}
	return false
}
