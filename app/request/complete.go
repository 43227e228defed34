package request

import "lookbook/api"

// Complete fills in what the parameters of other programs lack and a request
// here needs: a model with its type, the number of pictures, and their format.
// It takes them from another request. What config has stays.
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
