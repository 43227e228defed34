package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What is printed is what the table is made of.
func TestTold(t *testing.T) {
	tests := []struct {
		told Told
		line string
	}{
		{Told{Name: "search", Value: 12.3456, Unit: "ms"}, "bench search 12.35 ms"},
		{Told{Name: "search", Value: 0.012345678, Ratio: true}, "ratio search 0.01235"},
		{Told{Name: "binary", Value: 34881234, Unit: "bytes a file"}, "bench binary 34881234 bytes a file"},
		{Told{Name: "none", Value: 0, Unit: "s"}, "bench none 0 s"},
	}
	for _, test := range tests {
		if got := test.told.String(); got != test.line {
			t.Errorf("%+v is printed as %q, want %q", test.told, got, test.line)
		}
		back, ok := ParseTold(test.line)
		if !ok || back.String() != test.line || back.Unit != test.told.Unit || back.Ratio != test.told.Ratio {
			t.Errorf("%q is read as %+v, %v", test.line, back, ok)
		}
	}
	for _, line := range []string{"", "bench", "bench x y z", "bench x 1", "ratio x 1 ms", "goos: linux"} {
		if told, ok := ParseTold(line); ok {
			t.Errorf("%q is read as %+v", line, told)
		}
	}
}

func TestTable(t *testing.T) {
	outcomes := []Outcome{
		{Row: Row{Targets: []Target{
			{Name: "one", Ratio: true, What: "ours ÷ theirs", Most: 1.3},
			{Name: "one", What: "ours", Most: 20},
			{Name: "two", What: "a size"},
		}}, Told: []Told{{Name: "one", Value: 1.3, Ratio: true}, {Name: "one", Value: 20.01, Unit: "ms"}, {Name: "two", Value: 5, Unit: "MB"}}},
		{Row: Row{Targets: []Target{{Name: "three", What: "failed", Most: 1}}}, Error: "no"},
	}
	table := Table(outcomes, Machine{CPU: "Abacus", Cores: 2, Memory: "1 GiB", System: "Linux", Go: "go1", Renderer: "none", Date: time.Unix(0, 0)})
	for _, line := range []string{
		"| `one` | ours ÷ theirs | ≤ 1.3 | 1.300 | yes |",
		"| `one` | ours | ≤ 20 ms | 20.01 ms | **no** |",
		"| `two` | a size | stated | 5.000 MB | – |",
		"| `three` | failed | ≤ 1 | – | not measured |",
		"Measured on 1 January 1970: Abacus, 2 cores, 1 GiB, Linux, go1, none.",
	} {
		if !strings.Contains(table, line+"\n") {
			t.Errorf("no line %q in\n%s", line, table)
		}
	}
	if got := strings.Join(Missed(outcomes), " "); got != "one three" {
		t.Errorf("missed: %s", got)
	}
}

func TestQuote(t *testing.T) {
	path := filepath.Join(t.TempDir(), "README.md")
	for _, table := range []string{"first\n", "second\n"} {
		text := "before\n" + quoteBegin + "\nold\n" + quoteEnd + "\nafter\n"
		if table == "first\n" {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := Quote(path, table); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want := "before\n" + quoteBegin + "\n" + table + quoteEnd + "\nafter\n"; string(got) != want {
			t.Errorf("quoted:\n%s", got)
		}
	}
	if err := os.WriteFile(path, []byte("no place"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Quote(path, "table"); err == nil {
		t.Error("a file without a place for it took the table")
	}
}
