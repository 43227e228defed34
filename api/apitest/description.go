package apitest

// OpenAPI is a description of the simulator's requests, in the form of FastAPI. See
// Options.Description.
const OpenAPI = `{"openapi": "3.1.0", "info": {"title": "dreamlook.ai, simulated", "version": "1"}, "paths": {
	"/image_gen": {"post": {"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ImageGen"}}}}}}
}, "components": {"schemas": {"ImageGen": {"type": "object", "required": ["prompt"], "properties": {
	"prompt": {"type": "string"},
	"negative_prompt": {"type": "string", "default": ""},
	"base_model": {"anyOf": [{"enum": ["stable-diffusion-v1-5", "stable-diffusion-xl-v1-0", "cyberrealistic-v3-1", "realistic-vision-v3-0", "realism-engine-sdxl-v3-0"]}, {"type": "null"}]},
	"width": {"type": "integer", "minimum": 64, "maximum": 2048, "multipleOf": 8, "default": 512},
	"height": {"type": "integer", "minimum": 64, "maximum": 2048, "multipleOf": 8, "default": 512},
	"num_samples": {"type": "integer", "minimum": 1, "maximum": 50, "default": 1},
	"num_inference_steps": {"type": "integer", "minimum": 1, "maximum": 150, "default": 20},
	"scheduler_type": {"enum": ["dpm++", "dpmpp-2m-karras"], "type": "string", "default": "dpm++"},
	"guidance_scale": {"type": "number", "minimum": 0, "maximum": 50, "default": 7},
	"output_format": {"enum": ["png", "jpg"], "type": "string", "default": "png"}
}}}}}`
