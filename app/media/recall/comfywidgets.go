package recall

// widgets are the names of nodes' shown values, in order, because older
// drawings don't contain names. "": the value concerns only the drawing. The
// map is never changed.
var widgets = map[string][]string{
	"KSampler":               {"seed", "", "steps", "cfg", "sampler_name", "scheduler", "denoise"},
	"KSamplerAdvanced":       {"add_noise", "noise_seed", "", "steps", "cfg", "sampler_name", "scheduler"},
	"SamplerCustom":          {"add_noise", "noise_seed", "", "cfg"},
	"RandomNoise":            {"noise_seed"},
	"KSamplerSelect":         {"sampler_name"},
	"BasicScheduler":         {"scheduler", "steps", "denoise"},
	"CFGGuider":              {"cfg"},
	"CLIPTextEncode":         {"text"},
	"EmptyLatentImage":       {"width", "height", "batch_size"},
	"EmptySD3LatentImage":    {"width", "height", "batch_size"},
	"CheckpointLoaderSimple": {"ckpt_name"},
	"UNETLoader":             {"unet_name"},
	"LoraLoader":             {"lora_name", "strength_model", "strength_clip"},
	"VAELoader":              {"vae_name"},
	"CLIPSetLastLayer":       {"stop_at_clip_layer"},
	"PrimitiveNode":          {"value"},
	"FluxGuidance":           {"guidance"},
}
