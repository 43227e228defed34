package bench

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tell prints a measurement.
func tell(name string, value float64, unit string) {
	fmt.Println("bench", name, number(value), unit)
}

// compare prints the ratio of our measurement to the peer's; smaller is better.
func compare(name string, ours, peer float64) { fmt.Println("ratio", name, number(ours/peer)) }

// number formats four significant digits, more than the measurements deserve.
func number(v float64) string {
	places := 0
	if v != 0 && !math.IsInf(v, 0) && !math.IsNaN(v) {
		places = min(max(3-int(math.Floor(math.Log10(math.Abs(v)))), 0), 6)
	}
	return strconv.FormatFloat(v, 'f', places, 64)
}

// parsedLine is a line with a figure.
type parsedLine struct {
	name, unit string
	value      float64
	ratio      bool
}

func parse(line string) (t parsedLine, ok bool) {
	words := strings.Fields(line)
	if len(words) < 3 || words[0] != "bench" && words[0] != "ratio" || words[0] == "bench" && len(words) < 4 {
		return t, false
	}
	value, err := strconv.ParseFloat(words[2], 64)
	return parsedLine{words[1], strings.Join(words[3:], " "), value, words[0] == "ratio"}, err == nil
}

// makeTable makes the Markdown table of the rows' figures, with a description
// of the machine.
func makeTable(rows []row, said [][]string) string {
	var b strings.Builder
	b.WriteString("| name | what is measured | target | measured | met |\n|---|---|---|---|---|\n")
	for i, r := range rows {
		for _, t := range r.targets {
			aim, measured, met := "stated", "–", "not measured"
			for _, line := range said[i] { // the last value counts
				if v, _ := parse(line); v.name == t.name && v.ratio == t.ratio {
					measured, met = strings.TrimSpace(number(v.value)+" "+v.unit), "–"
					if t.most > 0 {
						aim = strings.TrimSpace(fmt.Sprintf("≤ %v %s", t.most, v.unit))
						met = map[bool]string{true: "yes", false: "**no**"}[v.value <= t.most]
					}
				}
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", t.name, t.what, aim, measured, met)
		}
	}
	var kib float64
	fmt.Sscan(field("/proc/meminfo", "MemTotal", ":"), &kib)
	fmt.Fprintf(&b, "\nMeasured on %s: %s, %d cores, %.0f GiB, %s, %s, Mesa llvmpipe (OpenGL in software, on Xvfb).\n",
		time.Now().UTC().Format("2 January 2006"), field("/proc/cpuinfo", "model name", ":"), runtime.NumCPU(), kib/(1<<20),
		strings.Trim(field("/etc/os-release", "PRETTY_NAME", "="), `"`), runtime.Version())
	return b.String()
}

// field returns the value of a name in a system file of lines.
func field(path, name, separator string) string {
	data, _ := os.ReadFile(path) // missing on other systems; then the value is empty
	for line := range strings.Lines(string(data)) {
		if key, value, found := strings.Cut(line, separator); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// The table replaces the text between these two lines of a Markdown file.
const (
	quoteBegin = "<!-- make bench BENCH_README=1 writes from here -->"
	quoteEnd   = "<!-- to here -->"
)

func quote(path, table string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(text), quoteBegin)
	_, after, closed := strings.Cut(rest, quoteEnd)
	if !found || !closed {
		return fmt.Errorf("%s has no place for the table: two lines %q and %q", path, quoteBegin, quoteEnd)
	}
	return os.WriteFile(path, []byte(before+quoteBegin+"\n"+table+quoteEnd+after), 0o644)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(values []float64) float64 { return quantile(values, .5) }

// quantile returns the smallest value that at least this part of the values, from 0 to 1, doesn't exceed. values isn't
// empty.
func quantile(values []float64, part float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(part*float64(len(sorted))), len(sorted)-1)]
}

func mean(values []float64) (sum float64) {
	for _, v := range values {
		sum += v / float64(len(values))
	}
	return sum
}

// The table is made of the printed lines, and the README quotes it.
func TestTable(t *testing.T) {
	made := makeTable([]row{{targets: []target{
		{"a", ratio, 2, "fast"}, {"a", figure, 0, "the same"}, {"b", figure, 1.5, "late"}, {"c", figure, 0, "lost"},
	}}}, [][]string{{"bench a 9.000 ms", "ratio a 1.000", "ratio a 1.500", "bench b 34881234 bytes a file"}})
	for _, line := range []string{
		"| `a` | fast | ≤ 2 | 1.500 | yes |", "| `a` | the same | stated | 9.000 ms | – |",
		"| `b` | late | ≤ 1.5 bytes a file | 34881234 bytes a file | **no** |", "| `c` | lost | stated | – | not measured |",
	} {
		if !strings.Contains(made, line+"\n") {
			t.Errorf("no line %q in\n%s", line, made)
		}
	}
	path := t.TempDir() + "/README.md"
	if err := quote(path, made); err == nil {
		t.Error("a file that isn't there was changed")
	}
	for _, before := range []string{"old", "old\nand older"} {
		if err := os.WriteFile(path, []byte("x\n"+quoteBegin+"\n"+before+quoteEnd+"\ny\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		text, err := []byte(nil), quote(path, made)
		if err == nil {
			text, err = os.ReadFile(path)
		}
		if want := "x\n" + quoteBegin + "\n" + made + quoteEnd + "\ny\n"; err != nil || string(text) != want {
			t.Errorf("%v, %s", err, text)
		}
	}
}
