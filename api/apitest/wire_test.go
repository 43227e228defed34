package apitest

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"lookbook/api"
)

// A busy client asks for a list of a hundred jobs of sixteen pictures every few
// seconds.
func BenchmarkList(b *testing.B) {
	s, err := New(Options{QueueTime: -1, RunTime: -1})
	if err != nil {
		b.Fatal(err)
	}
	for range 100 {
		s.AddWebsiteJob(api.Config{Prompt: "a lake", NumSamples: 16})
	}
	host := apiHost{options: s.options, jobs: s.jobs, encoder: s.encoder, extras: s.Extras}
	request := httptest.NewRequest(http.MethodGet, "/jobs/image-gen", http.NoBody)
	for b.Loop() {
		host.list(&exchange{server: s, request: request, answer: newAnswer()}, api.TypeImageGen)
	}
	if err := s.Close(); err != nil {
		b.Error(err)
	}
}
