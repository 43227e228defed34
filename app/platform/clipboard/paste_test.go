//go:build unix && !darwin

package clipboard

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	library "golang.design/x/clipboard"
)

// pasteWith is the environment variable with the instructions for the tests'
// second process.
const pasteWith = "LOOKBOOK_TEST_PASTE"

// TestMain is two programs: the tests, and the second program that pastes.
func TestMain(m *testing.M) {
	var pasted []byte
	var err error
	switch how := os.Getenv(pasteWith); how {
	case "":
		goleak.VerifyTestMain(m)
		return
	case "library":
		if err = library.Init(); err == nil {
			pasted, err = library.Read(context.Background(), library.FmtImage)
		}
	default:
		pasted, err = paste(how)
	}
	if err == nil {
		_, err = os.Stdout.Write(pasted)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// screen starts an X server for the test, which accepts only clients with its
// cookie.
func screen(t *testing.T) {
	t.Helper()
	path, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Fatal("Xvfb is needed for this test and is not installed; on Debian: apt-get install xvfb")
	}
	cookie := make([]byte, 16)
	for i := range cookie {
		cookie[i] = byte(rand.Uint32())
	}
	authority := filepath.Join(t.TempDir(), "authority")
	if err := os.WriteFile(authority, entry(familyWild, "", "", cookieName, cookie), 0o600); err != nil {
		t.Fatal(err)
	}
	number, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = number.Close() }()
	// -displayfd: the server chooses a free display and writes its number when it is ready.
	server := exec.Command(path, "-displayfd", "3", "-screen", "0", "64x64x24", "-nolisten", "tcp", "-noreset", "-auth", authority)
	server.ExtraFiles = []*os.File{write}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait() // it was killed
	})
	_ = write.Close()
	line, err := io.ReadAll(number)
	if err != nil || len(line) == 0 {
		t.Fatalf("Xvfb told no display number: %v", err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(string(line)))
	t.Setenv("XAUTHORITY", authority)
}

// entry is an entry of an Xauthority file.
func entry(family uint16, fields ...any) []byte {
	b := binary.BigEndian.AppendUint16(nil, family)
	for _, field := range fields {
		text := fmt.Appendf(nil, "%s", field)
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(text))), text...)
	}
	return b
}

