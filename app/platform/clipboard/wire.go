//go:build unix && !darwin

package clipboard

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// The parts of the X protocol (X Window System Protocol, version 11) that a
// clipboard needs. Numbers are little-endian.
const (
	reqCreateWindow      = 1
	reqChangeAttributes  = 2
	reqInternAtom        = 16
	reqChangeProperty    = 18
	reqSetSelectionOwner = 22
	reqGetSelectionOwner = 23
	reqSendEvent         = 25

	eventError            = 0
	eventReply            = 1
	eventDestroyNotify    = 17
	eventPropertyNotify   = 28
	eventSelectionClear   = 29
	eventSelectionRequest = 30
	eventSelectionNotify  = 31
	eventGeneric          = 35

	maskStructure = 1 << 17
	maskProperty  = 1 << 22

	propertyDeleted = 1

	atomAtom    = 4
	atomInteger = 19

	packet = 32 // bytes of an event, of an error, and of the start of a reply
)

var le = binary.LittleEndian

// conn is a connection to an X server, for one goroutine.
type conn struct {
	net.Conn
	in       *bufio.Reader
	sequence uint16 // number of the last request
	root     uint32 // root window
	nextID   uint32 // next id of our own
	stepID   uint32
	largest  int // longest request in bytes
	waiting  [][]byte
}

// open connects to the display in the environment.
func open(ctx context.Context, name string) (*conn, error) {
	d, err := parseDisplay(name)
	if err != nil {
		return nil, err
	}
	dialled, err := d.dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("connecting to the X display %s: %w", name, err)
	}
	c := &conn{Conn: dialled, in: bufio.NewReader(dialled)}
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = time.Now().Add(patience)
	}
	err = c.SetDeadline(deadline)
	if err == nil {
		err = c.setUp(d.cookie())
	}
	if err != nil {
		_ = c.Close() // the earlier error is returned
		return nil, fmt.Errorf("connecting to the X display %s: %w", name, err)
	}
	return c, nil
}

// setUp makes the handshake and reads the server's description.
func (c *conn) setUp(cookie []byte) error {
	name := ""
	if cookie != nil {
		name = cookieName
	}
	hello := []byte{'l', 0, 11, 0, 0, 0, byte(len(name)), byte(len(name) >> 8), byte(len(cookie)), byte(len(cookie) >> 8), 0, 0}
	hello = pad(append(pad(append(hello, name...)), cookie...))
	if _, err := c.Write(hello); err != nil {
		return err
	}
	var head [8]byte
	if _, err := io.ReadFull(c.in, head[:]); err != nil {
		return err
	}
	rest := make([]byte, 4*int(le.Uint16(head[6:])))
	if _, err := io.ReadFull(c.in, rest); err != nil {
		return err
	}
	if head[0] != 1 {
		return fmt.Errorf("the server refuses: %.*q", int(head[1]), rest[:min(int(head[1]), len(rest))])
	}
	if len(rest) < 32 {
		return errProtocol
	}
	base, mask := le.Uint32(rest[4:]), le.Uint32(rest[8:])
	screen := 32 + (int(le.Uint16(rest[16:]))+3)&^3 + 8*int(rest[21])
	if rest[20] == 0 || len(rest) < screen+4 || mask == 0 {
		return errProtocol
	}
	c.nextID, c.stepID = base, mask&-mask
	c.largest = 4 * int(le.Uint16(rest[18:]))
	c.root = le.Uint32(rest[screen:])
	return nil
}

var errProtocol = errors.New("what the X server says makes no sense")

func pad(b []byte) []byte { return append(b, make([]byte, -len(b)&3)...) }

// words encodes numbers of four bytes.
func words(numbers ...uint32) []byte {
	var b []byte
	for _, n := range numbers {
		b = le.AppendUint32(b, n)
	}
	return b
}

// send sends a request: its code, the byte after it, and what follows its
// length.
func (c *conn) send(code, detail byte, body []byte) error {
	body = pad(body)
	request := []byte{code, detail, 0, 0}
	le.PutUint16(request[2:], uint16(1+len(body)/4))
	c.sequence++
	_, err := c.Write(append(request, body...))
	return err
}

// newID returns a new resource id.
func (c *conn) newID() uint32 {
	c.nextID += c.stepID
	return c.nextID
}

// next returns the next event or error, first those that arrived while a reply
// was awaited.
func (c *conn) next() ([]byte, error) {
	if len(c.waiting) > 0 {
		event := c.waiting[0]
		c.waiting = c.waiting[1:]
		return event, nil
	}
	return c.read()
}

// read reads an event, an error or a complete reply.
func (c *conn) read() ([]byte, error) {
	b := make([]byte, packet)
	if _, err := io.ReadFull(c.in, b); err != nil {
		return nil, err
	}
	if b[0] != eventReply && b[0]&0x7F != eventGeneric {
		return b, nil
	}
	more := int64(le.Uint32(b[4:])) * 4
	if more > maxReply {
		return nil, errProtocol
	}
	rest := make([]byte, more)
	_, err := io.ReadFull(c.in, rest)
	return append(b, rest...), err
}

// maxReply bounds a reply, in bytes; the replies used here are smaller.
const maxReply = 1 << 20

// reply waits for the reply to the last request.
func (c *conn) reply() ([]byte, error) {
	for {
		b, err := c.read()
		if err != nil {
			return nil, err
		}
		mine := le.Uint16(b[2:]) == c.sequence
		switch {
		case b[0] == eventReply && mine:
			return b, nil
		case b[0] == eventError && mine:
			return nil, fmt.Errorf("the X server refuses a request: error %d", b[1])
		case b[0] != eventReply:
			c.waiting = append(c.waiting, b)
		}
	}
}

// atom returns the number of a name.
func (c *conn) atom(name string) (uint32, error) {
	body := append([]byte{byte(len(name)), byte(len(name) >> 8), 0, 0}, name...)
	if err := c.send(reqInternAtom, 0, body); err != nil {
		return 0, err
	}
	answer, err := c.reply()
	if err != nil {
		return 0, err
	}
	return le.Uint32(answer[8:]), nil
}

// window creates a window that is never shown.
func (c *conn) window() (uint32, error) {
	id := c.newID()
	const inputOnly, eventMask = 2, 1 << 11
	body := append(words(id, c.root, 0, 1|1<<16), 0, 0, inputOnly, 0)
	return id, c.send(reqCreateWindow, 0, append(body, words(0, eventMask, maskProperty)...))
}

// change replaces a property of a window, or appends to it.
func (c *conn) change(mode byte, window, property, kind uint32, bits byte, data []byte) error {
	body := append(words(window, property, kind), bits, 0, 0, 0)
	body = append(body, words(uint32(len(data)/(int(bits)/8)))...)
	return c.send(reqChangeProperty, mode, append(body, data...))
}

// Modes of change.
const (
	replace   = 0
	appending = 2
)

// listen asks the server for events of another program's window.
func (c *conn) listen(window, mask uint32) error {
	const eventMask = 1 << 11
	return c.send(reqChangeAttributes, 0, words(window, eventMask, mask))
}
