package apitest

import "math"

// bokeh is a meadow against lamps out of focus.
func bokeh(p *painting, look palette, prompt, arrange *dice) {
	deep := hue(lerp(look.nearL, look.topL, .45), .075, look.base)
	look.top, look.middle = deep.towards(look.near, .65), deep
	look.low = deep.towards(hue(.72, .10, look.warm), .45)
	look.sun = hue(.90, .08, look.warm)
	look.glow, look.cloudA, look.night = .55, 0, false
	h := newHeaven(look, arrange, prompt.between(.85, 1))
	h.sunX, h.sunY = arrange.between(-.35, .35), arrange.between(.45, .85)*float64(p.height)/p.unit()
	p.sky = h.paint(p.width, p.height, look)
	drift, middle := arrange.between(-.35, .35), arrange.between(.42, .6)
	for range 44 + prompt.pick(26) {
		near := arrange.unit()
		x := arrange.between(-.05, 1.05)
		y := middle + drift*(x-.5) + .26*(arrange.unit()+arrange.unit()+arrange.unit()-1.5)
		p.discs = append(p.discs, disc{
			x: x * float64(p.width), y: y * float64(p.height), radius: lerp(.008, .115, near*near*near) * p.unit(),
			colour:   hue(.78, .14, look.warm+arrange.between(-.10, .12)).towards(look.sun, .35*arrange.unit()).rgb(),
			strength: arrange.between(.12, .5) * lerp(1, .42, near),
		})
	}
	dark := look.near
	dark.l *= .7
	for i := range 3 {
		p.sow(arrange, dark.towards(deep, .5*float64(2-i)/2), 22+8*i, lerp(.22, .40, float64(i)/2))
	}
}

// stem is a blade of grass or the stalk of a flower.
type stem struct {
	foot, bend  float64 // pixels: where it stands, and how far its tip hangs over
	tip, ground float64 // rows
	thick       float64 // pixels at the foot
	head        float64 // radius in pixels of the flower; 0: none
	colour      [3]float64
}

// sow lets blades and flowers grow from the lower edge, tall in units.
func (p *painting) sow(d *dice, c colour, count int, tall float64) {
	own := c.rgb()
	for range count {
		up := tall * d.between(.3, 1) * p.unit()
		s := stem{
			foot: d.between(-.05, 1.05) * float64(p.width), ground: float64(p.height), tip: float64(p.height) - up,
			bend: d.between(-.45, .45) * up, thick: d.between(.003, .008) * p.unit(),
			colour: [3]float64{float64(toFixed(own[0])), float64(toFixed(own[1])), float64(toFixed(own[2]))},
		}
		if d.pick(4) == 0 {
			s.head = d.between(.007, .016) * p.unit()
			s.thick *= .6
			s.bend *= .5
		}
		p.stems = append(p.stems, s)
	}
}

// stand draws a row of a stem over everything.
func (p *painting) stand(s *stem, y int) {
	row := float64(y) + .5
	if dy := row - s.tip; s.head > 0 && math.Abs(dy) < s.head*1.3 {
		// Flowers are taller than wide.
		p.blot(s, s.foot+s.bend, s.head*math.Sqrt(max(1-dy*dy/(1.69*s.head*s.head), 0)))
	}
	if row < s.tip {
		return
	}
	along := (s.ground - row) / (s.ground - s.tip)
	thick := s.thick * (1 - along*.9)
	if s.head > 0 {
		thick = s.thick * (1 - along*.5)
	}
	p.blot(s, s.foot+s.bend*along*along, max(thick/2, .3))
}

// blot draws a stem's colour over the columns within half of the middle.
func (p *painting) blot(s *stem, middle, half float64) {
	for x := max(int(middle-half-1), 0); x <= min(int(middle+half+1), p.width-1); x++ {
		cover := min(max(half-math.Abs(float64(x)+.5-middle)+.5, 0), 1)
		out := p.row[3*x : 3*x+3 : 3*x+3]
		for i := range 3 {
			out[i] += int32((s.colour[i] - float64(out[i])) * cover)
		}
	}
}
