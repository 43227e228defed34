package media

import (
	"image"
	"math"
)

// reducer makes a smaller picture from rows, one at a time.
//
// It first averages boxes of factor×factor pixels. The result, the intermediate
// picture, is at least twice as large as the final one and is filtered down at
// the end.
type reducer struct {
	width, height int // of the input, in pixels
	channels      int // 3 (RGB) or 4 (RGBA, premultiplied)
	outW, outH    int

	factor     int
	midW, midH int
	middle     []byte // midW×midH×channels
	sums       []uint32
	rows       int // rows in sums
	made       int // completed rows of middle
}

// maxFactor keeps the sums of the boxes small enough for exact arithmetic. The
// longest allowed picture reaches it at a thumbnail of 128 pixels.
const maxFactor = 64

func newReducer(width, height, channels, px int) *reducer {
	r := &reducer{width: width, height: height, channels: channels}
	long := float64(max(width, height))
	fit := func(side int) int { return max(1, int(math.Round(float64(side)*float64(px)/long))) }
	r.outW, r.outH = fit(width), fit(height)
	r.factor = max(1, min(int(long/float64(px)/2), maxFactor))
	r.midW, r.midH = (width+r.factor-1)/r.factor, (height+r.factor-1)/r.factor
	r.middle = make([]byte, r.midW*r.midH*channels)
	r.sums = make([]uint32, r.midW*channels)
	return r
}

// add adds the next row of width×channels bytes. It doesn't keep the slice.
func (r *reducer) add(row []byte) {
	if r.factor == 1 {
		copy(r.middle[r.made*r.midW*r.channels:], row)
		r.made++
		return
	}
	r.sum(row)
	if r.rows++; r.rows == r.factor {
		r.average()
	}
}

// sum adds a row to the sums of the boxes.
func (r *reducer) sum(row []byte) {
	step := r.factor * r.channels
	whole := r.width / r.factor
	switch {
	case r.factor == 2 && r.channels == 3:
		for i := range whole {
			p, s := row[6*i:6*i+6:6*i+6], r.sums[3*i:3*i+3:3*i+3]
			s[0] += uint32(p[0]) + uint32(p[3])
			s[1] += uint32(p[1]) + uint32(p[4])
			s[2] += uint32(p[2]) + uint32(p[5])
		}
	case r.channels == 3:
		for i := range whole {
			var a, b, c uint32
			for p := row[i*step : (i+1)*step]; len(p) >= 3; p = p[3:] {
				a, b, c = a+uint32(p[0]), b+uint32(p[1]), c+uint32(p[2])
			}
			s := r.sums[3*i : 3*i+3 : 3*i+3]
			s[0], s[1], s[2] = s[0]+a, s[1]+b, s[2]+c
		}
	default:
		for i := range whole {
			var a, b, c, d uint32
			for p := row[i*step : (i+1)*step]; len(p) >= 4; p = p[4:] {
				a, b, c, d = a+uint32(p[0]), b+uint32(p[1]), c+uint32(p[2]), d+uint32(p[3])
			}
			s := r.sums[4*i : 4*i+4 : 4*i+4]
			s[0], s[1], s[2], s[3] = s[0]+a, s[1]+b, s[2]+c, s[3]+d
		}
	}
	for i := whole * step; i < len(row); i++ { // the last box is narrower
		r.sums[whole*r.channels+i%r.channels] += uint32(row[i])
	}
}

// average turns the sums into a row of the intermediate picture.
func (r *reducer) average() {
	out := r.middle[r.made*r.midW*r.channels:][:len(r.sums)]
	divide := func(from, to, columns int) {
		count := uint64(columns * r.rows)
		reciprocal := (1<<32 + count - 1) / count
		half := uint32(count / 2)
		for i := from; i < to; i++ {
			out[i] = byte(uint64(r.sums[i]+half) * reciprocal >> 32)
		}
	}
	whole := r.width / r.factor * r.channels
	divide(0, whole, r.factor)
	if rest := r.width % r.factor; rest > 0 {
		divide(whole, len(out), rest)
	}
	clear(r.sums)
	r.rows = 0
	r.made++
}

// finish filters the intermediate picture down. Missing rows are black.
func (r *reducer) finish() *image.RGBA {
	if r.rows > 0 {
		r.average()
	}
	columns := kernels(r.midW, float64(r.width)/float64(r.factor), r.outW)
	rows := kernels(r.midH, float64(r.height)/float64(r.factor), r.outH)
	narrow := r.filterColumns(columns)
	out := image.NewRGBA(image.Rect(0, 0, r.outW, r.outH))
	sums := make([]int32, r.outW*r.channels)
	for y, k := range rows {
		clear(sums)
		for i, weight := range k.weights {
			row := narrow[(k.first+i)*len(sums):][:len(sums)]
			for x, v := range row {
				sums[x] += int32(v) * weight
			}
		}
		writeRow(out.Pix[y*out.Stride:][:4*r.outW], sums, r.channels)
	}
	return out
}

