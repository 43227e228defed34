package apitest

import "math"

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
	for i := range p.stems {
		p.stand(&p.stems[i], y)
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
			c = c.over(rgb{c[0] * .80, c[1] * .82, c[2] * .86}, smooth(-.15, .35, spots))
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
