package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
)

// service is the simulated service in a process of its own, as the real one
// is: what it needs of the processor is not taken for the program's.
type service struct {
	url string
	cmd *exec.Cmd
}

// startService starts one with these flags, until the row ends.
func (s *Stage) startService(args ...string) (*service, error) {
	simulate, err := s.Build("lookbook/api/apitest/cmd/simulate")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(s.ctx, simulate, append([]string{"-control"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s.end = append(s.end, func() {
		_ = cmd.Process.Signal(os.Interrupt) // where that is not possible, Kill below is
		over := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // it was told to end
		over.Stop()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("start the simulated service: %w", err)
	}
	return &service{url: strings.TrimSpace(line), cmd: cmd}, nil
}

// control asks the simulator for something behind the service's back.
func (v *service) control(ctx context.Context, method, what string, body, answer any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, v.url+"/_simulate/"+what, bytes.NewReader(sent))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	told, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %s", method, what, response.Status, told)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(told, answer)
}

// client is a new client of the service.
func (v *service) client() (*api.Client, error) {
	return localClient(v.url)
}

// picturesOf are the pictures of jobs, in their order.
func picturesOf(jobs []api.Job) []api.GeneratedImage {
	var all []api.GeneratedImage
	for _, job := range jobs {
		for _, result := range job.ImageGenResults {
			all = append(all, result.GeneratedImages...)
		}
	}
	return all
}

// warm has the service draw pictures before anybody measures how long they
// take to fetch.
func (v *service) warm(ctx context.Context, pictures []api.GeneratedImage) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for _, picture := range pictures {
		group.Go(func() error {
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, picture.URL, nil)
			if err != nil {
				return err
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				return err
			}
			_, err = io.Copy(io.Discard, response.Body)
			return errors.Join(err, response.Body.Close())
		})
	}
	return group.Wait()
}
