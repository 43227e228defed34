package request

import "fmt"

// Size is a picture's size in pixels.
type Size struct{ Width, Height int }

// Swapped turns portrait into landscape and back.
func (s Size) Swapped() Size { return Size{s.Height, s.Width} }

// String is the size as people write it: 768 × 1024.
func (s Size) String() string { return fmt.Sprintf("%d × %d", s.Width, s.Height) }

// Sizes are the presets for a model type, the type's own default first. SDXL
// was trained on about a megapixel in these shapes; the older models on
// 512 × 512, and manage larger portraits with the high-resolution fix.
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

// Snap rounds a side in pixels to the nearest that can be sent.
func Snap(side int) int {
	side = (side + SideStep/2) / SideStep * SideStep
	return min(max(side, MinSide), MaxSide)
}
