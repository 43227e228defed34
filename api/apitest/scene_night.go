package apitest

import (
	"image"
	"math"
)

// disc is a circle of light: the sun, the moon, or a lamp out of focus.
type disc struct {
	x, y, radius float64 // pixels
	colour       rgb
	strength     float64
	marks        uint64 // seed of the moon's spots; 0: none
}

type star struct {
	x        int
	strength float64
}

// hang puts the sun or the moon into a sky between two heights, and paints it.
func (p *painting) hang(h *heaven, look palette, d *dice, high, low float64) {
	h.sunX = d.between(-.3, .3)
	v := d.between(high, max(low, high+.01))
	h.sunY = v * float64(p.height) / p.unit()
	size := d.between(.035, .075)
	p.sun = disc{
		x: h.sunX*p.unit() + float64(p.width)/2, y: v * float64(p.height), radius: size * p.unit(),
		colour: look.sun.rgb(), strength: .95,
	}
	p.sky = h.paint(p.width, p.height, look)
	if !look.night {
		return
	}
	p.sun.marks = d.next() | 1
	p.stars = map[int][]star{}
	for range 260 {
		y := int(math.Pow(d.unit(), 1.4) * h.horizon * float64(p.height))
		p.stars[y] = append(p.stars[y], star{x: int(d.unit() * float64(p.width)), strength: math.Pow(d.unit(), 3)})
	}
}

// adornRow adds lights to a row that has been laid: stars and the sun where
// there is sky, and lamps over everything.
func (p *painting) adornRow(y int) {
	for _, s := range p.stars[y] {
		if p.shown[s.x] < 0 {
			for i := range 3 {
				p.row[3*s.x+i] += toFixed(30 + 190*s.strength)
			}
		}
	}
	if p.sun.radius > 0 {
		p.shine(&p.sun, y)
	}
	for i := range p.discs {
		p.glimmer(&p.discs[i], y)
	}
}

// span is the columns of a row that a disc covers, and the square of the row's
// distance from its middle.
func (d *disc) span(y, width int) (from, to int, dy2 float64) {
	dy := float64(y) + .5 - d.y
	dy2 = dy * dy
	reach := d.radius + 1
	if dy2 >= reach*reach {
		return 0, 0, 0
	}
	half := math.Sqrt(reach*reach - dy2)
	return max(int(d.x-half), 0), min(int(d.x+half)+1, width), dy2
}

// shine draws a row of the sun behind the layers.
func (p *painting) shine(d *disc, y int) {
	from, to, dy2 := d.span(y, p.width)
	for x := from; x < to; x++ {
		if p.shown[x] >= 0 {
			continue
		}
		dx := float64(x) + .5 - d.x
		cover := min(max(d.radius-math.Sqrt(dx*dx+dy2)+.5, 0), 1) * d.strength
		c := d.colour
		if d.marks != 0 {
			spots := layeredNoise(d.marks, dx/d.radius*1.7, (float64(y)-d.y)/d.radius*1.7, 4)
			c = c.over(rgb{c[0] * .72, c[1] * .74, c[2] * .8}, smooth(-.05, .3, spots))
		}
		out := p.row[3*x : 3*x+3 : 3*x+3]
		for i := range 3 {
			out[i] += int32(float64(toFixed(c[i])-out[i]) * cover)
		}
	}
}

