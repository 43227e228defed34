package naming

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// Default is the template of a new installation.
	Default = "{date} {time} {prompt} {seed} {index}"

	// MaxName bounds a file name in bytes, with extension and PlaceIn's number.
	MaxName = 150

	// MaxFolder bounds the name of a folder in bytes. Windows' traditional
	// limit of 260 characters is for the whole path.
	MaxFolder = 80

	// MaxTemplate bounds a template in bytes; a longer one would exceed
	// MaxName.
	MaxTemplate = 500

	// maxFolders bounds the levels of folders in a template.
	maxFolders = 4

	// numberRoom is the length of PlaceIn's largest number: " (999999)".
	numberRoom = 9

	// maxExtension bounds an extension in bytes, with its dot: ".webp".
	maxExtension = 6
)

// The words of a template, and the largest number of bytes that each may use.
// {prompt} gets the rest.
const (
	wordDate   = "date"
	wordTime   = "time"
	wordPrompt = "prompt"
	wordSeed   = "seed"
	wordJob    = "job"
	wordIndex  = "index"
	wordModel  = "model"

	maxJob   = 40 // "ig_90c7ebd5" has 11
	maxModel = 40 // "realistic-vision-v3-0" has 21
	maxSeed  = 20 // an int64 with its sign
	maxIndex = 7
)

// Words returns the words that a template may have in braces, in the order of a
// help text.
func Words() []string {
	return []string{wordDate, wordTime, wordPrompt, wordSeed, wordJob, wordIndex, wordModel}
}

// Fields are the values for one picture.
type Fields struct {
	Time   time.Time // when the picture was made, in the time zone to show
	Prompt string
	Seed   *int64 // nil: unknown, and omitted
	Job    string // job id
	Index  int    // position in the job, from 1
	Count  int    // pictures in the job; Index gets as many digits
	Model  string // checkpoint or base model

	// Extension of the file, with or without its dot; "": ".png".
	Extension string
}

// TemplateFault is a kind of error in a template.
type TemplateFault string

// The faults of a template.
const (
	FaultLong      TemplateFault = "long" // too long, in bytes
	FaultEmpty     TemplateFault = "empty"
	FaultSlash     TemplateFault = "slash" // the first character is a slash
	FaultNoName    TemplateFault = "noname"
	FaultDots      TemplateFault = "dots"
	FaultCloses    TemplateFault = "closes" // a brace that closes nothing
	FaultOpen      TemplateFault = "open"
	FaultWord      TemplateFault = "word" // no such word
	FaultBackslash TemplateFault = "backslash"
	FaultCharacter TemplateFault = "character"
	FaultInvisible TemplateFault = "invisible" // an invisible character
	FaultFolders   TemplateFault = "folders"   // too many
	FaultRoom      TemplateFault = "room"      // the fixed text and the longest values don't fit
)

// TemplateError says where a template is wrong, and how.
type TemplateError struct {
	Template string
	Offset   int // position in bytes
	Fault    TemplateFault
	What     string // word, character or limit
}

// Column returns the position in characters, from 1.
func (e *TemplateError) Column() int {
	return utf8.RuneCountInString(e.Template[:e.Offset]) + 1
}

func (e *TemplateError) Error() string {
	return fmt.Sprintf("file name template, character %d: %s", e.Column(), strings.TrimSpace(string(e.Fault)+" "+e.What))
}

// A piece is a word in braces or, if word is empty, literal text.
type piece struct {
	word, text string
	at         int // position in the template, in bytes
}

// Template is a parsed template. The zero value means Default.
type Template struct {
	source string
	parts  [][]piece // folders, then the file name
}

// Parse parses a template. The error is a *TemplateError. Slashes separate
// folders; the path never leaves the folder that it is used in.
func Parse(template string) (Template, error) {
	if len(template) > MaxTemplate {
		return Template{}, &TemplateError{template[:MaxTemplate], MaxTemplate, FaultLong, strconv.Itoa(MaxTemplate)}
	}
	t := Template{source: template}
	offset := 0
	for part := range strings.SplitSeq(template, "/") {
		pieces, err := parsePart(template, offset, part)
		if err != nil {
			return Template{}, err
		}
		t.parts = append(t.parts, pieces)
		offset += len(part) + 1
	}
	if err := t.checkRoom(); err != nil {
		return Template{}, err
	}
	return t, nil
}

// parsePart parses one part between slashes, which starts at offset.
func parsePart(template string, offset int, part string) ([]piece, error) {
	fail := func(at int, fault TemplateFault, what string) ([]piece, error) {
		return nil, &TemplateError{template, offset + at, fault, what}
	}
	switch trimmed := strings.TrimSpace(part); {
	case strings.TrimSpace(template) == "":
		return fail(0, FaultEmpty, "")
	case trimmed == "" && offset == 0:
		return fail(0, FaultSlash, "")
	case trimmed == "":
		return fail(0, FaultNoName, "")
	case strings.Trim(trimmed, ".") == "":
		return fail(0, FaultDots, "")
	}
	var pieces []piece
	for at := 0; at < len(part); {
		open := strings.IndexAny(part[at:], "{}")
		if open < 0 {
			open = len(part) - at
		}
		if literal := part[at : at+open]; literal != "" {
			if bad, r := firstIllegal(literal); bad >= 0 {
				fault, what := illegalFault(r)
				return fail(at+bad, fault, what)
			}
			pieces = append(pieces, piece{text: clean(literal), at: offset + at})
		}
		at += open
		if at == len(part) {
			break
		}
		if part[at] == '}' {
			return fail(at, FaultCloses, "")
		}
		length := strings.IndexAny(part[at+1:], "{}")
		if length < 0 || part[at+1+length] == '{' {
			return fail(at, FaultOpen, "")
		}
		word := part[at+1 : at+1+length]
		if !known(word) {
			return fail(at, FaultWord, word)
		}
		pieces = append(pieces, piece{word: word, at: offset + at})
		at += length + 2
	}
	return pieces, nil
}

