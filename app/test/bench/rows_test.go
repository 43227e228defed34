package bench

import "testing"

// row is one measurement.
type row struct {
	name string
	run  func(*testing.B)
	// beside: the row waits for the clock more than for the processor, and may run beside others.
	beside  bool
	targets []target // what the table shows of it
}

// target is a figure or ratio that the table shows.
type target struct {
	name  string // its name in the printed lines
	ratio bool
	most  float64 // the largest value that meets the target; 0: no target
	what  string  // its description in the table
}

const (
	figure = false
	ratio  = true
)

// rows are in the order of the table.
var rows = append(windowRows,
	row{"scroll", scroll, false, []target{
		{"scroll", ratio, 1.1, "time to bind and lay out one screen of cells at 160,000 pictures ÷ at 1,000"},
		{"scroll", figure, 0, "the same in milliseconds"},
		{"scroll_complete", figure, 0, "a place never looked at before until its pictures are there, half of the places"},
		{"scroll_complete_p95", figure, 0, "the same, 95 of 100 places"},
	}},
	row{"search", searching, false, []target{
		{"search", figure, 20, "one keystroke in the search field at 160,000 pictures until the first screen of results is there, p95, in ms"},
		{"search", ratio, 2, "the same ÷ the same query in the `sqlite3` shell’s own timer"},
		{"search_p50", figure, 0, "the same, p50, in ms"},
		{"search_max", figure, 0, "the same, the slowest keystroke, in ms"},
		{"search_screen", figure, 0, "the same with no more than the first screen listed, p95, in ms"},
		{"search_screen", ratio, 0, "that ÷ the `sqlite3` shell, keystroke by keystroke, p95 of the ratios"},
		{"search_facets", figure, 0, "the counts of all filters for the same keystrokes, p95, in ms"},
		{"search_first", figure, 0, "the first list after the start, in ms"},
	}},
	row{"thumbnails", thumbnails, false, []target{
		{"thumbnails", ratio, 0.8, "200 pictures of 768×1024 to 256 px ÷ `vipsthumbnail` (xargs -P2)"},
		{"thumbnails", figure, 0, "the same, one picture, in ms"},
		{"thumbnails_loss", figure, 0.02, "1 − SSIM against a Lanczos reference"},
		{"thumbnails_cached_ssim", figure, 0, "SSIM of what is read back from the cache"},
		{"thumbnails_vips_ssim", figure, 0, "SSIM of vipsthumbnail’s files"},
	}},
	row{"download", download, false, []target{
		{"download", ratio, 1.05, "over a line of 100 Mbit/s with 30 ms: 500 pictures into verified, synced, named files with metadata ÷ `curl --parallel --parallel-max 6` to plain files"},
		{"download", figure, 0, "the same in seconds"},
		{"download_loopback", ratio, 0, "the same ÷ curl on loopback"},
	}},
	row{"calls", calls, true, []target{
		{"calls", ratio, 0.05, "API calls for 100 jobs (131 s queue, 52 s run) ÷ one GET per job every 5 s"},
		{"calls_delay", figure, 2.5, "mean delay until a finished job is noticed"},
		{"calls_delay_most", figure, 0, "the same, the longest"},
		{"calls_visible", figure, 0, "the last picture of the last job available to its thumbnail made"},
	}},
	row{"end-to-end", endToEnd, true, []target{
		{"end-to-end", ratio, 0, "Generate to 16 verified files ÷ the documentation’s way, 131 s queue and 52 s run"},
		{"end-to-end_floor", ratio, 0, "the service’s own 183 s ÷ the documentation’s way: no program is below"},
		{"end-to-end_rest", ratio, 0, "last picture available to 16 files ÷ the documentation’s way"},
		{"end-to-end_rest", figure, 0, "the same in seconds"},
		{"end-to-end_short", ratio, 0.85, "Generate to 16 files for jobs of 10 to 14 s ÷ the documentation’s way"},
	}},
	row{"rebuild", rebuild, false, []target{
		{"rebuild", ratio, 0.05, "160,000 files to a complete library ÷ `exiftool -fast2 -json -r` of a sample of 2,000, scaled"},
		{"rebuild", figure, 0, "the same in seconds"},
	}},
	row{"binary", binary, false, []target{{"binary", figure, 0, "size of the program, stripped"}}},
)

// BenchmarkRow runs the rows once: `-bench 'Row/^search$' -benchtime 1x`.
func BenchmarkRow(b *testing.B) {
	for _, r := range rows {
		b.Run(r.name, r.run)
	}
}
