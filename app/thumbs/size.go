package thumbs

// ladder are the long edges, in pixels, that thumbnails are made in.
var ladder = []int{128, 256, 512, 1024}

// Size is the size of the thumbnail that is made where pixels are wanted on the
// screen: the next on the ladder, or its last.
func Size(pixels int) int {
	for _, size := range ladder {
		if pixels <= size {
			return size
		}
	}
	return ladder[len(ladder)-1]
}
