package engine_test

import (
	"testing"

	"lookbook/api/apitest"
	"lookbook/app/library"
)

// What a request was made from is in its pictures, so a library that is made anew from them knows it.
func TestALostLibraryKnowsItsFamilies(t *testing.T) {
	w := newWorld(t, apitest.Options{})
	w.submit(config(1))
	w.runUntilSaved(1)
	parent := w.entriesOf()[0].Preview[0]
	from := library.Origin{JobID: parent.JobID, ImageID: parent.Generated.GeneratedImageID}
	if _, err := w.engine.Outbox.SendAll(t.Context(), []library.Request{{Account: library.FirstAccount, Config: config(1), Parent: from}}); err != nil {
		t.Fatal(err)
	}
	w.runUntilSaved(2)
	for _, after := range []string{"the request", "a lost library"} {
		for _, e := range w.entriesOf() {
			family, err := w.Library.Family(t.Context(), e.Preview[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			child := e.Job.JobID != parent.JobID
			if child != (e.Parent == from) || child != (len(family.Ancestors) == 1) || child == (len(family.Children) == 1) {
				t.Errorf("after %s, %s comes from %+v, with %d ancestors and %d children", after, e.Job.JobID, e.Parent, len(family.Ancestors), len(family.Children))
			}
		}
		if after == "the request" {
			w.loseLibrary()
			w.runRebuild()
		}
	}
}
