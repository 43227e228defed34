package year

import (
	"math/rand/v2"
	"strings"
)

// motifs are what is asked for again and again: what is to be seen, and the
// size it is asked for in.
var motifs = []struct {
	subject       string
	width, height int
}{
	{"portrait photo of ukj man, serious eyes", 768, 1024},
	{"portrait of an old fisherman, weathered skin", 768, 1024},
	{"young woman in a red silk dress", 768, 1024},
	{"wild west cowboy on horseback, desert behind him", 768, 1024},
	{"misty mountain valley at dawn", 768, 1024},
	{"lighthouse above a stormy sea", 768, 1024},
	{"tokyo street at night, neon signs in the rain", 768, 1024},
	{"dunes of egypt under a low sun", 768, 1024},
	{"fox asleep in a forest clearing", 768, 1024},
	{"barn owl on a fence post, landscape in fog", 768, 1024},
	{"christmas market, lights and falling snow", 768, 1024},
	{"cup of coffee on a table by the window, bokeh", 768, 1024},
	{"astronaut on mars, red dust", 768, 1024},
	{"gothic cathedral, urban ruins, ivy", 768, 1024},
	{"ballerina on an empty stage, smoke", 768, 1024},
	{"garden of poppies after the rain", 768, 1024},
	{"knight in worn armour, forest road", 768, 1024},
	{"violin maker in his workshop, warm lights", 768, 1024},
	{"harbour with fishing boats at low water", 768, 1024},
	{"fireflies over a river in summer", 768, 1024},
	{"street market in york, wet cobbles", 768, 1024},
	{"ceramic vase with dried flowers, fabric backdrop", 768, 1024},
	{"woman reading in a train, city passing by", 768, 1024},
	{"kitten under a velvet curtain, magic light", 768, 1024},
	{"wide view of an island, turquoise water", 1024, 768},
	{"skyline at dusk, building of glass", 1024, 768},
	{"hills with a single tree, long shadows", 1024, 768},
	{"abstract waves of smoke, wallpaper", 1024, 1024},
	{"app icon, origami crane, fashion colours", 512, 512},
	{"product photo of a wrist watch, silk", 1024, 1024},
	{"poster of a beach in the seventies", 640, 960},
	{"book cover, sand and old maps", 512, 768},
}

// pictured is how many drawings there are of a motif.
const pictured = 16

// What prompts are made of beside the motif.
var (
	styles = strings.Split("cinematic;film noir;oil painting;watercolour;photorealistic;national geographic;"+
		"studio photograph;polaroid;editorial;concept art;vintage postcard;documentary photograph;matte painting;"+
		"charcoal sketch;long exposure;tilt shift;infrared film;daguerreotype;art nouveau;brutalist", ";")
	lights = strings.Split("golden hour;dramatic lighting;soft window light;volumetric fog;rim light;overcast;"+
		"harsh noon sun;candle light;moonlight;blue hour;backlit;chiaroscuro;neon glow;first snow;after the rain;"+
		"high key;low key;dappled shade", ";")
	details = strings.Split("4k;epic;detailed photograph;shot on kodak;80mm portrait photography;bokeh;hbo;dark moody;"+
		"sharp focus;f/1.8;grain;muted colours;vivid colours;pastel tones;shallow depth of field;symmetrical;rule of thirds;"+
		"intricate;perfect eyes;natural skin texture;hyperdetailed;award winning;trending;masterpiece;best quality;"+
		"wide angle;macro;candid;weathered;ornate;minimalist;textured paper;soft gradients;lens flare;subtle smile;"+
		"wind in the hair;leather;linen;brass;marble;rust;feathers;lace;ink;gold leaf;cobalt;ochre;emerald;ivory;crimson", ";")
	names = strings.Split("Martin Schoeller;Vermeer;Ansel Adams;Saul Leiter;Hopper;Mucha;Klimt;Turner;Dorothea Lange;"+
		"Steve McCurry;Sargent;Rembrandt;Vivian Maier;Moebius;Hokusai;Zorn", ";")
	absent = strings.Split("nudity;amputee;bad anatomy;blurry;fuzzy;disfigured;misshaped;mutant;deformed;bad art;"+
		"out of frame;off centre;watermark;text;signature;lowres;jpeg artefacts;extra fingers;cropped;duplicate;"+
		"oversaturated;cartoon;3d render;ugly;poorly drawn hands;monochrome", ";")
	tags = strings.Split("portfolio;client;holiday;print;wallpaper;favourites of may;to retouch;series A;series B;"+
		"for grandma;book;reference;skin tones;landscape;rejected;exhibition", ";")
)

// prompt is one of the many ways to ask for a motif.
func prompt(random *rand.Rand, motif int) string {
	parts := []string{motifs[motif].subject}
	parts = append(parts, some(random, styles, 1+random.IntN(2))...)
	if random.IntN(3) == 0 {
		parts = append(parts, "in the style of "+names[random.IntN(len(names))])
	}
	parts = append(parts, some(random, lights, 1+random.IntN(2))...)
	parts = append(parts, some(random, details, 3+random.IntN(14))...)
	return strings.Join(parts, ", ")
}

// negative is what must not be in the picture; nothing, now and then.
func negative(random *rand.Rand) string {
	if random.IntN(8) == 0 {
		return ""
	}
	return strings.Join(some(random, absent, 4+random.IntN(16)), ", ")
}

// some are n of the words, each once.
func some(random *rand.Rand, words []string, n int) []string {
	chosen := make([]string, 0, n)
	for _, at := range random.Perm(len(words))[:min(n, len(words))] {
		chosen = append(chosen, words[at])
	}
	return chosen
}
