package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

const tagOrientation = 0x0112

// orientation is how EXIF data turn a picture: 2 to 8; 0 when they do not, or
// make no sense.
func orientation(data []byte) int {
	data = bytes.TrimPrefix(data, []byte("Exif\x00\x00"))
	if len(data) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(data[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	entry, found, err := findTag(data, order, order.Uint32(data[4:]), tagOrientation)
	if err != nil || !found || order.Uint16(entry[2:]) != 3 { // 3: 16-bit numbers
		return 0
	}
	if turned := int(order.Uint16(entry[8:])); turned >= 2 && turned <= 8 {
		return turned
	}
	return 0
}

// orientationOnly are EXIF data that tell how a picture is turned and nothing
// else.
func orientationOnly(turned int) []byte {
	return []byte{
		'I', 'I', '*', 0, 8, 0, 0, 0, // little-endian; the directory begins after this
		1, 0, // entries
		tagOrientation & 0xFF, tagOrientation >> 8, 3, 0, 1, 0, 0, 0, byte(turned), 0, 0, 0,
		0, 0, 0, 0, // no other directory
	}
}

// pngChunk makes a chunk.
func pngChunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}
