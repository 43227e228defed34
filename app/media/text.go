package media

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Keywords of known texts. PNG keywords are case-sensitive.
const (
	KeywordParameters = "parameters"        // also AUTOMATIC1111's, see package infotext
	KeywordLookbook   = "dreamlook"         // ours: JSON
	KeywordInvokeAI   = "invokeai_metadata" // JSON
	KeywordComfyUI    = "prompt"            // JSON, with "workflow" beside it
	KeywordWorkflow   = "workflow"          // JSON
	KeywordXMP        = "XML:com.adobe.xmp" // XMP packet
)

// KeywordUserComment is the keyword of the EXIF comment in ReadTexts. Many
// programs write there what a PNG has under "parameters".
const KeywordUserComment = "UserComment"

// Keywords of credits, which PNG names for them, in ReadTexts: also those in EXIF and IPTC data.
const (
	KeywordAuthor    = "Author" // several names are separated by semicolons
	KeywordCopyright = "Copyright"
	KeywordSource    = "Source"
	KeywordCredit    = "Credit" // IPTC's: whom to name
)

// KeywordDescription is the keyword of other text in EXIF data: the description and Windows'
// comment.
const KeywordDescription = "ImageDescription"

// Text is a text in a picture.
type Text struct {
	Keyword string
	Value   string // UTF-8
}

// maxKeyword bounds a keyword of a PNG, in bytes (PNG specification, section
// 11.3.3.2).
const maxKeyword = 79

// checkKeyword checks a keyword by the rules of the PNG specification.
func checkKeyword(keyword string) error {
	fail := func(reason string) error { return &KeywordError{keyword, reason} }
	switch {
	case keyword == "":
		return fail("is empty")
	case strings.Trim(keyword, " ") != keyword:
		return fail("begins or ends with a blank")
	case strings.Contains(keyword, "  "):
		return fail("holds two blanks in a row")
	case !utf8.ValidString(keyword):
		return fail("is not UTF-8")
	case utf8.RuneCountInString(keyword) > maxKeyword:
		return fail(fmt.Sprintf("is longer than %d characters", maxKeyword))
	}
	for _, r := range keyword {
		if r < ' ' || r > 0xFF || (r > '~' && r <= 0xA0) {
			return fail(fmt.Sprintf("holds %U, which is not legal there", r))
		}
	}
	return nil
}

// latin1 returns s in Latin-1 if all of its characters are printable Latin-1,
// tabs or line feeds. tEXt allows other control characters too, but readers
// take 0x80 to 0x9F for Windows' quotes and dashes.
func latin1(s string) ([]byte, bool) {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xFF || (r >= 0x7F && r < 0xA0) || (r < ' ' && r != '\n' && r != '\t') {
			return nil, false
		}
		b = append(b, byte(r))
	}
	return b, true
}

func fromLatin1(b []byte) string {
	var s strings.Builder
	s.Grow(len(b))
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}

// ReadTexts returns the texts within a picture, in the order of the file: the
// tEXt, zTXt, iTXt and eXIf chunks of a PNG, or of a JPEG or WebP the EXIF
// comment, ComfyUI's texts in the camera's fields, the credits in EXIF and IPTC data, and the XMP
// packet; and our texts in an XMP packet under their own keywords. Pixels are neither read nor
// checked.
//
// A text that passes a bound or cannot be read is left out, and the error of
// the first such one (*TooLargeError or *DamagedError) comes together with the
// texts that could be read. A file that is broken beyond that ends the
// reading in the same way.
func ReadTexts(r io.ReaderAt, size int64) ([]Text, error) {
	if err := checkSize(size); err != nil {
		return nil, err
	}
	head, err := readHead(r, size)
	if err != nil {
		return nil, err
	}
	format, err := sniff(head)
	if err != nil {
		return nil, err
	}
	section := io.NewSectionReader(r, 0, size)
	switch format {
	case PNG:
		return readPNGTexts(section, size)
	case JPEG:
		return readEXIF(JPEG, func() (attached, error) { return jpegAttached(section) })
	default:
		return readEXIF(WebP, func() (attached, error) { return webpAttached(section) })
	}
}

func readPNGTexts(r io.Reader, size int64) ([]Text, error) {
	c, err := newChunkReader(r, size, 4<<10)
	if err != nil {
		return nil, err
	}
	var texts []Text
	var first error
	room := int64(MaxAllTextBytes)
	for {
		if err := c.next(); err != nil {
			return texts, errors.Join(first, err)
		}
		if c.kind == "IEND" {
			return texts, first
		}
		read := textReaders[c.kind]
		if read == nil {
			if err := c.skip(); err != nil {
				return texts, errors.Join(first, err)
			}
			continue
		}
		found, err := readText(c, read, min(room, MaxTextBytes))
		if err != nil {
			if first == nil {
				first = err
			}
			if !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrDamaged) {
				return texts, err
			}
		}
		for _, text := range found {
			texts = append(texts, text)
			room -= int64(len(text.Value))
			switch {
			case text.Keyword == KeywordXMP:
				texts = append(texts, PacketTexts([]byte(text.Value))...)
			case strings.HasPrefix(text.Keyword, rawProfile):
				more, err := profileTexts(text)
				texts = append(texts, more...)
				if err != nil && first == nil {
					first = c.damaged(err.Error())
				}
			}
		}
	}
}

