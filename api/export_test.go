package api

import "bytes"

// readJobs reads a whole list.
func readJobs(answer []byte) ([]Job, error) {
	var jobs []Job
	_, err := readList(bytes.NewReader(answer), "", func(job Job) error {
		jobs = append(jobs, job)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return jobs, nil
}
