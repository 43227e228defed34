package thumbs

// sizes are the longer sides of thumbnails, in pixels.
var sizes = []int{128, 256, 512, 1024}

// Size returns the size of the thumbnail for so many pixels on the screen: the
// next larger one, or the largest.
func Size(pixels int) int {
	for _, size := range sizes {
		if pixels <= size {
			return size
		}
	}
	return sizes[len(sizes)-1]
}
