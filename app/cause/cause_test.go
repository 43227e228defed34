package cause_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/cause"
)

// A cause comes back from where it was stored as it was.
func TestCausesAreStored(t *testing.T) {
	want := cause.New(cause.Unsaved).Because(cause.New(cause.FolderLink, "Name", "portraits"))
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if string(raw) != `{"code":"unsaved","why":{"code":"folder.link","with":{"Name":"portraits"}}}` {
		t.Errorf("stored as %s", raw)
	}
	var got cause.Cause
	if err := json.Unmarshal(raw, &got); err != nil || !cmp.Equal(got, want) {
		t.Errorf("came back as %+v, %v", got, err)
	}
}
