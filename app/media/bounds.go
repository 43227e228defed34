package media

// Bounds of pictures and their texts. Each is far above what the service makes
// (about 1 MB at 768×1024, a dozen chunks, a few kB of text) and low enough
// that a hostile file costs little memory and time.
const (
	// MaxSide bounds a side in pixels. WebP allows 16,383, graphics hardware
	// usually 16,384.
	MaxSide = 16384

	// MaxPixels bounds the area in pixels. 64 Mpx need 256 MB of RGBA while
	// decoding, and four downloads at once must fit into a small computer.
	MaxPixels = 64 << 20

	// MaxDecodeBytes bounds the memory of a decoder, in bytes. Only progressive
	// JPEGs need more than their pixels, up to 15 bytes for each. The largest
	// picture that can be requested, 4096×4096, needs half of this.
	MaxDecodeBytes = 512 << 20

	// MaxFileBytes bounds a file in bytes: a picture of MaxPixels in 8-bit RGBA
	// that doesn't compress, and a little more.
	MaxFileBytes = 257 << 20

	// MaxAncillaryChunks bounds the chunks of a PNG other than IDAT. Real files
	// have a dozen, decompression bombs a hundred thousand.
	MaxAncillaryChunks = 1000

	// MaxChunks bounds all chunks of a PNG. Common encoders write IDAT chunks
	// of 8 kB, so the largest file needs 33,000.
	MaxChunks = MaxFileBytes/8192 + MaxAncillaryChunks

	// MaxAncillaryBytes bounds a chunk other than IDAT, in bytes. The largest
	// useful ones, colour profiles and workflows, have less than 4 MB.
	MaxAncillaryBytes = 16 << 20

	// MaxTextBytes bounds a text that is read or written, in bytes after
	// decompression. A prompt of 20,000 characters has 80 kB at most; node
	// graphs of other programs reach 1 MB.
	MaxTextBytes = 4 << 20

	// MaxAllTextBytes bounds all texts of a file together, in bytes.
	MaxAllTextBytes = 16 << 20

	// MaxThumbnail bounds the longer side of a thumbnail in pixels: cells of
	// 512 px at a display scale of 4.
	MaxThumbnail = 2048
)
