package webpenc

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:embed webp.wasm.gz
var module []byte // never changed

// MaxSide bounds a side in pixels: WebP has 14 bits for it.
const MaxSide = 16383

// method is libwebp's usual balance of speed and size, 0 to 6.
const method = 4

var (
	// ErrEncode: libwebp could not encode the picture, for want of memory for example.
	ErrEncode = errors.New("the picture can't be encoded as WebP")
	errMemory = errors.New("libwebp points outside of its memory")
)

// Encoder is a compiled libwebp.
type Encoder struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
}

// New compiles libwebp, which takes a moment.
func New(ctx context.Context) (*Encoder, error) {
	packed, err := gzip.NewReader(bytes.NewReader(module))
	if err != nil {
		return nil, err
	}
	code, err := io.ReadAll(packed)
	if err != nil {
		return nil, err
	}
	// Encoding stops when its context ends.
	e := &Encoder{runtime: wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCloseOnContextDone(true))}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, e.runtime); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if e.compiled, err = e.runtime.CompileModule(ctx, code); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// Close releases the code.
func (e *Encoder) Close() error { return e.runtime.Close(context.Background()) }

// Encode returns a picture as WebP. A quality of 1 to 99 loses something, 100
// loses nothing.
func (e *Encoder) Encode(ctx context.Context, m *image.NRGBA, quality int) ([]byte, error) {
	width, height := m.Rect.Dx(), m.Rect.Dy()
	if width < 1 || height < 1 || width > MaxSide || height > MaxSide || m.Stride != 4*width {
		return nil, ErrEncode
	}
	// Without a name it may be there several times.
	running, err := e.runtime.InstantiateModule(ctx, e.compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("starting libwebp: %w", err)
	}
	defer func() { _ = running.Close(context.WithoutCancel(ctx)) }() // it frees memory only
	return encode(ctx, running, m, quality)
}

func encode(ctx context.Context, running api.Module, m *image.NRGBA, quality int) ([]byte, error) {
	width, height := m.Rect.Dx(), m.Rect.Dy()
	pixels := m.Pix[:m.Stride*height]
	call := func(name string, arguments ...uint64) (uint32, error) {
		function := running.ExportedFunction(name)
		if function == nil {
			return 0, ErrEncode
		}
		result, err := function.Call(ctx, arguments...)
		if err == nil && (len(result) != 1 || result[0] == 0) {
			err = ErrEncode
		}
		if err != nil {
			return 0, fmt.Errorf("encoding as WebP: %w", err)
		}
		return uint32(result[0]), nil
	}
	from, err := call("malloc", uint64(len(pixels)))
	if err != nil {
		return nil, err
	}
	length, err := call("malloc", 8)
	if err != nil {
		return nil, err
	}
	if !running.Memory().Write(from, pixels) {
		return nil, errMemory
	}
	lossless := uint64(0)
	if quality >= 100 {
		lossless = 1
	}
	const rgba = 0
	to, err := call("encode", uint64(from), uint64(width), uint64(height), uint64(length), rgba, uint64(max(quality, 1)), method, lossless, 0)
	if err != nil {
		return nil, err
	}
	size, ok := running.Memory().ReadUint32Le(length)
	if !ok {
		return nil, errMemory
	}
	encoded, ok := running.Memory().Read(to, size)
	if !ok || size == 0 {
		return nil, errMemory
	}
	return bytes.Clone(encoded), nil // the memory goes
}
