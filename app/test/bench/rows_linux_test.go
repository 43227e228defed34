package bench

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// windowRows need the built program on a desktop, see app/test/desktop.
var windowRows = []row{
	{"startup", startup, false, []target{
		{"startup", ratio, 1.3, "process start to first painted frame with 160,000 pictures ÷ a bare Fyne window"},
		{"startup", figure, 0, "the same in seconds"},
		{"startup_pictures", ratio, 3, "process start until the gallery’s pictures are on the screen ÷ a bare Fyne window’s first frame"},
		{"startup_pictures", figure, 0, "the same in seconds"},
	}},
	{"memory", memory, false, []target{
		{"memory", figure, 90, "resident memory with 160,000 pictures after scrolling from end to end − a bare Fyne window"},
		{"memory_lookbook", figure, 0, "resident memory of Lookbook then, ten seconds after it came to rest"},
		{"memory_moving", figure, 0, "the same, at once"},
		{"memory_start", figure, 0, "resident memory of Lookbook once its window stands"},
	}},
	{"stall", stall, false, []target{
		{"stall_p99", figure, 16, "gap between two turns of the UI goroutine while 200 pictures arrive and the gallery scrolls, without the renderer: 99 of 100"},
		{"stall_worst", figure, 50, "the longest of them"},
		{"stall_p99_rendered", figure, 33, "99 of 100, drawn in software"},
		{"stall_worst_rendered", figure, 120, "the longest, drawn in software"},
	}},
	{"visible", visible, true, []target{
		{"visible", figure, 1.5, "last picture available on the server to last thumbnail painted, the slowest of four jobs"},
		{"visible_calls", figure, 0, "API calls of one job of 16 pictures, 131 s queue and 52 s run"},
	}},
	{"next", next, false, []target{
		{"next", figure, 50, "key to the next picture painted in the viewer, p95, 1280×800, drawn in software, everything included"},
		{"next_p50", figure, 0, "the same, p50"},
		{"next_floor", figure, 0, "the same in a bare Fyne window with nothing but decoded pictures, p95"},
	}},
	{"zoom", zoom, false, []target{
		{"zoom", figure, 33, "one frame while a picture of 2048×2048 is zoomed and dragged, p95, drawn in software, everything included"},
		{"zoom_p50", figure, 0, "the same, p50"},
		{"zoom_floor", figure, 0, "the same in a bare Fyne window with nothing but that picture, p95"},
	}},
	{"type", typing, false, []target{
		{"type", figure, 16, "keystroke at the end of a prompt of 5,000 characters, p95, without the renderer"},
		{"type_painted", figure, 0, "key to the letter painted, p95, 1280×800, drawn in software, everything included"},
	}},
	{"million", million, false, []target{
		{"million_startup", ratio, 1.5, "1,000,000 pictures, 60,000 jobs: process start to first painted frame ÷ a bare Fyne window"},
		{"million_usable", figure, 2.5, "the same: process start until the gallery shows pictures and lists all"},
		{"million_search", figure, 60, "the same: keystroke in the search field, p95, in ms"},
		{"million_memory", figure, 300, "the same: resident memory after scrolling from end to end − a bare Fyne window"},
		{"million_scroll", ratio, 1.15, "the same: binding and layout of one screen of cells ÷ at 1,000 pictures"},
	}},
	{"idle", idle, true, []target{
		{"idle", ratio, 0.1, "CPU seconds in a quiet minute, focus in the prompt ÷ a bare Fyne window with a focused entry"},
		{"idle", figure, 0, "the same in CPU seconds"},
		{"idle_back", figure, 0.15, "CPU seconds in a quiet minute, behind another window or minimised: the worse of both"},
	}},
	{"running", running, true, []target{
		{"running", ratio, 0.15, "CPU seconds in a quiet minute in which three jobs run ÷ a bare Fyne window with a focused entry"},
	}},
}

// endChildren ends the child processes. The programs of a desktop have process groups of their own, which an interrupt
// doesn't reach.
func endChildren() {
	lists, _ := filepath.Glob("/proc/self/task/*/children") // the pattern is valid
	for _, list := range lists {
		children, _ := os.ReadFile(list) // the thread may have ended
		for _, child := range strings.Fields(string(children)) {
			if pid, err := strconv.Atoi(child); err == nil {
				_ = syscall.Kill(-pid, syscall.SIGTERM) // it may have no group of its own
			}
		}
	}
}
