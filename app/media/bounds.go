package media

// Bounds. Each is far above what the service makes (about 1 MB at 768×1024,
// a dozen chunks, a few KB of text) and low enough that a hostile file costs
// little memory and little time.
const (
	// MaxSide is the longest side in pixels. WebP ends at 16,383 by its
	// format, graphics hardware commonly at 16,384.
	MaxSide = 16384

	// MaxPixels is the largest area in pixels. 64 Mpx is 256 MB of RGBA
	// while decoding; four downloads at once must fit a small computer.
	MaxPixels = 64 << 20

	// MaxDecodeBytes is how much memory a decoder may take for its own. Only
	// progressive JPEGs need more than their pixels, up to 15 bytes for each:
	// the largest that can be asked for, 4096×4096, takes half of this.
	MaxDecodeBytes = 512 << 20

	// MaxFileBytes is the largest file in bytes: a picture of MaxPixels in
	// 8-bit RGBA that does not compress at all, and a little.
	MaxFileBytes = 257 << 20

	// MaxAncillaryChunks is how many chunks other than IDAT a PNG may have.
	// Real files have a dozen; bombs have a hundred thousand.
	MaxAncillaryChunks = 1000

	// MaxChunks is how many chunks a PNG may have in all. Common encoders
	// write IDAT chunks of 8 KB, so the largest file needs 33,000.
	MaxChunks = MaxFileBytes/8192 + MaxAncillaryChunks

	// MaxAncillaryBytes is the largest chunk other than IDAT in bytes. The
	// largest useful ones are colour profiles and workflows, below 4 MB.
	MaxAncillaryBytes = 16 << 20

	// MaxTextBytes is the largest text in bytes, after decompression, that is
	// read or written. A prompt of 20,000 characters is 80 KB at most; node
	// graphs of other programs reach 1 MB.
	MaxTextBytes = 4 << 20

	// MaxAllTextBytes bounds the texts of one file together.
	MaxAllTextBytes = 16 << 20

	// MaxThumbnail is the longest side of a thumbnail in pixels: 512 px cells
	// at a display scale of 4.
	MaxThumbnail = 2048
)
