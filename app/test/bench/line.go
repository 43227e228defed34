package bench

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	// lineRate is what a line brings, in bytes a second: 100 Mbit/s.
	lineRate = 100_000_000 / 8
	// lineTrip is how long a byte is on its way to the other end and back.
	lineTrip = 30 * time.Millisecond

	lineChunk = 16 << 10
	lineSlack = 20 * time.Millisecond // what a late timer may catch up on
)

// line is a line to a host as a household has one: all connections share its
// rate, and what is sent takes its time.
type line struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	free     time.Time // when the line has room for the next chunk
}

// newLine makes a line to the host of an address, until the row ends.
func (s *Stage) newLine(address string) (*line, error) {
	to, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	l := &line{to: to.Host}
	if l.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(s.ctx)
	var open sync.WaitGroup
	open.Go(func() { l.serve(ctx, &open) })
	s.end = append(s.end, func() {
		cancel()
		_ = l.listener.Close() // nothing was written
		open.Wait()
	})
	return l, nil
}

// address is what an address on the host is at this end of the line.
func (l *line) address(address string) string {
	return strings.Replace(address, l.to, l.listener.Addr().String(), 1)
}

func (l *line) serve(ctx context.Context, open *sync.WaitGroup) {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		open.Go(func() {
			sleepUntil(ctx, time.Now().Add(lineTrip)) // the handshake
			far, err := net.Dial("tcp", l.to)
			if err != nil {
				_ = near.Close()
				return
			}
			hang := context.AfterFunc(ctx, func() { _ = errors.Join(near.Close(), far.Close()) })
			defer hang()
			var both sync.WaitGroup
			both.Go(func() { carry(ctx, far, near, func(int) time.Time { return time.Now() }) })
			both.Go(func() { carry(ctx, near, far, l.take) })
			both.Wait()
			_ = errors.Join(near.Close(), far.Close()) // what counts has been carried
		})
	}
}

// take waits for the line to have room for so many bytes.
func (l *line) take(n int) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	if late := time.Now().Add(-lineSlack); l.free.Before(late) {
		l.free = late
	}
	l.free = l.free.Add(time.Duration(n) * time.Second / lineRate)
	return l.free
}

// carry brings what comes from one end to the other, half a trip later.
func carry(ctx context.Context, to, from net.Conn, take func(int) time.Time) {
	type chunk struct {
		data []byte
		due  time.Time
	}
	under := make(chan chunk, 64)
	var arriving sync.WaitGroup
	arriving.Go(func() {
		for c := range under {
			sleepUntil(ctx, c.due)
			if _, err := to.Write(c.data); err != nil {
				_ = from.Close() // ends the reading
			}
		}
		_ = to.(*net.TCPConn).CloseWrite() // it may be closed already
	})
	for {
		data := make([]byte, lineChunk)
		n, err := from.Read(data)
		if n > 0 {
			at := take(n)
			sleepUntil(ctx, at)
			under <- chunk{data[:n], at.Add(lineTrip / 2)}
		}
		if errors.Is(err, io.EOF) || err != nil {
			break
		}
	}
	close(under)
	arriving.Wait()
}

func sleepUntil(ctx context.Context, at time.Time) {
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
