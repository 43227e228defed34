// Package infotext writes and reads the "parameters" text that AUTOMATIC1111's
// web UI puts into its pictures and that galleries, model sites and other
// programs understand:
//
//	<prompt, may span lines>
//	Negative prompt: <negative prompt, may span lines>
//	Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512
//
// The format has no escapes for prompts, so it cannot carry every prompt: one
// with "Negative prompt:" in it reads back differently, and
// blanks at the ends are lost. The lossless way back is the picture's second
// text, which holds the request itself.
//
// Goroutines: functions of their arguments alone; call them from anywhere.
// Both take time in proportion to the text and don't look at more than
// media.MaxTextBytes if the caller read the text with package media.
package infotext
