package apitest

import (
	"math"
	"strings"
)

// composer paints one kind of scene. Looks come from the prompt's dice, the
// arrangement from the seed's.
type composer func(p *painting, look palette, prompt, arrange *dice)

// scenes are what there is to paint, with the words that call for them.
var scenes = []struct {
	words   string
	compose composer
}{
	{"mountain mountains forest tree trees fog misty landscape hill hills national geographic", ridges},
	{"lake sea ocean water river beach boat island reflection", lake},
	{"desert dune dunes sand west western cowboy egypt mars", dunes},
	{"abstract silk fabric dress fashion wave waves wallpaper smoke", silk},
	{"bokeh lights party christmas fireflies magic flower flowers garden", bokeh},
	{"city street skyline neon cyberpunk tokyo york urban building", city},
}

// newPainting plans a picture.
func newPainting(prompt string, seed int64, width, height int) *painting {
	look, arrange := promptDice(prompt), seedDice(prompt, seed)
	p := &painting{
		width: width, height: height,
		shown: make([]int32, width), began: make([]int32, width), next: make([]int32, width),
		row: make([]int32, 3*width), grain: arrange.next() | 1,
	}
	colours := newPalette(look, moods[look.pick(len(moods))])
	compose := scenes[look.pick(len(scenes))].compose
	if called := sceneFor(prompt); called != nil {
		compose = called
	}
	compose(p, colours, look, arrange)
	for x := range width {
		p.shown[x] = -1
		p.findNext(x)
	}
	return p
}

// sceneFor is the scene that the prompt's first telling word calls for.
func sceneFor(prompt string) composer {
	notLetter := func(r rune) bool { return r < 'a' || r > 'z' }
	for word := range strings.FieldsFuncSeq(strings.ToLower(prompt), notLetter) {
		for _, s := range scenes {
			if strings.Contains(" "+s.words+" ", " "+word+" ") {
				return s.compose
			}
		}
	}
	return nil
}

// unit is the shorter side in pixels: shapes are measured in it.
func (p *painting) unit() float64 { return float64(min(p.width, p.height)) }

// across is where a column lies, in units from the middle.
func (p *painting) across(x int) float64 { return (float64(x) - float64(p.width)/2) / p.unit() }

// outline makes a layer's top; at gives its height as a part of the picture's,
// 0 at the upper edge.
func (p *painting) outline(at func(u float64) float64) []int32 {
	top := make([]int32, p.width)
	for x := range top {
		top[x] = int32(min(max(at(p.across(x)), -1), 2) * float64(p.height) * 256)
	}
	return top
}

// shade fills a layer's colours from its outline down.
func (l *layer) shade(crest, foot colour, reach float64) {
	for i := range l.fade {
		c := crest.towards(foot, math.Pow(float64(i)/255, .8)).rgb()
		l.fade[i] = [3]int32{toFixed(c[0]), toFixed(c[1]), toFixed(c[2])}
	}
	l.reach = max(int32(reach), 1)
}

// ridges are hills behind hills, with trees on the nearest.
func ridges(p *painting, look palette, prompt, arrange *dice) {
	n := 5 + prompt.pick(3)
	jagged := prompt.between(.35, 1)
	wooded := prompt.pick(3) > 0
	horizon := arrange.between(.5, .6)
	h := newHeaven(look, arrange, horizon+.08)
	p.hang(h, look, arrange, .12, horizon-.12)
	for i := range n {
		t := float64(i) / float64(n-1)
		seed, base := arrange.next(), lerp(horizon, .93, math.Pow(t, 1.15))
		height := lerp(.24, .13, t) * arrange.between(.8, 1.25) * lerp(.7, 1.15, jagged)
		shift := arrange.between(-.5, .5)
		l := layer{haze: int32(150 * math.Pow(1-t, 1.4))}
		l.top = p.outline(func(u float64) float64 {
			smoothly := layeredNoise(seed, (u+shift)*2.1, .5, 6)
			sharply := .45 - 1.5*math.Abs(layeredNoise(seed+3, (u+shift)*1.7, .5, 6))
			return base - height*lerp(smoothly, sharply, jagged*(1-t))
		})
		if wooded && t > .45 {
			p.plant(&l, arrange, lerp(.012, .05, (t-.45)/.55))
		}
		own := look.far.towards(look.near, math.Pow(t, .85))
		l.shade(own, own.towards(look.low, .5*(1-t)+.06), float64(p.height)*lerp(.30, .16, t))
		p.layers = append(p.layers, l)
	}
}

