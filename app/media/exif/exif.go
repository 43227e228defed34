// Package exif reads the few fields of EXIF data that contain texts or the orientation, and writes
// EXIF data with only the orientation or a comment.
//
// # Why not a library
//
// github.com/bep/imagemeta v1.0.1, the usual library, was tried with comments written by exiftool
// and with comments from public reports. It decodes UTF-16 comments as UTF-8, so "äöü 灯台" is lost.
// It removes line feeds, which separate prompt, negative prompt and fields. It silently drops
// values with more than 65,536 elements, such as ComfyUI's workflows. A comment with an unknown
// encoding name comes out empty. Its speed is equal. A library that returns the raw bytes of a
// field would be sufficient.
//
// Goroutines: every function is pure and reads at most two directories, so it can't loop. Data
// refers to the given bytes and never changes them.
package exif

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Header precedes the data in a JPEG, and in some WebP files.
const Header = "Exif\x00\x00"

// Tags that are searched.
const (
	tagDescription = 0x010E
	tagMake        = 0x010F
	tagModel       = 0x0110
	tagOrientation = 0x0112
	tagArtist      = 0x013B
	tagCopyright   = 0x8298
	tagEXIF        = 0x8769 // points to the second directory
	tagUserComment = 0x9286
	tagXPComment   = 0x9C9C // Windows' comment
	tagXPAuthor    = 0x9C9D
)

// maxEntries bounds the entries of a directory. Real ones have fewer than a
// hundred.
const maxEntries = 1000

// The kinds of values: numbers of 16 and 32 bits, and bytes.
const (
	kindShort     = 3
	kindLong      = 4
	kindUndefined = 7
)

// ErrSenseless: the data is not EXIF, or an offset is outside it.
var ErrSenseless = errors.New("the EXIF data makes no sense")

// Data is EXIF data, which has the structure of a TIFF file.
type Data struct {
	bytes []byte
	order binary.ByteOrder
}

// Parse reads the start of EXIF data, with or without Header.
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

// Comment returns the UserComment, where most programs write their parameters;
// found is false when there is none. Some programs put it into the first
// directory.
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

// Fields returns the description, the camera's maker and its model, if present:
// some programs write parameters there.
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

// Remark returns Windows' comment, which is UTF-16; "": there is none.
func (d Data) Remark() string { return d.windows(tagXPComment) }

// Artist returns who made the picture; "": it isn't told. Several names are separated by semicolons.
func (d Data) Artist() string { return cmp.Or(d.text(tagArtist), d.windows(tagXPAuthor)) }

// Copyright returns who has rights in the picture; "": it isn't told. The field may have two parts,
// the photographer's and the editor's.
func (d Data) Copyright() string {
	first, second, _ := strings.Cut(d.text(tagCopyright), "\x00")
	return strings.Trim(strings.TrimSpace(first)+"; "+strings.Trim(second, "\x00 "), "; ")
}

// raw returns a field of the first directory as it is; nil: there is none, or it can't be read.
func (d Data) raw(tag uint16) []byte {
	entry, found, err := d.find(d.first(), tag)
	if err != nil || !found {
		return nil
	}
	value, err := d.value(entry)
	if err != nil {
		return nil
	}
	return value
}

// text returns a field of the first directory; "": there is none. The standard allows ASCII only;
// programs write UTF-8, and some Latin-1.
func (d Data) text(tag uint16) string {
	value := d.raw(tag)
	if text := strings.Trim(string(value), "\x00 "); utf8.ValidString(text) {
		return text
	}
	return strings.Trim(fromLatin1(string(value)), "\x00 ")
}

// windows returns a field that Windows writes in UTF-16; "": there is none.
func (d Data) windows(tag uint16) string {
	return fromUTF16(d.raw(tag), binary.LittleEndian)
}

// Orientation returns the orientation, 2 to 8; 0: upright, absent or invalid.
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

// OrientationOnly makes EXIF data, of even length, that contains only an
// orientation.
func OrientationOnly(turned int) []byte {
	return []byte{
		'I', 'I', '*', 0, 8, 0, 0, 0, // little-endian; the directory follows
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

// first returns the position of the first directory.
func (d Data) first() uint32 { return d.order.Uint32(d.bytes[4:]) }

// find returns the 12 bytes of a directory entry.
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

// value returns the bytes of an entry's value.
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
