package apitest

import (
	"hash/fnv"
	"image"
	"math"
	"math/bits"
	"math/rand/v2"
)

const (
	ridges = 5 // rows of hills, one behind another
	swells = 4 // waves of an outline
)

// Draw paints hills under a low sun for a prompt and a seed; the same arguments
// give the same picture. The prompt decides the colours and the seed the
// positions; the size only decides the detail. The picture is opaque. Sides
// below 1 count as 1.
func Draw(prompt string, seed int64, width, height int) *image.RGBA {
	width, height = max(width, 1), max(height, 1)
	words := fnv.New64a()
	words.Write([]byte(prompt)) // never fails
	look := newLook(rand.New(rand.NewPCG(words.Sum64(), 0)))
	dice := rand.New(rand.NewPCG(words.Sum64(), uint64(seed)))
	w, h := float64(width), float64(height)

	sunX, sunY, sunSize := dice.Float64()*w, (.12+.3*dice.Float64())*h, (.03+.06*dice.Float64())*min(w, h)
	outlines := newOutlines(dice, width, h)
	grain := grain(dice.Uint64() | 1)
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	var hills [ridges]rgb
	for y := range height {
		down := float64(y) / h
		sky := mix3(look.top, look.low, smooth(0, .6, down))
		for i := range hills {
			near := float64(i+1) / ridges
			hills[i] = mix3(mix3(look.far, look.near, near), look.low, (1-near)*(.3+.4*down)) // haze
		}
		for x := range width {
			var c rgb
			seen := 1.0 // visible share of what is further away
			for i := ridges - 1; i >= 0 && seen > 0; i-- {
				if covered := min(float64(y)-outlines[i][x], 1); covered > 0 {
					c = add(c, hills[i], seen*covered)
					seen *= 1 - covered
				}
			}
			if seen > 0 {
				dx, dy := float64(x)-sunX, float64(y)-sunY
				away := math.Sqrt(dx*dx + dy*dy)
				glow := .5*sunSize/(sunSize+away) + .5*smooth(sunSize+1, sunSize-1, away)
				c = add(c, mix3(sky, look.sun, glow), seen)
			}
			grain.develop(img.Pix[y*img.Stride+4*x:], x, c)
		}
	}
	return img
}

// newOutlines returns the top of each ridge in every column, in pixels from the
// top, the furthest ridge first.
func newOutlines(dice *rand.Rand, width int, h float64) [ridges][]float64 {
	var outlines [ridges][]float64
	for i := range outlines {
		near := float64(i) / (ridges - 1)
		top := h * (.38 + .42*near + .08*dice.Float64())
		outlines[i] = make([]float64, width)
		for wave := range swells {
			turns := (1 + dice.Float64()) * float64(uint(1)<<wave)
			begin, size := dice.Float64()*2*math.Pi, .09*h/float64(uint(1)<<wave)*(.4+.6*dice.Float64())
			for x := range outlines[i] {
				outlines[i][x] += size * math.Sin(begin+turns*2*math.Pi*float64(x)/float64(width))
			}
		}
		for x := range outlines[i] {
			outlines[i][x] += top
		}
	}
	return outlines
}

// rgb is a colour: red, green and blue, 0 to 255.
type rgb [3]float64

// look is the colours for one prompt.
type look struct{ top, low, sun, far, near rgb }

func newLook(dice *rand.Rand) look {
	hue := .5 + .35*dice.Float64()   // of the sky, from teal to violet
	warm := .88 + .27*dice.Float64() // of the light, from rose to gold
	light := dice.Float64()          // 0: night, 1: noon
	return look{
		top:  colour(hue, .45, .18+.5*light),
		low:  colour(warm, .55, .5+.35*light),
		sun:  colour(warm, .6, .93),
		far:  colour(hue, .3, .35+.3*light),
		near: colour(hue+.06, .4, .07+.1*light),
	}
}

// colour converts from hue (in turns), saturation and lightness (0 to 1).
func colour(hue, saturation, lightness float64) rgb {
	reach := saturation * min(lightness, 1-lightness)
	var c rgb
	for i, offset := range [3]float64{0, 8, 4} {
		k := math.Mod(offset+12*(hue-math.Floor(hue)), 12)
		c[i] = 255 * (lightness - reach*max(-1, min(k-3, 9-k, 1)))
	}
	return c
}

func mix3(a, b rgb, t float64) rgb {
	return rgb{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t, a[2] + (b[2]-a[2])*t}
}

func add(a, b rgb, part float64) rgb {
	return rgb{a[0] + b[0]*part, a[1] + b[1]*part, a[2] + b[2]*part}
}

// smooth rises from 0 at low to 1 at high; low may be the larger one.
func smooth(low, high, x float64) float64 {
	t := min(max((x-low)/(high-low), 0), 1)
	return t * t * (3 - 2*t)
}

// grain is film grain, without which a picture would have a fraction of the
// real size. It is binomial noise with standard deviation 2, equal for the
// three channels.
type grain uint64

// develop writes one pixel. Call it for x = 0, 1, 2 … of every row.
func (g *grain) develop(pix []byte, x int, c rgb) {
	if x%4 == 0 {
		*g ^= *g << 13
		*g ^= *g >> 7
		*g ^= *g << 17
	}
	speck := float64(bits.OnesCount16(uint16(uint64(*g)*0x2545f4914f6cdd1d>>(16*(x%4)))) - 8)
	for i, level := range c {
		pix[i] = byte(min(max(level+speck, 0), 255))
	}
	pix[3] = 255
}
