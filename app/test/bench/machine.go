package bench

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// Machine is what the figures were measured on.
type Machine struct {
	CPU      string
	Cores    int
	Memory   string
	System   string
	Go       string
	Renderer string
	Date     time.Time
}

// ThisMachine is the one that the process runs on. What can't be found out is
// said to be unknown.
func ThisMachine(now time.Time) Machine {
	m := Machine{
		CPU: field("/proc/cpuinfo", "model name", ":"), Cores: runtime.NumCPU(), Memory: "memory unknown",
		System: strings.Trim(field("/etc/os-release", "PRETTY_NAME", "="), `"`),
		Go:     runtime.Version(), Renderer: "Mesa llvmpipe (OpenGL in software, on Xvfb)", Date: now,
	}
	if m.CPU == "" {
		m.CPU = "unknown processor"
	}
	if m.System == "" {
		m.System = runtime.GOOS
	}
	var kib int64
	if n, _ := fmt.Sscanf(field("/proc/meminfo", "MemTotal", ":"), "%d kB", &kib); n == 1 {
		m.Memory = fmt.Sprintf("%.0f GiB", float64(kib)/(1<<20))
	}
	return m
}

// field is the value behind a name in one of the system's files of lines.
func field(path, name, separator string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		key, value, found := strings.Cut(lines.Text(), separator)
		if found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// String is one sentence for under the table.
func (m Machine) String() string {
	cores := fmt.Sprintf("%d cores", m.Cores)
	if m.Cores == 1 {
		cores = "1 core"
	}
	return fmt.Sprintf("Measured on %s: %s, %s, %s, %s, %s, %s.",
		m.Date.UTC().Format("2 January 2006"), m.CPU, cores, m.Memory, m.System, m.Go, m.Renderer)
}