// picture makes a PNG of about this size in bytes. A large one has only a PNG's
// start, which is quicker to make.
func picture(t *testing.T, size int) []byte {
	t.Helper()
	if size > 100_000 {
		b := append([]byte(pngSignature), make([]byte, size)...)
		random := rand.New(rand.NewPCG(1, uint64(size)))
		for i := len(pngSignature); i < len(b); i++ {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	m := image.NewRGBA(image.Rect(0, 0, 1000, max(size/3000, 1)))
	random := rand.New(rand.NewPCG(1, uint64(size)))
	for i := range m.Pix {
		m.Pix[i] = byte(random.Uint32()) | 0xFF*byte(i%4/3)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pasted returns what another program pastes.
func pasted(t *testing.T, how string) []byte {
	t.Helper()
	other := exec.CommandContext(t.Context(), os.Args[0])
	other.Env = append(os.Environ(), pasteWith+"="+how)
	var trouble bytes.Buffer
	other.Stderr = &trouble
	b, err := other.Output()
	if err != nil {
		t.Errorf("pasting with %s: %v\n%s", how, err, &trouble)
	}
	return b
}

// paste asks for the clipboard with the X protocol. what is the target to ask
// for; "away": leave before the answer; "half way": leave during it.
func paste(what string) ([]byte, error) {
	what, manner, _ := strings.Cut(what, " ")
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	c, err := open(ctx, os.Getenv("DISPLAY"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	var ids [4]uint32
	for i, name := range []string{"CLIPBOARD", what, "PASTED", "INCR"} {
		if ids[i], err = c.atom(name); err != nil {
			return nil, err
		}
	}
	window, err := c.window()
	if err != nil {
		return nil, err
	}
	const convert, destroy = 24, 4
	if err := c.send(convert, 0, words(window, ids[0], ids[1], ids[2], 0)); err != nil {
		return nil, err
	}
	if manner == "away" {
		// The server does both before it notifies the owner of the first.
		if err := c.send(destroy, 0, words(window)); err != nil {
			return nil, err
		}
		_, err := c.atom("done")
		return nil, err
	}
	for {
		event, err := c.next()
		if err != nil {
			return nil, err
		}
		if event[0]&0x7F != eventSelectionNotify {
			continue
		}
		if le.Uint32(event[20:]) == 0 {
			return nil, errors.New("there is no such thing on the clipboard")
		}
		break
	}
	b, kind, err := c.get(window, ids[2])
	if err != nil || kind != ids[3] {
		return b, err
	}
	total := le.Uint32(b)
	var all []byte
	for {
		event, err := c.next()
		if err != nil {
			return nil, err
		}
		if event[0]&0x7F != eventPropertyNotify || event[16] == propertyDeleted {
			continue
		}
		b, _, err := c.get(window, ids[2])
		if err != nil {
			return nil, err
		}
		if all = append(all, b...); len(b) == 0 || manner == "half-way" {
			break
		}
	}
	if manner == "" && len(all) != int(total) {
		return nil, fmt.Errorf("%d bytes were promised and %d came", total, len(all))
	}
	return all, nil
}

// get reads a property of its window.
func (c *conn) get(window, property uint32) (content []byte, kind uint32, err error) {
	const getProperty = 20
	if err := c.send(getProperty, 1, words(window, property, 0, 0, maxReply/4)); err != nil {
		return nil, 0, err
	}
	b, err := c.reply()
	if err != nil {
		return nil, 0, err
	}
	length := int(le.Uint32(b[16:])) * int(b[1]) / 8
	return b[packet : packet+length], le.Uint32(b[8:]), nil
}

func copyImage(t *testing.T, b []byte) {
	t.Helper()
	if err := WriteImage(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// Another program pastes the same bytes: small pictures with a clipboard
// library that many Go programs use; all with the X protocol, larger ones in
// pieces.
func TestAnotherProgramPastes(t *testing.T) {
	screen(t)
	for _, size := range []int{1, 60_000, 70_000, 1_500_000, 20_000_000} {
		b := picture(t, size)
		copyImage(t, b)
		if got := pasted(t, "image/png"); !bytes.Equal(got, b) {
			t.Errorf("%d bytes were copied and %d others pasted", len(b), len(got))
		}
		if size > piece {
			continue
		}
		if got := pasted(t, "library"); !bytes.Equal(got, b) {
			t.Errorf("%d bytes were copied and the library pastes %d others", len(b), len(got))
		}
	}
}

// A program that lists the targets finds a picture only.
func TestWhatThereIs(t *testing.T) {
	screen(t)
	copyImage(t, picture(t, 1))
	targets := pasted(t, "TARGETS")
	if len(targets) != 3*4 {
		t.Errorf("%d targets", len(targets)/4)
	}
	if when := pasted(t, "TIMESTAMP"); len(when) != 4 || le.Uint32(when) == 0 {
		t.Errorf("it is there since %v", when)
	}
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), pasteWith+"=UTF8_STRING")
	if out, err := other.CombinedOutput(); err == nil || !strings.Contains(string(out), "no such thing") {
		t.Errorf("text was pasted: %q, %v", out, err)
	}
}

// Pictures of other formats are pasted as PNGs.
func TestOtherFormats(t *testing.T) {
	screen(t)
	m := image.NewGray(image.Rect(0, 0, 30, 20))
	for i := range m.Pix {
		m.Pix[i] = byte(i)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	copyImage(t, b.Bytes())
	got, err := png.Decode(bytes.NewReader(pasted(t, "image/png")))
	if err != nil || got.Bounds() != m.Bounds() {
		t.Errorf("%v is pasted, %v", got, err)
	}
}

// The last copy counts, in this program and in others, and the earlier one is
// released.
func TestTheLastOneCounts(t *testing.T) {
	screen(t)
	var last []byte
	for i := range 5 {
		last = picture(t, 1000+100_000*i)
		copyImage(t, last)
	}
	if got := pasted(t, "image/png"); !bytes.Equal(got, last) {
		t.Errorf("%d bytes instead of %d", len(got), len(last))
	}
	// goleak reports at the end if an earlier owner still runs.
}

// Programs that leave during a paste don't affect the clipboard.
func TestPastersThatGoAway(t *testing.T) {
	screen(t)
	for _, size := range []int{1000, 1_000_000} {
		b := picture(t, size)
		copyImage(t, b)
		for range 3 {
			pasted(t, "image/png away")
		}
		pasted(t, "image/png half-way")
		if got := pasted(t, "image/png"); !bytes.Equal(got, b) {
			t.Errorf("%d bytes instead of %d", len(got), len(b))
		}
	}
}