// glimmer adds a row of a lamp's light: even, brighter at the rim, as a lens
// draws it.
func (p *painting) glimmer(d *disc, y int) {
	from, to, dy2 := d.span(y, p.width)
	if from >= to {
		return
	}
	inner := max(d.radius-1, 0)
	inner *= inner
	perRadius := .45 / (d.radius * d.radius)
	var add [3]float64
	for i := range add {
		add[i] = float64(toFixed(d.colour[i])) * d.strength
	}
	for x := from; x < to; x++ {
		dx := float64(x) + .5 - d.x
		d2 := dx*dx + dy2
		a := .6 + d2*perRadius
		if d2 > inner {
			a *= min(max(d.radius-math.Sqrt(d2)+.5, 0), 1)
		}
		out := p.row[3*x : 3*x+3 : 3*x+3]
		out[0] += int32(add[0] * a)
		out[1] += int32(add[1] * a)
		out[2] += int32(add[2] * a)
	}
}

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
			p.plant(l.top, arrange, .022*t)
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
		return layeredNoise(p.ripple, float64(x)/unit*(9-5*part), float64(deep)/unit*(130-95*part), 2)
	}
	dim := 1 - .12 - .3*part
	swing := (.004 + .05*part) * unit
	track := .05 + .16*part
	here := wave(0)
	for x0 := 0; x0 < p.width; x0 += step {
		there := wave(x0 + step)
		for x := x0; x < min(x0+step, p.width); x++ {
			w := lerp(here, there, float64(x-x0)/step)
			from := min(max(p.water-1-int(float64(deep)*.92+swing*w), 0), p.water-1)
			src := img.Pix[from*img.Stride+4*x:][:3]
			off := (float64(x) - p.sun.x) / unit / track
			sparkle := 0.0
			if off*off < 4 {
				sparkle = .75 * smooth(.08, .34, w) * math.Exp(-off*off*1.6)
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

// bokeh is lamps out of focus behind grasses.
func bokeh(p *painting, look palette, prompt, arrange *dice) {
	deep := look.near.towards(look.top, .35)
	if !look.night {
		deep = look.top.towards(look.near, .45)
	}
	look.top, look.middle, look.low = deep.towards(look.near, .5), deep, deep.towards(look.low, .35)
	look.cloudA *= .6
	h := newHeaven(look, arrange, 1)
	h.sunX, h.sunY = arrange.between(-.35, .35), arrange.between(.2, .7)
	p.sky = h.paint(p.width, p.height, look)
	lamps := 34 + prompt.pick(22)
	turns := math.Atan2(look.accent.b, look.accent.a) / (2 * math.Pi)
	for range lamps {
		far := arrange.unit()
		p.discs = append(p.discs, disc{
			x: arrange.between(-.05, 1.05) * float64(p.width), y: (.46 + .24*(arrange.unit()+arrange.unit()-1) + .5*(far-.5)) * float64(p.height),
			radius:   lerp(.012, .085, far*far) * p.unit(),
			colour:   hue(.8, .12, turns+arrange.between(-.09, .09)).towards(look.sun, .3*arrange.unit()).rgb(),
			strength: arrange.between(.10, .42) * lerp(1, .55, far),
		})
	}
	for i := range 2 {
		seed, base := arrange.next(), .99+.02*float64(i)
		l := layer{haze: int32(70 * (1 - i)), top: p.outline(func(u float64) float64 {
			return base - .05*noise(seed, u*2, .5)
		})}
		p.sow(l.top, arrange, lerp(.20, .30, float64(i)))
		l.shade(look.near.towards(deep, .3*float64(1-i)), look.near, float64(p.height)*.3)
		p.layers = append(p.layers, l)
	}
}

// sow lets thin grasses grow from an outline.
func (p *painting) sow(top []int32, d *dice, height float64) {
	half := float64(p.width) / p.unit() / 2
	for u := -half; u < half; u += d.between(.006, .03) {
		tall, lean := height*d.between(.25, 1), d.between(-.22, .22)
		thick := d.between(.0012, .0032)
		foot := u*p.unit() + float64(p.width)/2
		tip := foot + lean*tall*p.unit()
		low, high := min(foot, tip)-thick*p.unit(), max(foot, tip)+thick*p.unit()
		for x := max(int(low), 0); x <= min(int(high), p.width-1); x++ {
			along := (float64(x) - foot) / (tip - foot)
			up := tall * math.Sqrt(min(max(along, 0), 1))
			if lean == 0 || along > 1.02 {
				continue
			}
			top[x] = min(top[x], int32((float64(p.height)-up*p.unit())*256))
		}
	}
}

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
		l := layer{haze: int32(165 * math.Pow(1-t*.95, 1.1)), top: p.outline(func(float64) float64 { return .98 })}
		p.build(l.top, arrange, lerp(.42, .20, t)*arrange.between(.85, 1.2), lerp(.05, .12, t))
		own := look.far.towards(look.near, t)
		l.shade(own, own.towards(look.low, .45*(1-t)+.05), float64(p.height)*.45)
		if t > .4 {
			c := look.accent.towards(look.sun, .35).rgb()
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