// plant sets firs of about the given height, in units, on a layer.
func (p *painting) plant(l *layer, d *dice, height float64) {
	top, ground := l.top, append([]int32(nil), l.top...)
	l.base = make([]int32, p.width)
	for x := range l.base {
		l.base[x] = ground[x] >> 8
	}
	half := float64(p.width) / p.unit() / 2
	for u := -half - height; u < half+height; u += height * d.between(.12, .6) {
		tall := height * d.between(.45, 1.25)
		wide := tall * d.between(.17, .26)
		middle := u * p.unit()
		for x := int(middle - wide*p.unit() + float64(p.width)/2); x <= int(middle+wide*p.unit()+float64(p.width)/2); x++ {
			if x < 0 || x >= p.width {
				continue
			}
			from := math.Abs(p.across(x)-u) / wide
			if from >= 1 {
				continue
			}
			// The branches make steps on the way up.
			steps := from*5 - math.Floor(from*5)
			up := tall * (1 - from + .10*steps)
			top[x] = min(top[x], ground[x]-int32(up*p.unit()*256))
		}
	}
}

// dunes are long soft crests with a bright and a dark side.
func dunes(p *painting, look palette, prompt, arrange *dice) {
	n := 4 + prompt.pick(2)
	horizon := arrange.between(.42, .58)
	h := newHeaven(look, arrange, horizon+.05)
	h.cloudy *= .5
	p.hang(h, look, arrange, .1, horizon-.1)
	sand := hue(lerp(look.nearL, look.lowL, .78), .105, look.warm).towards(look.low, .2)
	if look.night {
		sand = hue(.36, .06, look.base).towards(sand, .2)
	}
	shadow := look.near.towards(sand, .3)
	for i := range n {
		t := float64(i) / float64(n-1)
		seed, base := arrange.next(), lerp(horizon+.02, .84, t)
		height := lerp(.07, .26, t) * arrange.between(.8, 1.2)
		stretch := lerp(2.0, .9, t)
		at := func(u float64) float64 {
			crest := .55 - 1.35*math.Abs(noise(seed, u*stretch, .5))
			return base - height*(crest+.22*noise(seed+1, u*stretch*1.7, .5))
		}
		l := layer{haze: int32(95 * math.Pow(1-t, 1.3)), top: p.outline(at)}
		l.side = p.lit(at, h.sunX, 3.2)
		l.slant = int32(arrange.between(120, 300))
		if h.sunX < 0 {
			l.slant = -l.slant
		}
		crest := sand.towards(look.near, .08+.22*t)
		l.shade(crest, crest.towards(shadow, .8), float64(p.height)*lerp(.16, .55, t))
		p.layers = append(p.layers, l)
	}
}

// lit is the light on each column of a slope, 256 being even. It comes from the
// sun's side of the picture.
func (p *painting) lit(at func(u float64) float64, sun, strength float64) []int32 {
	side := make([]int32, p.width)
	from := math.Copysign(1, sun)
	for x := range side {
		u := p.across(x)
		rise := (at(u-.01) - at(u+.01)) / .02 * float64(p.height) / p.unit() // uphill to the right
		side[x] = int32(256 * (1 - .36*math.Tanh(strength*rise*from)))
	}
	return side
}

// silk is cloth in folds from edge to edge.
func silk(p *painting, look palette, prompt, arrange *dice) {
	n := 7 + prompt.pick(4)
	tilt := prompt.between(-.45, .45)
	h := newHeaven(look, arrange, .8)
	h.cloudy, h.sunX, h.sunY = .05, arrange.between(-.4, .4), arrange.between(0, .35)
	p.sky = h.paint(p.width, p.height, look)
	cloth := hue(.72, .13, look.base+prompt.between(.2, .5))
	bright := hue(.86, .09, look.warm)
	seed := arrange.next()
	for i := range n {
		t := float64(i) / float64(n-1)
		base := lerp(.12, 1.0, t) + arrange.between(-.04, .04)
		swing := arrange.between(.10, .22)
		pace := arrange.between(.75, 1.25)
		at := func(u float64) float64 {
			return base + tilt*u*.6 - swing*noise(seed, u*1.5*pace+.22*float64(i), float64(i)*.37)
		}
		l := layer{top: p.outline(at), side: p.lit(at, h.sunX, 1.3), haze: int32(40 * (1 - t))}
		crest := cloth.towards(hue(.55, .12, look.base), t).towards(bright, .6*math.Pow(.5+.5*math.Sin(float64(i)*1.9+tilt*9), 2))
		foot := crest.towards(look.near, .85)
		l.shade(crest, foot, float64(p.height)*arrange.between(.16, .34))
		p.layers = append(p.layers, l)
	}
}
