package year

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"lookbook/api"
)

func words(text string) []string { return strings.Split(text, ";") }

// Frequent subjects, and the other parts of prompts.
var (
	motifs = words("portrait photo of ukj man, serious eyes;portrait of an old fisherman, weathered skin;young woman in a red silk dress;" +
		"wild west cowboy on horseback, desert behind him;misty mountain valley at dawn;lighthouse above a stormy sea;" +
		"tokyo street at night, neon signs in the rain;dunes of egypt under a low sun;fox asleep in a forest clearing;" +
		"barn owl on a fence post, landscape in fog;christmas market, lights and falling snow;cup of coffee by the window, bokeh;" +
		"astronaut on mars, red dust;gothic cathedral, urban ruins, ivy;ballerina on an empty stage, smoke;garden of poppies after the rain;" +
		"knight in worn armour, forest road;violin maker in his workshop, warm lights;harbour with fishing boats at low water;" +
		"fireflies over a river in summer;street market in york, wet cobbles;ceramic vase with dried flowers, fabric backdrop;" +
		"woman reading in a train, city passing by;kitten under a velvet curtain, magic light;wide view of an island, turquoise water;" +
		"skyline at dusk, building of glass;hills with a single tree, long shadows;poster of a beach in the seventies;" +
		"abstract waves of smoke, wallpaper;app icon, origami crane, fashion colours;product photo of a wrist watch, silk;book cover, sand and old maps")
	styles = words("cinematic;film noir;oil painting;watercolour;photorealistic;national geographic;studio photograph;polaroid;editorial;" +
		"concept art;vintage postcard;matte painting;charcoal sketch;long exposure;tilt shift;infrared film;art nouveau;in the style of Hopper;" +
		"in the style of Klimt;in the style of Vivian Maier;golden hour;soft window light;volumetric fog;rim light;overcast;candle light;" +
		"moonlight;blue hour;chiaroscuro;neon glow;first snow;after the rain;high key;dappled shade")
	details = words("4k;epic;detailed photograph;shot on kodak;80mm portrait photography;bokeh;hbo;dark moody;sharp focus;f/1.8;grain;" +
		"muted colours;vivid colours;pastel tones;shallow depth of field;symmetrical;rule of thirds;intricate;perfect eyes;natural skin texture;" +
		"hyperdetailed;award winning;masterpiece;best quality;wide angle;macro;candid;weathered;ornate;minimalist;textured paper;lens flare;" +
		"subtle smile;wind in the hair;leather;linen;brass;marble;rust;feathers;lace;ink;gold leaf;cobalt;ochre;emerald;ivory;crimson")
	absent = words("nudity;amputee;bad anatomy;blurry;fuzzy;disfigured;misshaped;mutant;deformed;bad art;out of frame;off centre;watermark;" +
		"text;signature;lowres;jpeg artefacts;extra fingers;cropped;duplicate;oversaturated;cartoon;3d render;ugly;poorly drawn hands")
	tags = words("portfolio;client;holiday;print;wallpaper;to retouch;series A;series B;for grandma;book;reference;landscape;exhibition")
)

// models are the models in use, most used first: checkpoints and base models.
var models = []struct{ checkpoint, base, kind string }{
	{"ckp_15f9112b", "", "sd-v1"},
	{"ckp_a40c77e2", "", "sd-v1"},
	{"", "realistic-vision-v3-0", "sd-v1"},
	{"ckp_0be15d90", "", "sdxl-v1"},
	{"", "stable-diffusion-xl-v1-0", "sdxl-v1"},
}

// size is the size of a motif's pictures: three of four are portraits.
func size(motif int) (width, height int) {
	switch {
	case motif >= 28:
		return 1024, 1024
	case motif >= 24:
		return 1024, 768
	}
	return 768, 1024
}

// planned is one job of the year.
type planned struct {
	job   api.Job
	raw   json.RawMessage
	motif int
	order []int // drawing of the motif for each picture
}

// plan returns job n of all. It is always the same.
func plan(n, all int) (planned, error) {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	some := func(words []string, least, more int) string {
		var chosen []string
		for _, at := range random.Perm(len(words))[:least+random.IntN(more)] {
			chosen = append(chosen, words[at])
		}
		return strings.Join(chosen, ", ")
	}
	p := planned{motif: random.IntN(len(motifs)), order: random.Perm(pictured)}
	model := models[min(random.IntN(len(models)), random.IntN(len(models)))]
	width, height := size(p.motif)
	config := api.Config{
		Prompt:         strings.Join([]string{motifs[p.motif], some(styles, 2, 3), some(details, 3, 14)}, ", "),
		NegativePrompt: some(absent, 4, 16), Width: width, Height: height, NumSamples: PerJob,
		CheckpointID: model.checkpoint, BaseModel: model.base, ModelType: model.kind,
		NumInferenceSteps: 20 + 5*random.IntN(4), SchedulerType: "dpm++",
	}
	step := 365 * 24 * time.Hour / time.Duration(all)
	began := first.Add(time.Duration(n)*step + time.Duration(random.Int64N(int64(step)))).Truncate(time.Microsecond)
	queued, ran := 20+random.Float64()*200, 6+3.2*PerJob
	started := api.Time{Time: began.Add(time.Duration(queued * float64(time.Second))).Truncate(time.Microsecond)}
	ended := api.Time{Time: started.Add(time.Duration(ran * float64(time.Second)))}
	p.job = api.Job{
		JobType: api.TypeImageGen, JobID: fmt.Sprintf("ig_%08x", uint32(n)*2654435761), State: api.Success,
		StateQueuedStart: api.Time{Time: began}, StateQueuedEnd: started, StateRunningStart: started, StateRunningEnd: ended, StateUpdated: ended,
		QueuedDuration: &queued, RunningDuration: &ran, QueueingState: "default", Config: config,
		ImageGenResults: []api.ImageGenResult{{CheckpointID: model.checkpoint}},
	}
	for k := range PerJob {
		id := fmt.Sprintf("%08x", random.Uint32())
		p.job.ImageGenResults[0].GeneratedImages = append(p.job.ImageGenResults[0].GeneratedImages, api.GeneratedImage{
			GeneratedImageID: id, Seed: new(random.Int64N(1 << 32)), GenerationIdx: &k,
			// As long as a real one.
			URL: "https://storage.googleapis.com/nyxai-standard-usc2/images/generated_images/" + p.job.JobID + "/" + p.job.JobID + "_" + id +
				".png?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date=20250101T000000Z&X-Goog-Expires=3600&X-Goog-Signature=" + strings.Repeat(id, 64),
		})
	}
	var err error
	p.raw, err = json.Marshal(p.job)
	return p, err
}
