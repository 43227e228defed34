package infotext

// Get returns the value of a field. The last one of a repeated key counts, as
// in other programs.
func (p Parsed) Get(key string) (value string, ok bool) {
	for _, f := range p.Fields {
		if f.Key == key {
			value, ok = f.Value, true
		}
	}
	return value, ok
}
