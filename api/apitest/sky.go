package apitest

import "math"

// field is the light behind everything: three channels and, fourth, how much
// light falls on the layers in front, 256 being even. It is worked out at the
// corners of cells and runs straight between them, which costs next to nothing.
type field struct {
	cell    int // pixels, a power of two
	columns int // corners in a row
	corners [][4]int32
	line    [][4]int32 // the corners' columns at the row being drawn
}

// newField works out the light at every corner; at is called with pixels.
func newField(width, height int, at func(x, y float64) (rgb, float64)) *field {
	cell := 2
	for cell < 32 && cell*128 < max(height, width*3/4) {
		cell *= 2
	}
	f := &field{cell: cell, columns: width/cell + 2}
	rows := height/cell + 2
	f.corners = make([][4]int32, rows*f.columns)
	f.line = make([][4]int32, f.columns)
	for i := range f.corners {
		c, light := at(float64(i%f.columns*cell), float64(i/f.columns*cell))
		f.corners[i] = [4]int32{toFixed(c[0]), toFixed(c[1]), toFixed(c[2]), int32(light * (256 << 8))}
	}
	return f
}

func toFixed(c float64) int32 { return int32(c * (1 << fixed)) }

// startRow settles the light along a row.
func (f *field) startRow(y int) {
	above := f.corners[y/f.cell*f.columns:]
	below := above[f.columns:]
	part := int32(y % f.cell)
	for i := range f.line {
		for c := range 4 {
			f.line[i][c] = above[i][c] + (below[i][c]-above[i][c])/int32(f.cell)*part
		}
	}
}

func (f *field) at(node int) (r, g, b, v int32) {
	n := &f.line[node]
	return n[0], n[1], n[2], n[3]
}

// slope is how much the light changes from one pixel to the next.
func (f *field) slope(node int) (r, g, b, v int32) {
	n, m, cell := &f.line[node], &f.line[node+1], int32(f.cell)
	return (m[0] - n[0]) / cell, (m[1] - n[1]) / cell, (m[2] - n[2]) / cell, (m[3] - n[3]) / cell
}

// heaven is the sky of a landscape.
type heaven struct {
	gradient [256]rgb
	horizon  float64 // of the height
	sunX     float64 // in units from the middle
	sunY     float64 // in units from the top
	cloudy   float64 // 0 clear, 1 overcast
	seed     uint64
}

func newHeaven(p palette, d *dice, horizon float64) *heaven {
	h := &heaven{horizon: horizon, seed: d.next(), cloudy: d.between(.15, .85)}
	for i := range h.gradient {
		t := float64(i) / 255
		h.gradient[i] = p.top.towards(p.middle, t).towards(p.middle.towards(p.low, t), t).rgb()
	}
	return h
}

// paint makes the field of a sky over a picture; unit is its shorter side.
func (h *heaven) paint(width, height int, p palette) *field {
	unit := float64(min(width, height))
	sun, cloud, shade := p.sun.rgb(), p.cloud.rgb(), p.middle.towards(p.cloud, .35).rgb()
	if p.night {
		sun = p.sun.towards(p.low, .45).rgb()
	}
	return newField(width, height, func(x, y float64) (rgb, float64) {
		u, q, v := (x-float64(width)/2)/unit, y/unit, y/float64(height)
		c := h.gradient[int(255*min(max(v/h.horizon, 0), 1))]
		far := math.Hypot(u-h.sunX, q-h.sunY)
		glow := p.glow * (.5*math.Exp(-far*far*9) + .38*math.Exp(-far*2.8))
		c = c.over(sun, min(glow, .95))

		warp := .35 * noise(h.seed+9, u*1.3, q*1.7)
		thick := layeredNoise(h.seed, u*1.5+warp, q*5.5+warp, 5)
		cover := smooth(.28-.55*h.cloudy, .75, thick) * p.cloudA * (1 - .5*smooth(.75, 1, v/h.horizon))
		lit := smooth(-.1, .25, layeredNoise(h.seed+5, u*3+.4*h.sunX, q*9, 3)+.5*math.Exp(-far*2))
		c = c.over(shade.over(cloud, lit).over(sun, .5*math.Exp(-far*2.2)*p.glow), cover)

		light := 1 + .13*layeredNoise(h.seed+7, u*4, q*4, 3) + .12*math.Exp(-far*1.8)*p.glow
		return c, light * vignette(x, y, width, height)
	})
}

// over lays d over c with the given strength.
func (c rgb) over(d rgb, strength float64) rgb {
	for i := range c {
		c[i] = lerp(c[i], d[i], strength)
	}
	return c
}

// vignette darkens the corners, as a lens does.
func vignette(x, y float64, width, height int) float64 {
	dx, dy := 2*x/float64(width)-1, 2*y/float64(height)-1
	return 1 - .16*math.Pow(dx*dx+dy*dy, 1.3)/2
}
