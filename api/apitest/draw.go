package apitest

import (
	"image"
	"math/bits"
)

// Draw paints the picture for a prompt and a seed: the same arguments give the
// same picture. The prompt settles what is to be seen and in which colours,
// the seed how it is arranged; the size only how finely. The picture is opaque.
// Sides below 1 are taken for 1.
func Draw(prompt string, seed int64, width, height int) *image.RGBA {
	width, height = max(width, 1), max(height, 1)
	p := newPainting(prompt, seed, width, height)
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		if p.water > 0 && y >= p.water {
			p.reflect(img, y)
		} else {
			p.layRow(y)
			p.adornRow(y)
		}
		p.develop(img.Pix[y*img.Stride:][:4*width])
	}
	return img
}

// Fixed-point colours have 16 bits behind the point while they are mixed.
const fixed = 16

// painting is a picture in the making, one row at a time.
type painting struct {
	width, height int
	sky           *field
	layers        []layer // back to front
	sun           disc
	stars         map[int][]star // by row
	discs         []disc
	stems         []stem
	water         int // the row where the water begins; 0: none
	ripple        uint64
	glitter       rgb

	// The layer to be seen in each column, where its depth counts from, and
	// where the next one begins.
	shown []int32
	began []int32
	next  []int32

	row   []int32 // three channels, fixed
	grain uint64
}

// layer is something with an outline that hides what is behind it.
type layer struct {
	top   []int32       // of each column, with 8 bits behind the point
	fade  [256][3]int32 // its colour by depth below the outline, fixed
	reach int32         // depth in pixels that fade spans, at least 1
	haze  int32         // how much of the sky shines through, of 256
	base  []int32       // where depth counts from, in pixels; nil: the outline
	side  []int32       // light of each column, of 256; nil: even
	slant int32         // how far light wanders sideways on the way down, of 256
	panes *panes        // lit windows; nil: none
}

// layRow mixes the sky and the layers of a row.
func (p *painting) layRow(y int) {
	p.sky.startRow(y)
	cell := p.sky.cell
	for x0, node := 0, 0; x0 < p.width; x0, node = x0+cell, node+1 {
		r, g, b, v := p.sky.at(node)
		dr, dg, db, dv := p.sky.slope(node)
		for x := x0; x < min(x0+cell, p.width); x++ {
			out := p.row[3*x : 3*x+3 : 3*x+3]
			if int32(y) >= p.next[x] {
				p.edge(out, x, y, [4]int32{r, g, b, v})
			} else if at := p.shown[x]; at < 0 {
				out[0], out[1], out[2] = r, g, b
			} else {
				p.inside(out, at, x, y, [4]int32{r, g, b, v})
			}
			r, g, b, v = r+dr, g+dg, b+db, v+dv
		}
	}
}

// inside mixes a pixel of a layer.
func (p *painting) inside(out []int32, at int32, x, y int, sky [4]int32) {
	l := &p.layers[at]
	down := int32(y) - p.began[x]
	c := &l.fade[min(max(down, 0)*255/l.reach, 255)]
	light := sky[3] >> 8
	if l.side != nil {
		from := min(max(int32(x)+down*l.slant>>8, 0), int32(p.width-1))
		light = light * l.side[from] >> 8
	}
	own := 256 - l.haze
	for i := range 3 {
		out[i] = (c[i]>>8*light>>8*own + sky[i]>>8*l.haze)
	}
	if l.panes != nil {
		l.panes.light(out, x, y, down)
	}
}

// edge mixes a pixel that a layer begins in, and makes that layer the column's.
func (p *painting) edge(out []int32, x, y int, sky [4]int32) {
	out[0], out[1], out[2] = sky[0], sky[1], sky[2]
	if at := p.shown[x]; at >= 0 {
		p.inside(out, at, x, y, sky)
	}
	behind := [3]int32{out[0], out[1], out[2]}
	covered := int32(256)
	for i := p.shown[x] + 1; int(i) < len(p.layers); i++ {
		if top := p.layers[i].top[x]; top>>8 <= int32(y) {
			p.shown[x], p.began[x] = i, top>>8
			if base := p.layers[i].base; base != nil {
				p.began[x] = base[x]
			}
			covered = 256
			if top>>8 == int32(y) {
				covered = 256 - top&255
			}
		}
	}
	p.inside(out, p.shown[x], x, y, sky)
	for i := range 3 {
		out[i] = behind[i] + (out[i]-behind[i])>>8*covered
	}
	p.findNext(x)
}

// findNext finds where the next layer of a column begins.
func (p *painting) findNext(x int) {
	next := int32(p.height)
	for i := int(p.shown[x]) + 1; i < len(p.layers); i++ {
		next = min(next, p.layers[i].top[x]>>8)
	}
	p.next[x] = next
}

// develop turns a mixed row into pixels with film grain. The grain is a
// binomial deviate of standard deviation 2, the same for the three channels.
func (p *painting) develop(pix []byte) {
	state := p.grain
	var deviates uint64
	for x := range p.width {
		if x&3 == 0 {
			state ^= state << 13
			state ^= state >> 7
			state ^= state << 17
			deviates = state * 0x2545f4914f6cdd1d
		}
		g := int32(bits.OnesCount16(uint16(deviates))-8) << fixed
		deviates >>= 16
		in, out := p.row[3*x:3*x+3:3*x+3], pix[4*x:4*x+4:4*x+4]
		out[0], out[1], out[2], out[3] = level(in[0]+g), level(in[1]+g), level(in[2]+g), 255
	}
	p.grain = state
}

func level(c int32) byte { return byte(min(max(c>>fixed, 0), 255)) }
