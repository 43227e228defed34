// Package exif reads the few fields of a picture's EXIF data that hold texts or
// turn the picture, and writes data with the turn alone.
//
// # Why not a library
//
// github.com/bep/imagemeta v1.0.1, the usual one, was tried on comments that
// exiftool wrote and on those of public reports. It reads a comment's UTF-16
// bytes as UTF-8, so that "äöü 灯台" is lost; it takes out all line feeds, which
// part prompt, negative prompt and fields; it leaves out, without an error, what
// has more than 65,536 values, as ComfyUI's workflows do; a comment with any
// other mark before it comes out empty. It takes as long as this package for the
// rest. A library that hands out the bytes of a field would do.
//
// Every function is pure, looks at two directories at most, and so can't be led
// in circles. Data is read where it is, never changed.
package exif

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// Header stands before the data in a JPEG, and in some WebP.
const Header = "Exif\x00\x00"

// The tags that are looked for.
const (
	tagDescription = 0x010E
	tagMake        = 0x010F
	tagModel       = 0x0110
	tagOrientation = 0x0112
	tagEXIF        = 0x8769 // leads to the second directory
	tagUserComment = 0x9286
	tagXPComment   = 0x9C9C // Windows' own
)

// maxEntries is how many entries of a directory are looked at. Real ones have
// fewer than a hundred.
const maxEntries = 1000

// The kinds of values: numbers of 16 and 32 bits, and bytes.
const (
	kindShort     = 3
	kindLong      = 4
	kindUndefined = 7
)

// ErrSenseless is returned where data leads out of itself, or is none.
var ErrSenseless = errors.New("the EXIF data makes no sense")

// Data is EXIF data, a TIFF file in small.
type Data struct {
	bytes []byte
	order binary.ByteOrder
}

// Parse looks at the beginning of EXIF data, with or without Header.
func Parse(data []byte) (Data, error) {
	data = bytes.TrimPrefix(data, []byte(Header))
	if len(data) < 8 {
		return Data{}, ErrSenseless
	}
	switch string(data[:4]) {
	case "II*\x00":
		return Data{data, binary.LittleEndian}, nil
	case "MM\x00*":
		return Data{data, binary.BigEndian}, nil
	}
	return Data{}, ErrSenseless
}

// Comment is what most programs write their parameters into; found is false
// when there is none. Some put it into the first directory.
func (d Data) Comment() (comment string, found bool, err error) {
	entry, found, err := d.find(d.first(), tagEXIF)
	if err != nil {
		return "", false, err
	}
	if found {
		entry, found, err = d.find(d.order.Uint32(entry[8:]), tagUserComment)
	}
	if err == nil && !found {
		entry, found, err = d.find(d.first(), tagUserComment)
	}
	if err != nil || !found {
		return "", false, err
	}
	value, err := d.value(entry)
	if err != nil {
		return "", false, err
	}
	comment, err = decodeComment(value, d.order)
	return comment, err == nil, err
}

// Fields are the description, the camera's maker and its model, as far as they
// are there: some programs write parameters there.
func (d Data) Fields() []string {
	var fields []string
	for _, tag := range []uint16{tagDescription, tagMake, tagModel} {
		entry, found, err := d.find(d.first(), tag)
		if err != nil || !found {
			continue
		}
		if value, err := d.value(entry); err == nil {
			fields = append(fields, string(bytes.TrimRight(value, "\x00 ")))
		}
	}
	return fields
}

// Remark is the comment that Windows shows, in UTF-16; empty: there is none.
func (d Data) Remark() string {
	entry, found, err := d.find(d.first(), tagXPComment)
	if err != nil || !found {
		return ""
	}
	value, err := d.value(entry)
	if err != nil {
		return ""
	}
	return fromUTF16(value, binary.LittleEndian)
}

// Orientation is how the picture is turned: 2 to 8; 0 when it is not, or when
// that makes no sense.
func (d Data) Orientation() int {
	entry, found, err := d.find(d.first(), tagOrientation)
	if err != nil || !found || d.order.Uint16(entry[2:]) != kindShort {
		return 0
	}
	if turned := int(d.order.Uint16(entry[8:])); turned >= 2 && turned <= 8 {
		return turned
	}
	return 0
}

// OrientationOnly are data that tell how a picture is turned and nothing else,
// of even length.
func OrientationOnly(turned int) []byte {
	return []byte{
		'I', 'I', '*', 0, 8, 0, 0, 0, // little-endian; the directory begins after this
		1, 0, // entries
		tagOrientation & 0xFF, tagOrientation >> 8, kindShort, 0, 1, 0, 0, 0, byte(turned), 0, 0, 0,
		0, 0, 0, 0, // no other directory
	}
}

// CommentOnly are data with a comment and nothing else, of even length, in the
// form that AUTOMATIC1111's web UI gives it: UTF-16, all of it big-endian.
func CommentOnly(comment string) []byte {
	order := binary.BigEndian
	text := []byte("UNICODE\x00")
	for _, unit := range utf16.Encode([]rune(comment)) {
		text = order.AppendUint16(text, unit)
	}
	const size = 2 + 12 + 4 // of a directory with one entry
	data := order.AppendUint32([]byte("MM\x00*"), 8)
	for _, entry := range []struct {
		tag, kind    uint16
		count, value uint32
	}{{tagEXIF, kindLong, 1, 8 + size}, {tagUserComment, kindUndefined, uint32(len(text)), 8 + 2*size}} {
		data = order.AppendUint16(order.AppendUint16(order.AppendUint16(data, 1), entry.tag), entry.kind)
		data = order.AppendUint32(order.AppendUint32(data, entry.count), entry.value)
		data = order.AppendUint32(data, 0) // no other directory
	}
	return append(data, text...)
}

// first is where the first directory is.
func (d Data) first() uint32 { return d.order.Uint32(d.bytes[4:]) }

// find returns the 12 bytes of a directory's entry.
func (d Data) find(directory uint32, tag uint16) ([]byte, bool, error) {
	at, size := uint64(directory), uint64(len(d.bytes))
	if at+2 > size {
		return nil, false, ErrSenseless
	}
	count := min(int(d.order.Uint16(d.bytes[at:])), maxEntries)
	at += 2
	for range count {
		if at+12 > size {
			return nil, false, ErrSenseless
		}
		if entry := d.bytes[at : at+12]; d.order.Uint16(entry) == tag {
			return entry, true, nil
		}
		at += 12
	}
	return nil, false, nil
}

// value are the bytes that an entry stands for.
func (d Data) value(entry []byte) ([]byte, error) {
	count := uint64(d.order.Uint32(entry[4:]))
	if count <= 4 {
		return entry[8 : 8+count], nil
	}
	offset := uint64(d.order.Uint32(entry[8:]))
	if offset+count > uint64(len(d.bytes)) {
		return nil, ErrSenseless
	}
	return d.bytes[offset : offset+count], nil
}
