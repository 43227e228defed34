package api

// Every type of types.go reads and writes itself by the rule for Unknown.

// MarshalJSON writes the Config by the rule for Unknown.
func (c Config) MarshalJSON() ([]byte, error) { return marshalObject(c) }

// UnmarshalJSON reads the Config by the rule for Unknown. Only JSON that is
// no object is an error.
func (c *Config) UnmarshalJSON(data []byte) error { return unmarshalObject(data, c) }

// MarshalJSON writes the Tag by the rule for Unknown.
func (t Tag) MarshalJSON() ([]byte, error) { return marshalObject(t) }

// UnmarshalJSON reads the Tag by the rule for Unknown. Only JSON that is
// no object is an error.
func (t *Tag) UnmarshalJSON(data []byte) error { return unmarshalObject(data, t) }

// MarshalJSON writes the Job by the rule for Unknown.
func (j Job) MarshalJSON() ([]byte, error) { return marshalObject(j) }

// UnmarshalJSON reads the Job by the rule for Unknown. Only JSON that is
// no object is an error.
func (j *Job) UnmarshalJSON(data []byte) error { return unmarshalObject(data, j) }

// MarshalJSON writes the ImageGenResult by the rule for Unknown.
func (r ImageGenResult) MarshalJSON() ([]byte, error) { return marshalObject(r) }

// UnmarshalJSON reads the ImageGenResult by the rule for Unknown. Only JSON that is
// no object is an error.
func (r *ImageGenResult) UnmarshalJSON(data []byte) error { return unmarshalObject(data, r) }

// MarshalJSON writes the GeneratedImage by the rule for Unknown.
func (g GeneratedImage) MarshalJSON() ([]byte, error) { return marshalObject(g) }

// UnmarshalJSON reads the GeneratedImage by the rule for Unknown. Only JSON that is
// no object is an error.
func (g *GeneratedImage) UnmarshalJSON(data []byte) error { return unmarshalObject(data, g) }

// MarshalJSON writes the DreamboothResult by the rule for Unknown.
func (r DreamboothResult) MarshalJSON() ([]byte, error) { return marshalObject(r) }

// UnmarshalJSON reads the DreamboothResult by the rule for Unknown. Only JSON that is
// no object is an error.
func (r *DreamboothResult) UnmarshalJSON(data []byte) error { return unmarshalObject(data, r) }

// MarshalJSON writes the Checkpoint by the rule for Unknown.
func (c Checkpoint) MarshalJSON() ([]byte, error) { return marshalObject(c) }

// UnmarshalJSON reads the Checkpoint by the rule for Unknown. Only JSON that is
// no object is an error.
func (c *Checkpoint) UnmarshalJSON(data []byte) error { return unmarshalObject(data, c) }
