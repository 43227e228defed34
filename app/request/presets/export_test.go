package presets

// FreeName returns name, or when it is taken, name with the first free number
// behind it: "Portraits (2)".
func FreeName(name string, taken []string) string {
	keys := make(map[string]bool, len(taken))
	for _, t := range taken {
		keys[Key(t)] = true
	}
	return freeName(name, keys)
}
