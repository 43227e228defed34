package bench

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

// A row that gives up deep inside ends with that error, and what it set up is
// taken down, the last first.
func TestPerform(t *testing.T) {
	boom := errors.New("boom")
	tests := []struct {
		name string
		run  func(*Stage) error
		want string
		told string
	}{
		{"measures", func(s *Stage) error { s.Figure("a", 1.5, "s"); s.Ratio("a", 3, 2); return nil }, "", "bench a 1.500 s\nratio a 1.500\n"},
		{"returns an error", func(*Stage) error { return boom }, "boom", ""},
		{"gives up", func(s *Stage) error { s.TB().Fatalf("no %s", "screen"); return boom }, "no screen", ""},
		{"complains", func(s *Stage) error { s.TB().Errorf("wrong picture"); s.Figure("a", 1, "s"); return nil }, "wrong picture", "bench a 1.000 s\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out, log bytes.Buffer
			var scratch, order string
			err := Perform(context.Background(), Row{Name: "row", Run: func(_ context.Context, s *Stage) error {
				scratch = s.Scratch()
				s.TB().Cleanup(func() { order += "1" })
				s.TB().Cleanup(func() { order += "2" })
				return test.run(s)
			}}, &out, &log)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("ended with %v, want %q", err, test.want)
			}
			if out.String() != test.told {
				t.Errorf("told %q, want %q", out.String(), test.told)
			}
			if _, err := os.Stat(scratch); !os.IsNotExist(err) {
				t.Errorf("the scratch folder is left: %v", err)
			}
			if order != "21" {
				t.Errorf("taken down in the order %q", order)
			}
		})
	}
}

func TestFind(t *testing.T) {
	rows, err := Find([]string{"binary"})
	if err != nil || len(rows) != 1 || rows[0].Name != "binary" {
		t.Errorf("%v, %v", rows, err)
	}
	if rows, err := Find(nil); err != nil || len(rows) != len(Rows()) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if _, err := Find([]string{"binary", "speed"}); err == nil {
		t.Error("a row that there isn't was found")
	}
}
