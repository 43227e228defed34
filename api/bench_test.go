package api

import (
	"bytes"
	"testing"
)

// BenchmarkJobList decodes a list of a thousand full jobs, which the program
// may do every few seconds.
func BenchmarkJobList(b *testing.B) {
	list := []byte(`{"jobs":[` + string(bytes.Repeat(append(sample(b), ','), 999)) + string(sample(b)) + `]}`)
	b.SetBytes(int64(len(list)))
	b.ReportAllocs()
	for b.Loop() {
		if jobs, err := readJobs(list); err != nil || len(jobs) != 1000 {
			b.Fatal(len(jobs), err)
		}
	}
}
