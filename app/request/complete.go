package request

import "lookbook/api"

// Complete adds to a request that another program's parameters were read into
// what such parameters don't say and a request here needs: a model with its
// type, how many pictures, and their format. They come from another request;
// what config says itself stays.
func Complete(config, from api.Config) api.Config {
	config = Clone(config)
	if config.BaseModel == "" && config.CheckpointID == "" {
		config.BaseModel, config.CheckpointID = from.BaseModel, from.CheckpointID
		if config.ModelType == "" {
			config.ModelType = from.ModelType
		}
	}
	if config.NumSamples == 0 {
		config.NumSamples = from.NumSamples
	}
	if config.OutputFormat == "" {
		config.OutputFormat = from.OutputFormat
	}
	return config
}
