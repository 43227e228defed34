// Package infotext writes and reads the "parameters" text that AUTOMATIC1111's
// web UI puts into its pictures, and that galleries, model sites and other
// programs read:
//
//	<prompt, may span lines>
//	Negative prompt: <negative prompt, may span lines>
//	Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512
//
// The format has no escapes for prompts. A prompt that contains "Negative
// prompt:" is read back differently, and blanks at the ends are lost. The
// picture's second text (package origin) contains the request itself and is
// lossless.
//
// Goroutines: pure functions; call them from anywhere. They take time in
// proportion to the text, which package media bounds to media.MaxTextBytes when
// it reads one.
package infotext
