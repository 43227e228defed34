package request

import "fmt"

// Size is a picture's size in pixels.
type Size struct{ Width, Height int }

// Swapped exchanges the sides.
func (s Size) Swapped() Size { return Size{s.Height, s.Width} }

// String formats the size for people: 768 × 1024.
func (s Size) String() string { return fmt.Sprintf("%d × %d", s.Width, s.Height) }

// Sizes are the presets of a model type, in pixels, its default first. SDXL was
// trained on about one megapixel in these shapes (arXiv 2307.01952,
// multi-aspect training). The older models were trained on 512 × 512 and do
// larger portraits with the high-resolution fix.
func Sizes(modelType string) []Size {
	if modelType == SDXL {
		return []Size{
			{1024, 1024},
			{832, 1216},
			{896, 1152},
			{768, 1344},
			{1216, 832},
			{1152, 896},
			{1344, 768},
		}
	}
	return []Size{
		{768, 1024},
		{512, 512},
		{512, 768},
		{768, 768},
		{1024, 768},
		{768, 512},
	}
}

// Snap rounds a side in pixels to the nearest one that can be sent.
func Snap(side int) int {
	side = (side + SideStep/2) / SideStep * SideStep
	return min(max(side, MinSide), MaxSide)
}
