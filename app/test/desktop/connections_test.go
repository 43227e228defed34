//go:build linux

package desktop

import "testing"

func TestSocketsThatLeaveThisComputerAreSeen(t *testing.T) {
	for line, want := range map[string]string{
		"  1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4711 1":                                                 "",
		"  1: 0F02000A:9C40 22D8B85D:01BB 02 00000000:00000000 00:00000000 00000000  1000        0 4711 1":                                                 "93.184.216.34:443",
		"  1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1":                                                 "",
		"  1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1":                                                 "0.0.0.0:8080",
		"  1: 00000000000000000000000001000000:1F90 00000000000000000000000001000000:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4711 1": "",
		"  1: 0000000000000000FFFF00000F02000A:9C40 0000000000000000FFFF000022D8B85D:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 4711 1": "93.184.216.34:443",
	} {
		if place, inode := socket(line); place != want || inode != "4711" {
			t.Errorf("%s leads to %q (%s), want %q", line, place, inode, want)
		}
	}
	if place, inode := socket("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"); place != "" || inode != "" {
		t.Errorf("the heading leads to %q", place)
	}
}
