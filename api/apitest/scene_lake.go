package apitest

import (
	"image"
	"math"
)

// lake is hills over still water.
func lake(p *painting, look palette, prompt, arrange *dice) {
	n := 3 + prompt.pick(3)
	jagged := prompt.between(.2, 1)
	shore := arrange.between(.54, .66)
	h := newHeaven(look, arrange, shore)
	p.hang(h, look, arrange, .12, shore-.14)
	p.water = max(int(shore*float64(p.height)), 1)
	p.ripple = arrange.next()
	p.glitter = look.sun.rgb()
	for i := range n {
		t := float64(i+1) / float64(n)
		seed := arrange.next()
		height := lerp(.26, .07, t) * arrange.between(.7, 1.2)
		base := shore - .02*(1-t)
		lean := arrange.between(-.5, .5)
		l := layer{haze: int32(150 * math.Pow(1-t*.92, 1.3))}
		l.top = p.outline(func(u float64) float64 {
			smoothly := layeredNoise(seed, u*1.9, .5, 6)
			sharply := .35 - 1.4*math.Abs(layeredNoise(seed+3, u*1.6, .5, 6))
			return min(base-height*(.35+lean*u+lerp(smoothly, sharply, jagged*(1-t*.7))), shore)
		})
		if t > .6 {
			p.plant(&l, arrange, .022*t)
		}
		own := look.far.towards(look.near, t*.9)
		l.shade(own, own.towards(look.low, .4*(1-t)+.05), float64(p.height)*.2)
		p.layers = append(p.layers, l)
	}
}

// reflect mixes a row of water from the rows above the shore.
func (p *painting) reflect(img *image.RGBA, y int) {
	const step = 8
	deep := y - p.water
	part := float64(deep) / float64(max(p.height-p.water, 1))
	unit := p.unit()
	wave := func(x int) float64 {
		return layeredNoise(p.ripple, float64(x)/unit*(8-4*part), float64(deep)/unit*(190-120*part), 2)
	}
	dim := 1 - .12 - .3*part
	swing := (.008 + .06*part) * unit
	track := .04 + .13*part
	// Each row lies on a wavelet of its own, which cuts round things to slices.
	shift := (.006 + .05*part) * unit * noise(p.ripple+1, .5, float64(deep)/unit*(230-110*part))
	here := wave(0)
	for x0 := 0; x0 < p.width; x0 += step {
		there := wave(x0 + step)
		for x := x0; x < min(x0+step, p.width); x++ {
			w := lerp(here, there, float64(x-x0)/step)
			from := min(max(p.water-1-int(float64(deep)*.92+swing*w), 0), p.water-1)
			column := min(max(x+int(shift*(1+w)), 0), p.width-1)
			src := img.Pix[from*img.Stride+4*column:][:3]
			off := (float64(x) - p.sun.x) / unit / track
			sparkle := 0.0
			if off*off < 4 {
				sparkle = .8 * smooth(.1, .4, w) * math.Exp(-off*off*1.6)
			}
			if p.inSun(column, from) && float64(src[1]) > .75*p.glitter[1] {
				sparkle = max(sparkle, .7)
			}
			out := p.row[3*x : 3*x+3 : 3*x+3]
			for i := range 3 {
				c := float64(src[i]) * dim * (1 + .12*w)
				out[i] = toFixed(c + (p.glitter[i]-c)*sparkle)
			}
		}
		here = there
	}
}

// inSun reports whether a pixel is where the sun hangs, if nothing hides it.
func (p *painting) inSun(x, y int) bool {
	dx, dy := float64(x)-p.sun.x, float64(y)-p.sun.y
	return dx*dx+dy*dy < p.sun.radius*p.sun.radius
}