// Fixed point. Between the two directions an 8-bit value keeps keepBits of
// fraction. With weights of weightBits, and the kernel's overshoot of less than
// 2, sums stay within 31 bits.
const (
	weightBits = 14
	keepBits   = 6
)

// filterColumns reduces the width of every row of the intermediate picture.
func (r *reducer) filterColumns(columns []kernel) []int16 {
	n := r.channels
	narrow := make([]int16, len(columns)*n*r.midH)
	const shift, half = weightBits - keepBits, 1 << (weightBits - keepBits - 1)
	for y := range r.midH {
		row := r.middle[y*r.midW*n:][:r.midW*n]
		out := narrow[y*len(columns)*n:][:len(columns)*n]
		for x, k := range columns {
			var a, b, c, d int32 = half, half, half, half
			p := row[k.first*n:]
			if n == 3 {
				for _, w := range k.weights {
					a, b, c = a+w*int32(p[0]), b+w*int32(p[1]), c+w*int32(p[2])
					p = p[3:]
				}
				out[3*x], out[3*x+1], out[3*x+2] = int16(a>>shift), int16(b>>shift), int16(c>>shift)
				continue
			}
			for _, w := range k.weights {
				a, b, c, d = a+w*int32(p[0]), b+w*int32(p[1]), c+w*int32(p[2]), d+w*int32(p[3])
				p = p[4:]
			}
			out[4*x], out[4*x+1], out[4*x+2], out[4*x+3] = int16(a>>shift), int16(b>>shift), int16(c>>shift), int16(d>>shift)
		}
	}
	return narrow
}

// writeRow rounds sums to bytes. Colours must not exceed alpha, because they
// are premultiplied.
func writeRow(out []byte, sums []int32, channels int) {
	const shift, half = weightBits + keepBits, 1 << (weightBits + keepBits - 1)
	clamp := func(v, limit int32) byte { return byte(max(0, min((v+half)>>shift, limit))) }
	for x := 0; 4*x < len(out); x++ {
		s, alpha := sums[x*channels:][:channels], byte(0xFF)
		if channels == 4 {
			alpha = clamp(s[3], 0xFF)
		}
		limit := int32(alpha)
		p := out[4*x : 4*x+4 : 4*x+4]
		p[0], p[1], p[2], p[3] = clamp(s[0], limit), clamp(s[1], limit), clamp(s[2], limit), alpha
	}
}

// kernel is the weights of the pixels, from first on, that make one pixel of
// the result.
type kernel struct {
	first   int
	weights []int32 // sum: 1<<weightBits
}

// kernels makes count kernels that reduce extent pixels, of which pixels exist,
// whole or partial.
func kernels(pixels int, extent float64, count int) []kernel {
	scale := extent / float64(count)
	reach := lobes * max(1, scale)
	result := make([]kernel, count)
	for i := range result {
		center := (float64(i)+0.5)*scale - 0.5
		first := max(0, int(math.Ceil(center-reach)))
		last := max(first, min(pixels-1, int(math.Floor(center+reach))))
		exact := make([]float64, last-first+1)
		total := 0.0
		for j := range exact {
			exact[j] = lanczos((float64(first+j) - center) / max(1, scale))
			total += exact[j]
		}
		result[i] = kernel{first, fixed(exact, total)}
	}
	return result
}

// fixed rounds weights so that their sum is exactly one; otherwise flat areas
// would change their colour.
func fixed(exact []float64, total float64) []int32 {
	weights := make([]int32, len(exact))
	sum, largest := int32(0), 0
	for i, w := range exact {
		weights[i] = int32(math.Round(w / total * (1 << weightBits)))
		sum += weights[i]
		if weights[i] > weights[largest] {
			largest = i
		}
	}
	weights[largest] += 1<<weightBits - sum
	return weights
}

// lobes is the order of the Lanczos kernel: 3, as in most photo programs.
const lobes = 3

func lanczos(x float64) float64 {
	switch x = math.Abs(x); {
	case x < 1e-9:
		return 1
	case x >= lobes:
		return 0
	}
	x *= math.Pi
	return lobes * math.Sin(x) * math.Sin(x/lobes) / (x * x)
}
