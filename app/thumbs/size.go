package thumbs

// sizes are the long edges, in pixels, that thumbnails are made in.
var sizes = []int{128, 256, 512, 1024}

// Size is the size of the thumbnail that is made where pixels are wanted on the
// screen: the next of the sizes, or the largest.
func Size(pixels int) int {
	for _, size := range sizes {
		if pixels <= size {
			return size
		}
	}
	return sizes[len(sizes)-1]
}
