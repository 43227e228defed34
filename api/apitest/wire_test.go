package apitest

import (
	"testing"

	"lookbook/api"
)

// A list of a hundred jobs of sixteen pictures is what a busy client asks for
// every few seconds.
func BenchmarkList(b *testing.B) {
	s, err := New(Options{QueueTime: -1, RunTime: -1})
	if err != nil {
		b.Fatal(err)
	}
	for range 100 {
		s.AddWebsiteJob(api.Config{Prompt: "a lake", NumSamples: 16})
	}
	for b.Loop() {
		x := &exchange{server: s, answer: newAnswer()}
		s.list(x, api.TypeImageGen)
	}
	if err := s.Close(); err != nil {
		b.Error(err)
	}
}
