package apitest

import "math"

// colour is linear in how light it looks: OKLab, which keeps a gradient from
// going grey or dark in the middle.
type colour struct{ l, a, b float64 }

// rgb is a colour as it is drawn: sRGB, 0 to 255 for each channel.
type rgb [3]float64

// hue makes a colour of lightness and chroma in [0, 1] and a hue in turns.
func hue(lightness, chroma, turns float64) colour {
	sin, cos := math.Sincos(turns * 2 * math.Pi)
	return colour{lightness, chroma * cos, chroma * sin}
}

func (c colour) towards(d colour, t float64) colour {
	return colour{lerp(c.l, d.l, t), lerp(c.a, d.a, t), lerp(c.b, d.b, t)}
}

// rgb converts to sRGB; what does not fit is cut off.
func (c colour) rgb() rgb {
	l := c.l + 0.3963377774*c.a + 0.2158037573*c.b
	m := c.l - 0.1055613458*c.a - 0.0638541728*c.b
	s := c.l - 0.0894841775*c.a - 1.2914855480*c.b
	l, m, s = l*l*l, m*m*m, s*s*s
	return rgb{
		gamma(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		gamma(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		gamma(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
	}
}

func gamma(x float64) float64 {
	x = min(max(x, 0), 1)
	if x <= 0.0031308 {
		return 255 * 12.92 * x
	}
	return 255 * (1.055*math.Pow(x, 1/2.4) - 0.055)
}

// mood is a time of day: how light things are, and how far their hues lie from
// each other.
type mood struct {
	topL, topC     float64 // the sky overhead
	lowL, lowC     float64 // the sky at the horizon
	nearL, nearC   float64 // what is close
	sunL, sunC     float64
	spread         float64 // from the hue overhead to the one at the horizon, in turns
	glow           float64 // how much the sun lights the sky
	night          bool
	cloudL, cloudA float64 // lightness and strength of clouds
}

var moods = []mood{
	{topL: .60, topC: .09, lowL: .90, lowC: .085, nearL: .22, nearC: .045, sunL: .98, sunC: .05, spread: .38, glow: .9, cloudL: .95, cloudA: .55},              // dawn
	{topL: .72, topC: .075, lowL: .95, lowC: .03, nearL: .30, nearC: .06, sunL: .99, sunC: .02, spread: .10, glow: .6, cloudL: .99, cloudA: .75},              // misty day
	{topL: .34, topC: .10, lowL: .80, lowC: .135, nearL: .13, nearC: .035, sunL: .95, sunC: .10, spread: .33, glow: 1, cloudL: .72, cloudA: .55},              // dusk
	{topL: .15, topC: .045, lowL: .44, lowC: .085, nearL: .09, nearC: .025, sunL: .96, sunC: .02, spread: .12, glow: .45, night: true, cloudL: .42, cloudA: .5}, // night
	{topL: .66, topC: .10, lowL: .93, lowC: .09, nearL: .25, nearC: .07, sunL: .99, sunC: .05, spread: -.12, glow: .95, cloudL: .97, cloudA: .5},              // golden hour
}

// palette is the colours of one prompt.
type palette struct {
	mood
	top, middle, low colour
	far, near        colour
	accent           colour // of lights and rims, opposite to the sky
	sun, cloud       colour
}

// newPalette chooses colours; d are the prompt's dice.
func newPalette(d *dice, m mood) palette {
	base := d.unit()
	side := 1.0
	if d.pick(2) == 0 {
		side = -1
	}
	horizon := base + side*m.spread
	p := palette{
		mood: m,
		top:  hue(m.topL+d.between(-.04, .04), m.topC*d.between(.7, 1.15), base),
		low:  hue(m.lowL+d.between(-.02, .02), m.lowC*d.between(.7, 1.15), horizon),
		sun:  hue(m.sunL, m.sunC, horizon),
	}
	p.middle = hue(lerp(m.topL, m.lowL, .55), lerp(m.topC, m.lowC, .5), base+side*m.spread*d.between(.35, .65))
	p.far = p.low.towards(hue(lerp(m.lowL, m.topL, .55), m.topC*.9, base), .75)
	p.near = hue(m.nearL, m.nearC, base+d.between(-.06, .06))
	p.accent = hue(.78, .13, horizon+d.between(-.05, .05))
	p.cloud = hue(m.cloudL, m.lowC*.6, horizon)
	return p
}
