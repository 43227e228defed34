package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
)

// maxProfile bounds an ICC profile in bytes. Those of printers have 2 MB.
const maxProfile = 4 << 20

// The colour spaces of profiles that matter here (ICC.1:2022, table 19).
const (
	profileRGB  = "RGB "
	profileGrey = "GRAY"
)

// webpHasProfile is the flag of a VP8X chunk for an ICCP chunk.
const webpHasProfile = 0x20

// iccHeader starts the JPEG segments that contain a profile. The number of the
// segment, from 1, and how many there are follow (ICC.1:2022, annex B.4).
const iccHeader = "ICC_PROFILE\x00"

// profileSpace is the colour space of a profile; "": it is none.
func profileSpace(profile []byte) string {
	const header = 128
	if len(profile) < header || len(profile) > maxProfile || string(profile[36:40]) != "acsp" {
		return ""
	}
	return string(profile[16:20])
}

func pngProfile(chunk []byte) []byte {
	_, rest, ok := bytes.Cut(chunk, []byte{0}) // the profile's name
	if !ok || len(rest) == 0 || rest[0] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(rest[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil {
		return nil
	}
	return profile
}

func jpegProfile(data []byte) []byte {
	parts := map[byte][]byte{}
	count := byte(0)
	jpegSegments(data, func(marker byte, segment []byte) {
		if part, is := bytes.CutPrefix(segment, []byte(iccHeader)); is && marker == markerAPP0+2 && len(part) > 2 {
			parts[part[0]], count = part[2:], part[1]
		}
	})
	var profile []byte
	for n := range count {
		part, there := parts[n+1]
		if !there {
			return nil
		}
		profile = append(profile, part...)
	}
	return profile
}

func webpProfile(data []byte) []byte {
	for at := 12; at+8 <= len(data); {
		kind, length := string(data[at:at+4]), int64(binary.LittleEndian.Uint32(data[at+4:]))
		from := at + 8
		if int64(from)+length > int64(len(data)) {
			return nil
		}
		if kind == "ICCP" {
			return data[from : int64(from)+length]
		}
		at = from + int(length+length&1)
	}
	return nil
}

// WithProfile returns an encoded picture that has no profile with this one.
func WithProfile(format Format, data, profile []byte) ([]byte, error) {
	if profileSpace(profile) == "" {
		return data, nil
	}
	switch format {
	case PNG:
		packed := bytes.NewBufferString("ICC profile\x00\x00")
		z := zlib.NewWriter(packed)
		if _, err := z.Write(profile); err != nil {
			return nil, err
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
		return inserted(data, int(headerEnd), pngChunk("iCCP", packed.Bytes())), nil
	case JPEG:
		return inserted(data, 2, profileSegments(profile)), nil
	default:
		return webpWithProfile(data, profile)
	}
}

func inserted(data []byte, at int, part []byte) []byte {
	whole := make([]byte, 0, len(data)+len(part))
	return append(append(append(whole, data[:at]...), part...), data[at:]...)
}

// profileSegments are the segments of a profile in a JPEG.
func profileSegments(profile []byte) []byte {
	const room = maxSegment - len(iccHeader) - 2
	count := (len(profile) + room - 1) / room
	var segments []byte
	for n := range count {
		part := profile[n*room : min((n+1)*room, len(profile))]
		segments = append(segments, 0xFF, markerAPP0+2)
		segments = binary.BigEndian.AppendUint16(segments, uint16(2+len(iccHeader)+2+len(part)))
		segments = append(append(segments, iccHeader...), byte(n+1), byte(count))
		segments = append(segments, part...)
	}
	return segments
}

func webpWithProfile(data, profile []byte) ([]byte, error) {
	src, size := Bytes(data), int64(len(data))
	parts, err := readWebPParts(src, size, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	chunk := appendWebPChunk(nil, "ICCP", profile)
	if parts.extended == 0 {
		if parts.added, err = extendedWebP(src, size, webpHasProfile); err != nil {
			return nil, err
		}
		parts.added = append(parts.added, chunk...)
	} else {
		// The profile comes right after the chunk that says what there is.
		after := parts.extended + 10
		if size < after {
			return nil, fmt.Errorf("adding a profile: %w", ErrDamaged)
		}
		data = inserted(data, int(after), chunk)
		data[parts.extended] |= webpHasProfile
		binary.LittleEndian.PutUint32(data[4:], uint32(len(data)-8))
		return data, nil
	}
	var whole bytes.Buffer
	err = parts.write(&whole, src)
	return whole.Bytes(), err
}

// HasProfile reports whether a picture has a colour profile.
func HasProfile(data []byte) bool {
	format, err := sniff(data[:min(len(data), sniffBytes)])
	if err != nil {
		return false
	}
	profile, _ := look(format, data)
	return profile != nil
}