func known(word string) bool {
	for _, w := range Words() {
		if w == word {
			return true
		}
	}
	return false
}

// firstIllegal returns the position of the first character that no file name
// may contain, or -1.
func firstIllegal(literal string) (int, rune) {
	for i, r := range literal {
		if !keep(r) || strings.ContainsRune(illegal, r) {
			return i, r
		}
	}
	return -1, 0
}

func illegalFault(r rune) (fault TemplateFault, what string) {
	switch {
	case r == '\\':
		return FaultBackslash, ""
	case r > ' ' && r < utf8.RuneSelf && r != 0x7F:
		return FaultCharacter, string(r)
	}
	return FaultInvisible, fmt.Sprintf("%U", r)
}

// checkRoom rejects a template whose literal text and longest values don't fit,
// because these are never cut.
func (t Template) checkRoom() error {
	if len(t.parts) > maxFolders+1 {
		return &TemplateError{t.source, 0, FaultFolders, strconv.Itoa(maxFolders)}
	}
	for i, part := range t.parts {
		room := partRoom(i == len(t.parts)-1)
		for _, p := range part {
			if room -= len(p.text) + longest(p.word); room < 0 {
				return &TemplateError{t.source, p.at, FaultRoom, p.word}
			}
		}
	}
	return nil
}

// partRoom is how many bytes of text a part may have, apart from the extension
// and PlaceIn's number. One byte is reserved to change a reserved name.
func partRoom(file bool) int {
	if file {
		return MaxName - numberRoom - maxExtension - 1
	}
	return MaxFolder - 1
}

func longest(word string) int {
	switch word {
	case wordDate:
		return len("2006-01-02")
	case wordTime:
		return len("15.04.05")
	case wordSeed:
		return maxSeed
	case wordJob:
		return maxJob
	case wordIndex:
		return maxIndex
	case wordModel:
		return maxModel
	default:
		return 0
	}
}

// Name expands the template to a relative path with slashes for PlaceIn. All
// values are complete, except that ids and models are cut at 40 bytes. The
// prompt gets the remaining room and is cut between graphemes, or between words
// if that loses little.
func (t Template) Name(f Fields) string {
	if t.parts == nil {
		t.parts = defaultParts()
	}
	ext := extension(f.Extension)
	names := make([]string, len(t.parts))
	for i, part := range t.parts {
		file := i == len(t.parts)-1
		name := expand(part, f, partRoom(file))
		if name == "" {
			name = "picture"
		}
		if reserved(name) {
			name = "_" + name
		}
		if file {
			name += ext
		}
		names[i] = name
	}
	return strings.Join(names, "/")
}

// defaultParts is the parsed Default, for the zero Template.
func defaultParts() [][]piece {
	var file []piece
	for _, word := range []string{wordDate, wordTime, wordPrompt, wordSeed, wordIndex} {
		if file != nil {
			file = append(file, piece{text: " "})
		}
		file = append(file, piece{word: word})
	}
	return [][]piece{file}
}

// expand inserts the values; the prompt gets the remaining room.
func expand(part []piece, f Fields, room int) string {
	values := make([]string, len(part))
	prompts, taken := 0, 0
	for i, p := range part {
		if p.word == wordPrompt {
			prompts++
			continue
		}
		values[i] = p.text
		if p.word != "" {
			values[i] = value(p.word, f)
		}
		taken += len(values[i])
	}
	if prompts > 0 {
		prompt := shorten(tidy(clip(f.Prompt)), max(0, room-taken)/prompts)
		for i, p := range part {
			if p.word == wordPrompt {
				values[i] = prompt
			}
		}
	}
	// Joining can only shorten: blanks merge, and letters with their accents.
	return shorten(tidy(strings.Join(values, "")), room)
}

// value returns the text of any word except {prompt}, short enough that it is
// never cut again.
func value(word string, f Fields) string {
	switch word {
	case wordDate:
		return f.Time.Format("2006-01-02")
	case wordTime:
		return f.Time.Format("15.04.05")
	case wordSeed:
		if f.Seed == nil {
			return ""
		}
		return strconv.FormatInt(*f.Seed, 10)
	case wordJob:
		return shorten(tidy(clip(f.Job)), maxJob)
	case wordIndex:
		index := max(0, min(f.Index, 9_999_999))
		width := len(strconv.Itoa(max(0, min(f.Count, 9_999_999))))
		return fmt.Sprintf("%0*d", width, index)
	default:
		return shorten(tidy(clip(f.Model)), maxModel)
	}
}
