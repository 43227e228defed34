package apitest

import (
	"hash/fnv"
	"math"
)

// dice is a stream of random numbers that follows from its start alone.
type dice uint64

// promptDice throws alike for the same prompt, seedDice for the same prompt and
// seed.
func promptDice(prompt string) *dice {
	h := fnv.New64a()
	h.Write([]byte(prompt)) // never fails
	d := dice(mix(h.Sum64()))
	return &d
}

func seedDice(prompt string, seed int64) *dice {
	d := dice(mix(uint64(*promptDice(prompt)) ^ mix(uint64(seed))))
	return &d
}

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	return mix(uint64(*d))
}

// unit is in [0, 1).
func (d *dice) unit() float64 { return float64(d.next()>>11) / (1 << 53) }

// between is in [low, high).
func (d *dice) between(low, high float64) float64 { return low + (high-low)*d.unit() }

// pick is in [0, n).
func (d *dice) pick(n int) int { return int(d.next() >> 33 % uint64(n)) }

// lattice is the value of a noise at a point with whole coordinates, in [-1, 1).
func lattice(seed uint64, x, y int32) float64 {
	h := seed ^ uint64(uint32(x))*0x9e3779b97f4a7c15 ^ uint64(uint32(y))*0xc2b2ae3d27d4eb4f
	h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
	h ^= h >> 32
	return float64(uint32(h))/(1<<31) - 1
}

// noise is smooth value noise in [-1, 1].
func noise(seed uint64, x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	x0, y0 := int32(fx), int32(fy)
	tx, ty := ease(x-fx), ease(y-fy)
	a, b := lattice(seed, x0, y0), lattice(seed, x0+1, y0)
	c, d := lattice(seed, x0, y0+1), lattice(seed, x0+1, y0+1)
	return lerp(lerp(a, b, tx), lerp(c, d, tx), ty)
}

// layeredNoise adds octaves of noise, each half as strong as the one before.
func layeredNoise(seed uint64, x, y float64, octaves int) float64 {
	sum, strength := 0.0, 0.5
	for i := range octaves {
		sum += strength * noise(seed+uint64(i)*0x51ed27, x, y)
		x, y, strength = x*2.03+17, y*2.03+31, strength/2
	}
	return sum
}

func ease(t float64) float64 { return t * t * (3 - 2*t) }

func lerp(a, b, t float64) float64 { return a + (b-a)*t }

// smooth rises from 0 at low to 1 at high.
func smooth(low, high, x float64) float64 {
	return ease(min(max((x-low)/(high-low), 0), 1))
}
