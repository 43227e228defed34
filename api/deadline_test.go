package api

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// stalling runs a test whose time passes only while everything waits, with a client of hosts that never finish
// an answer: its begin is in answers, by path.
func stalling(t *testing.T, answers map[string]string, test func(t *testing.T, c *Client)) {
	t.Helper()
	serve := func(conn net.Conn) {
		r := bufio.NewReader(conn)
		if req, err := http.ReadRequest(r); err == nil {
			_, _ = io.Copy(io.Discard, req.Body) // what follows fails too
			_, _ = io.WriteString(conn, answers[req.URL.Path])
		}
		_, _ = r.ReadByte() // until the client closes it
		_ = conn.Close()
	}
	synctest.Test(t, func(t *testing.T) {
		transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go serve(theirs)
			return ours, nil
		}}
		c, err := New(Options{BaseURL: "http://localhost", Key: testKey, Transport: transport})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		test(t, c)
	})
}

func TestDeadline(t *testing.T) {
	stalling(t, nil, func(t *testing.T, c *Client) {
		c.deadlines.job, c.deadlines.submit = 30*time.Millisecond, 30*time.Millisecond
		_, err := c.Job(t.Context(), TypeImageGen, "ig_1")
		if !errors.Is(err, ErrNoAnswer) || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
			t.Errorf("a deadline: %v", err)
		}
		_, err = c.SubmitImageGen(t.Context(), Config{Prompt: "p"})
		var e *Error
		if !errors.As(err, &e) || !e.Received || !strings.Contains(err.Error(), "30ms") {
			t.Errorf("a POST that got no answer may have been received: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = c.SubmitImageGen(ctx, Config{Prompt: "p"})
		if !errors.As(err, &e) || e.Received || !errors.Is(err, context.Canceled) || !errors.Is(err, ErrNoAnswer) {
			t.Errorf("stopped before it began: %v", err)
		}
	})
}

func TestStalledDownload(t *testing.T) {
	begun := "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun"
	stalling(t, map[string]string{"/body": begun}, func(t *testing.T, c *Client) {
		c.Images.idle = 40 * time.Millisecond
		_, _, err := fetchAll(t, c, "http://localhost/head", Resume{})
		if !errors.Is(err, ErrNoAnswer) || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "sent nothing") {
			t.Errorf("no head: %v", err)
		}
		_, body, err := fetchAll(t, c, "http://localhost/body", Resume{})
		if body != "begun" || !errors.Is(err, ErrNoAnswer) || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
			t.Errorf("stalled body: %q, %v", body, err)
		}

		c.Images.idle, c.Images.download = time.Minute, 40*time.Millisecond
		_, _, err = fetchAll(t, c, "http://localhost/body", Resume{})
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "longer than 40ms") {
			t.Errorf("too slow: %v", err)
		}

		ctx, cancel := context.WithCancel(t.Context())
		c.Images.download = time.Minute
		d, err := c.Images.Download(ctx, "http://localhost/body", Resume{})
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := io.ReadAll(d.Body); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
		if err := d.Body.Close(); err != nil {
			t.Error(err)
		}
	})
}
