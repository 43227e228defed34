package jobsync

import (
	"fmt"
	"hash/maphash"
	"net/url"

	"lookbook/api"
)

// fingerprint hashes what a list says of a job. The signatures in its URLs are
// left out: they are made afresh for every answer.
func fingerprint(job *api.Job, seed maphash.Seed) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	word := func(s string) { h.WriteString(s); h.WriteByte(0) }
	word(string(job.State))
	word(job.StateUpdated.String())
	word(job.QueueingState)
	word(job.FailureReason)
	word(fmt.Sprint(job.StateRunningStart, job.StateRunningEnd, len(job.Tags)))
	for _, number := range []*float64{job.PercentageDone, job.QueuedDuration, job.RunningDuration} {
		if number != nil {
			maphash.WriteComparable(&h, *number)
		}
		h.WriteByte(0)
	}
	for _, result := range job.ImageGenResults {
		for _, image := range result.GeneratedImages {
			word(image.GeneratedImageID)
			address, err := url.Parse(image.URL)
			if err != nil {
				word(image.URL)
				continue
			}
			word(address.Path)
		}
	}
	for _, thumbnail := range job.Thumbnails {
		word(thumbnail)
	}
	return h.Sum64()
}
