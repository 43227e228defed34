package inflate

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// inflated is what the Reader makes of a stream; the checksum behind it is
// not looked at.
func inflated(stream []byte) ([]byte, error) {
	z, err := New(append(bytes.Clone(stream), make([]byte, Padding)...), len(stream))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// standard is what the standard library makes of it.
func standard(stream []byte) ([]byte, error) {
	if len(stream) < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	return io.ReadAll(flate.NewReader(bytes.NewReader(stream[2:])))
}

// sameInflated holds one against the other.
func sameInflated(t interface {
	Helper()
	Fatalf(string, ...any)
}, stream []byte,
) {
	t.Helper()
	got, err := inflated(stream)
	want, wantErr := standard(stream)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%d bytes: %v; the standard library says %v", len(stream), err, wantErr)
	}
	if !bytes.Equal(got, want) && err == nil {
		t.Fatalf("%d bytes became other %d bytes than the standard library's %d", len(stream), len(got), len(want))
	}
	// What comes before an error is right, as far as both come.
	if n := min(len(got), len(want)); !bytes.Equal(got[:n], want[:n]) {
		t.Fatalf("%d bytes begin otherwise than with the standard library", len(stream))
	}
}

func deflated(t interface {
	Helper()
	Fatalf(string, ...any)
}, data []byte, level int,
) []byte {
	t.Helper()
	var out bytes.Buffer
	z, err := zlib.NewWriterLevel(&out, level)
	if err == nil {
		_, err = z.Write(data)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatalf("%v", err)
	}
	return out.Bytes()
}

var inflateLevels = []int{zlib.HuffmanOnly, zlib.NoCompression, zlib.BestSpeed, 6, zlib.BestCompression}

func TestInflate(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := func(n, spread int) []byte {
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(random.NormFloat64() * float64(spread))
		}
		return data
	}
	for name, data := range map[string][]byte{
		"nothing":  nil,
		"a byte":   {7},
		"zeros":    make([]byte, 300_000),
		"text":     []byte(strings.Repeat("portrait photo of a man, ", 9000)),
		"flat":     noise(400_000, 1),
		"photo":    noise(2_400_000, 12),
		"noise":    noise(300_000, 1000),
		"far back": append(append(noise(32768, 90), noise(32768, 90)...), bytes.Repeat(noise(32768, 90), 4)...),
	} {
		for _, level := range inflateLevels {
			stream := deflated(t, data, level)
			got, err := inflated(stream)
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("%s, level %d: %d bytes of %d, %v", name, level, len(got), len(data), err)
			}
			// Whatever the pieces are in which it is read.
			z, err := New(append(bytes.Clone(stream), make([]byte, Padding)...), len(stream))
			if err != nil {
				t.Fatal(err)
			}
			pieces, err := io.ReadAll(&oddReader{z, 0})
			if err != nil || !bytes.Equal(pieces, data) {
				t.Errorf("%s, level %d, in pieces: %d bytes of %d, %v", name, level, len(pieces), len(data), err)
			}
		}
	}
}

// oddReader reads a little at a time.
type oddReader struct {
	r io.Reader
	n int
}

func (o *oddReader) Read(p []byte) (int, error) {
	o.n = (o.n*31 + 7) % 4099
	return o.r.Read(p[:min(len(p), o.n+1)])
}

// Cut off anywhere, or with any byte changed, a stream is refused where the
// standard library refuses it, and read the same way where it does not.
func TestInflateWhatIsBroken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.ByteRange(0, byte(rapid.IntRange(1, 255).Draw(t, "spread"))), 0, 3000).Draw(t, "data")
		data = bytes.Repeat(data, rapid.IntRange(1, 40).Draw(t, "times"))
		stream := deflated(t, data, rapid.SampledFrom(inflateLevels).Draw(t, "level"))
		stream = stream[:len(stream)-4] // without the checksum
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			stream[rapid.IntRange(2, len(stream)-1).Draw(t, "at")] ^= byte(1 << rapid.IntRange(0, 7).Draw(t, "bit"))
		}
		stream = stream[:rapid.IntRange(2, len(stream)).Draw(t, "length")]
		sameInflated(t, stream)
	})
}

func TestInflateHeaders(t *testing.T) {
	good := deflated(t, []byte("hello"), 6)
	for first := range 256 {
		for second := range 256 {
			stream := append([]byte{byte(first), byte(second)}, good[2:]...)
			_, err := New(append(bytes.Clone(stream), make([]byte, Padding)...), len(stream))
			_, want := zlib.NewReader(bytes.NewReader(stream))
			if (err == nil) != (want == nil) {
				t.Fatalf("%#x %#x: %v; the standard library says %v", first, second, err, want)
			}
		}
	}
}

func FuzzInflate(f *testing.F) {
	for _, level := range inflateLevels {
		f.Add(deflated(f, []byte(strings.Repeat("portrait photo of a man, ", 40)), level))
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		if len(stream) < 2 || stream[0] != 0x78 {
			stream = append([]byte{0x78, 0x9c}, stream...)
		}
		if _, err := New(append(bytes.Clone(stream), make([]byte, Padding)...), len(stream)); err != nil {
			return // a header that neither takes: TestInflateHeaders goes through them all
		}
		sameInflated(t, stream)
	})
}

func BenchmarkInflate(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 2_360_000)
	for i := range data {
		data[i] = byte(random.NormFloat64() * 4)
	}
	stream := deflated(b, data, zlib.HuffmanOnly)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if got, err := inflated(stream); err != nil || len(got) != len(data) {
				b.Fatal(err)
			}
		}
	})
	b.Run("standard", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if got, err := standard(stream); err != nil || len(got) != len(data) {
				b.Fatal(err)
			}
		}
	})
}
