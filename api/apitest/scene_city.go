package apitest

import "math"

// panes are the lit windows of a row of houses.
type panes struct {
	size   int // pixels between windows
	seed   uint64
	colour [3]int32 // fixed
	share  uint32   // of 256 that are lit
}

// light puts a window's light over a pixel of a house, depth below its roof.
func (w *panes) light(out []int32, x, y int, depth int32) {
	if depth < int32(w.size) || x%w.size*5 < w.size*2 || y%w.size*2 < w.size {
		return
	}
	h := mix(w.seed ^ uint64(x/w.size)<<20 ^ uint64(y/w.size))
	if uint32(h>>56) >= w.share {
		return
	}
	strength := int32(h >> 40 & 127)
	for i := range 3 {
		out[i] += (w.colour[i] - out[i]) >> 8 * (90 + strength)
	}
}

// city is a skyline with lit windows.
func city(p *painting, look palette, prompt, arrange *dice) {
	horizon := .82
	h := newHeaven(look, arrange, horizon)
	p.hang(h, look, arrange, .12, .42)
	n := 3 + prompt.pick(2)
	lit := 20 + uint32(prompt.pick(50))
	if look.night || look.topL < .5 {
		lit += 50
	}
	for i := range n {
		t := float64(i+1) / float64(n)
		l := layer{haze: int32(165 * math.Pow(1-t*.95, 1.1)), top: p.outline(func(float64) float64 { return 1.02 })}
		p.build(l.top, arrange, lerp(.42, .20, t)*arrange.between(.85, 1.2), lerp(.05, .12, t))
		own := look.far.towards(look.near, t)
		l.shade(own, own.towards(look.low, .45*(1-t)+.05), float64(p.height)*.45)
		if t > .4 {
			c := hue(.86, .10, .22).rgb()
			l.panes = &panes{
				size: max(int(lerp(.010, .017, t)*p.unit()), 2), seed: arrange.next(), share: lit,
				colour: [3]int32{toFixed(c[0]), toFixed(c[1]), toFixed(c[2])},
			}
		}
		p.layers = append(p.layers, l)
	}
}

// build raises houses on an outline: height as a part of the picture's, wide in
// units.
func (p *painting) build(top []int32, d *dice, height, wide float64) {
	half := float64(p.width) / p.unit() / 2
	column := func(u float64) int { return int((u + half) * p.unit()) }
	for u := -1.5 - wide*d.unit(); u < half; {
		broad := wide * d.between(.4, 1.3)
		roof := .97 - height*d.between(.35, 1.15)*(1-.5*math.Abs(u))
		narrow := broad / 5 * float64(d.pick(2)) // a storey set back
		mast := d.pick(4) == 0
		for x := max(column(u), 0); x < min(column(u+broad), p.width); x++ {
			at, in := roof, p.across(x)-u
			if in < narrow || in >= broad-narrow {
				at += height * .12
			}
			if mast && math.Abs(in-broad/2) < .0016 {
				at -= height * .18
			}
			top[x] = int32(at * float64(p.height) * 256)
		}
		u += broad * d.between(1, 1.15)
	}
}
