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

// mood is a time of day: how light things are, and the hues that the sky has
// then. Lightness and chroma are in [0, 1], hues in turns: pink is 0, orange
// .15, gold .25, green .40, teal .52, blue .70, violet .83.
type mood struct {
	topL, topC   float64 // the sky overhead
	lowL, lowC   float64 // the sky at the horizon
	nearL, nearC float64 // what is close
	sunL, sunC   float64

	topHues, lowHues [2]float64

	glow           float64 // how much the sun lights the sky
	night          bool
	cloudL, cloudA float64 // lightness and strength of clouds
}

var moods = []mood{
	{ // dawn
		topL: .62, topC: .085, lowL: .90, lowC: .085, nearL: .22, nearC: .045, sunL: .98, sunC: .05,
		topHues: [2]float64{.62, .84}, lowHues: [2]float64{-.02, .24}, glow: .75, cloudL: .95, cloudA: .6,
	},
	{ // a misty day
		topL: .74, topC: .06, lowL: .95, lowC: .03, nearL: .31, nearC: .055, sunL: .99, sunC: .02,
		topHues: [2]float64{0, 1}, lowHues: [2]float64{.1, .3}, glow: .55, cloudL: .99, cloudA: .75,
	},
	{ // dusk
		topL: .36, topC: .10, lowL: .80, lowC: .135, nearL: .14, nearC: .04, sunL: .95, sunC: .09,
		topHues: [2]float64{.68, .90}, lowHues: [2]float64{-.04, .20}, glow: .8, cloudL: .70, cloudA: .6,
	},
	{ // night
		topL: .17, topC: .06, lowL: .46, lowC: .085, nearL: .10, nearC: .03, sunL: .96, sunC: .02,
		topHues: [2]float64{.64, .84}, lowHues: [2]float64{.48, .98}, glow: .26, night: true, cloudL: .44, cloudA: .45,
	},
	{ // the golden hour
		topL: .72, topC: .085, lowL: .93, lowC: .085, nearL: .25, nearC: .06, sunL: .99, sunC: .05,
		topHues: [2]float64{.94, 1.12}, lowHues: [2]float64{.14, .30}, glow: .85, cloudL: .97, cloudA: .55,
	},
	{ // high summer
		topL: .58, topC: .10, lowL: .93, lowC: .045, nearL: .24, nearC: .06, sunL: .99, sunC: .02,
		topHues: [2]float64{.58, .72}, lowHues: [2]float64{.45, .62}, glow: .6, cloudL: .99, cloudA: .85,
	},
}

// palette is the colours of one prompt.
type palette struct {
	mood
	top, middle, low colour
	far, near        colour
	sun, cloud       colour
	base             float64 // hue of the sky overhead
	warm             float64 // hue of lamps, sand and cloth
}

// newPalette chooses colours; d are the prompt's dice.
func newPalette(d *dice, m mood) palette {
	base, horizon := d.between(m.topHues[0], m.topHues[1]), d.between(m.lowHues[0], m.lowHues[1])
	p := palette{
		mood: m, base: base, warm: d.between(-.03, .24),
		top: hue(m.topL+d.between(-.04, .04), m.topC*d.between(.75, 1.15), base),
		low: hue(m.lowL+d.between(-.02, .02), m.lowC*d.between(.75, 1.15), horizon),
		sun: hue(m.sunL, m.sunC, horizon),
	}
	p.middle = p.top.towards(p.low, .5)
	p.middle.l = lerp(m.topL, m.lowL, .55)
	p.far = p.low.towards(hue(lerp(m.lowL, m.topL, .6), m.topC*.9, base), .75)
	p.near = hue(m.nearL, m.nearC, base+d.between(-.06, .06))
	p.cloud = hue(m.cloudL, m.lowC*.6, horizon)
	if m.night {
		// Moonlight is what the air makes of it.
		p.cloud = hue(m.cloudL, m.topC, base)
	}
	return p
}
