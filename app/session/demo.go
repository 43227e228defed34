package session

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"lookbook/api/apitest"
)

// Times of the demo: long enough to see a job wait and run, short enough to
// stay for.
const (
	demoQueue = 3 * time.Second
	demoRun   = 14 * time.Second
)

// startSimulator starts a simulated service on loopback and directs p to it.
func (s *Session) startSimulator(p *Params) error {
	server, err := apitest.New(apitest.Options{
		Description: apitest.OpenAPI,
		QueueTime:   demoQueue, RunTime: demoRun, Parallel: 2, Seed: time.Now().UnixNano(),
	})
	if err != nil {
		return fmt.Errorf("start the demo: %w", err)
	}
	s.simulator = server
	server.AddTrainingJob("photo of ukj person", 500, 1000, 1500)
	key := demoKey()
	p.Secrets = nil // the demo has one account
	p.BaseURL, p.Key = server.URL(), func() string { return key }
	return nil
}

// demoKey makes a key that only the demo accepts.
func demoKey() string {
	var digits [16]byte
	// Read never fails: crypto/rand ends the program instead.
	_, _ = rand.Read(digits[:])
	return "dl-" + hex.EncodeToString(digits[:])
}