// readText reads the current chunk, or skips it if it is too large.
func readText(c *chunkReader, read textReader, limit int64) ([]Text, error) {
	if c.length > limit+1<<10 { // keyword and flags
		err := &TooLargeError{"text in " + c.kind, c.length, limit, "bytes"}
		return nil, errors.Join(err, c.skip())
	}
	data, err := c.data()
	if err != nil {
		return nil, err
	}
	texts, err := read(data, limit)
	if tooLarge := (*TooLargeError)(nil); errors.As(err, &tooLarge) {
		tooLarge.What += " in " + c.kind
		return nil, tooLarge
	}
	if err != nil {
		err = c.damaged(err.Error())
	}
	return texts, err
}

// A textReader decodes the data of a chunk. Its error is a clause for
// DamagedError.Reason, or a *TooLargeError.
type textReader func(data []byte, limit int64) ([]Text, error)

// one is the reader of a chunk with one text.
func one(read func(data []byte, limit int64) (Text, error)) textReader {
	return func(data []byte, limit int64) ([]Text, error) {
		text, err := read(data, limit)
		if err != nil {
			return nil, err
		}
		return []Text{text}, nil
	}
}

// textReaders are the chunks with text. The map is never changed.
var textReaders = map[string]textReader{
	"tEXt": one(readTEXT), "zTXt": one(readZTXT), "iTXt": one(readITXT), "eXIf": readEXIFChunk,
}

func readTEXT(data []byte, _ int64) (Text, error) {
	keyword, value, ok := bytes.Cut(data, []byte{0})
	if !ok {
		return Text{}, errors.New("the text has no keyword")
	}
	return Text{fromLatin1(keyword), fromLatin1(value)}, nil
}

func readZTXT(data []byte, limit int64) (Text, error) {
	keyword, rest, ok := bytes.Cut(data, []byte{0})
	if !ok || len(rest) == 0 {
		return Text{}, errors.New("the text has no keyword")
	}
	if rest[0] != 0 {
		return Text{}, fmt.Errorf("the text has compression method %d", rest[0])
	}
	value, err := inflateText(rest[1:], limit)
	return Text{fromLatin1(keyword), fromLatin1(value)}, err
}

func readITXT(data []byte, limit int64) (Text, error) {
	keyword, rest, ok := bytes.Cut(data, []byte{0})
	if !ok || len(rest) < 2 {
		return Text{}, errors.New("the text has no keyword")
	}
	compressed, method := rest[0], rest[1]
	_, rest, ok = bytes.Cut(rest[2:], []byte{0}) // language
	if ok {
		_, rest, ok = bytes.Cut(rest, []byte{0}) // translated keyword
	}
	if !ok {
		return Text{}, errors.New("the text has no beginning")
	}
	if compressed > 1 || (compressed == 1 && method != 0) {
		return Text{}, fmt.Errorf("the text has compression method %d", method)
	}
	if compressed == 1 {
		var err error
		if rest, err = inflateText(rest, limit); err != nil {
			return Text{}, err
		}
	}
	return Text{fromLatin1(keyword), strings.ToValidUTF8(string(rest), "\uFFFD")}, nil
}

// inflateText decompresses up to limit bytes.
func inflateText(compressed []byte, limit int64) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, errors.New("the compressed text makes no sense")
	}
	value, err := io.ReadAll(io.LimitReader(z, limit+1))
	if int64(len(value)) > limit {
		return nil, &TooLargeError{"text", int64(len(value)), limit, "bytes"}
	}
	if err != nil {
		return nil, errors.New("the compressed text makes no sense")
	}
	return value, nil
}

// readEXIFChunk returns the comment and the credits.
func readEXIFChunk(data []byte, _ int64) ([]Text, error) {
	texts, err := exifTexts(data)
	return slices.DeleteFunc(texts, func(text Text) bool {
		return text.Keyword != KeywordUserComment && text.Keyword != KeywordAuthor && text.Keyword != KeywordCopyright
	}), err
}

// attached is the metadata of a JPEG or WebP; nil: there is none.
type attached struct {
	exif, xmp []byte
	iptc      []byte // of a JPEG
	packet    span   // where a JPEG has the segment of the packet
}

// readEXIF returns the texts in the EXIF data and the XMP packet that find returns.
func readEXIF(format Format, find func() (attached, error)) ([]Text, error) {
	found, err := find()
	var texts []Text
	if found.exif != nil {
		var senseless error
		if texts, senseless = exifTexts(found.exif); senseless != nil && err == nil {
			err = &DamagedError{Format: format, Offset: -1, Part: "EXIF", Reason: senseless.Error()}
		}
	}
	texts = append(texts, iptcTexts(found.iptc)...)
	if found.xmp != nil {
		texts = append(texts, Text{KeywordXMP, strings.ToValidUTF8(string(found.xmp), "\uFFFD")})
		texts = append(texts, PacketTexts(found.xmp)...)
	}
	room := MaxAllTextBytes
	for n, text := range texts {
		if len(text.Value) > min(room, MaxTextBytes) {
			return texts[:n], &TooLargeError{"text in EXIF", int64(len(text.Value)), int64(min(room, MaxTextBytes)), "bytes"}
		}
		room -= len(text.Value)
	}
	return texts, err
}
