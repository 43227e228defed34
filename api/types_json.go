package api

// Every type of types.go is decoded and encoded by the rule for Unknown. Only
// JSON that is not an object is an error.

func (c Config) MarshalJSON() ([]byte, error)     { return marshalObject(c) }
func (c *Config) UnmarshalJSON(data []byte) error { return unmarshalObject(data, c) }

func (t Tag) MarshalJSON() ([]byte, error)     { return marshalObject(t) }
func (t *Tag) UnmarshalJSON(data []byte) error { return unmarshalObject(data, t) }

func (j Job) MarshalJSON() ([]byte, error)     { return marshalObject(j) }
func (j *Job) UnmarshalJSON(data []byte) error { return unmarshalObject(data, j) }

func (r ImageGenResult) MarshalJSON() ([]byte, error)     { return marshalObject(r) }
func (r *ImageGenResult) UnmarshalJSON(data []byte) error { return unmarshalObject(data, r) }

func (g GeneratedImage) MarshalJSON() ([]byte, error)     { return marshalObject(g) }
func (g *GeneratedImage) UnmarshalJSON(data []byte) error { return unmarshalObject(data, g) }

func (r DreamboothResult) MarshalJSON() ([]byte, error)     { return marshalObject(r) }
func (r *DreamboothResult) UnmarshalJSON(data []byte) error { return unmarshalObject(data, r) }

func (c Checkpoint) MarshalJSON() ([]byte, error)     { return marshalObject(c) }
func (c *Checkpoint) UnmarshalJSON(data []byte) error { return unmarshalObject(data, c) }
