package apitest

import (
	"net/http"
	"strings"
	"testing"
)

// A job is visible to the key that made it, or that it was given to, and to no other. The call log
// says who asked for another's, and a fault can strike one key only.
func TestJobsBelongToKeys(t *testing.T) {
	one, two := "dl-"+strings.Repeat("0a", 16), "dl-"+strings.Repeat("1b", 16)
	r := newRig(t, Options{Keys: []string{one, two}, Accounts: true})
	ask := func(key, path string) reply {
		return r.must("GET", r.URL()+path, "", "Authorization", "Bearer "+key)
	}
	mine := r.submitted(goodRequest(1))
	theirs := r.AddTrainingJob("photo of ukj person")
	if !r.Give(theirs, two) || r.Give("ig_none", two) {
		t.Error("a job was not given, or one that doesn't exist was")
	}
	for path, owner := range map[string]string{"/jobs/image-gen/" + mine: one, "/jobs/dreambooth/" + theirs: two} {
		for _, key := range []string{one, two} {
			want := http.StatusNotFound
			if key == owner {
				want = http.StatusOK
			}
			if got := ask(key, path); got.status != want {
				t.Errorf("%s: status %d, want %d", path, got.status, want)
			}
			if call := r.Calls()[len(r.Calls())-1]; call.Foreign != (key != owner) {
				t.Errorf("%s: foreign %v", path, call.Foreign)
			}
		}
	}
	if list := ask(two, "/jobs/image-gen"); strings.Contains(string(list.body), mine) {
		t.Error("another key's list has the job")
	}
	r.Inject(Fault{Where: List, How: Answer, Status: http.StatusUnauthorized, Key: two, Times: -1})
	if a, b := ask(one, "/jobs/image-gen"), ask(two, "/jobs/image-gen"); a.status != http.StatusOK || b.status != http.StatusUnauthorized {
		t.Errorf("a fault of one key: %d and %d", a.status, b.status)
	}
}
