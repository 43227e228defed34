package xmp

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

const (
	// MaxBytes bounds a packet, in bytes.
	MaxBytes = 4 << 20

	maxDepth      = 100
	maxProperties = 10_000
)

// ErrSenseless: the packet is invalid.
var ErrSenseless = errors.New("the XMP makes no sense")

// Values are the texts of properties: one, or those of a list in order.
type Values map[Name][]string

// Get returns the first text of a property; "": there is none.
func (v Values) Get(name Name) string {
	if texts := v[name]; len(texts) > 0 {
		return texts[0]
	}
	return ""
}

// Read returns the properties of a packet that are texts or lists of texts.
// Structures are skipped.
func Read(packet []byte) (Values, error) {
	values := Values{}
	err := scan(packet, func(at place) {
		if at.kind == isAttribute || at.kind == isElement && at.plain {
			values[at.name] = append(values[at.name], at.text...)
		}
	})
	return values, err
}

// placeKind is a kind of item in a packet.
type placeKind int

const (
	isDescription placeKind = iota // start of a description; its text is the subject
	isAttribute                    // property as an attribute of a description
	isElement                      // property as an element
	isClosing                      // end of all descriptions
)

// place is an item of a packet and its position.
type place struct {
	kind     placeKind
	name     Name
	text     []string
	plain    bool // a text or a list of texts
	from, to int64
}

// scan reads a packet and calls tell for each item.
func scan(packet []byte, tell func(place)) error {
	if len(packet) > MaxBytes || bytes.IndexByte(packet, 0) >= 0 {
		return ErrSenseless
	}
	s := scanner{decoder: xml.NewDecoder(bytes.NewReader(packet)), tell: tell}
	s.decoder.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-8") {
			return r, nil
		}
		return nil, ErrSenseless
	}
	for {
		from := s.decoder.InputOffset()
		token, err := s.decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && s.found:
			return nil
		case err != nil:
			return ErrSenseless
		}
		if err := s.take(token, from); err != nil {
			return err
		}
	}
}

// scanner is a walk through a packet.
type scanner struct {
	decoder *xml.Decoder
	tell    func(place)

	path  []Name
	root  int // depth of the element that contains the descriptions
	found bool
	told  int

	property place
	text     strings.Builder // of the property, or of its current item
	listed   bool            // the property has items
}

func (s *scanner) take(token xml.Token, from int64) error {
	switch token := token.(type) {
	case xml.Directive:
		return ErrSenseless // a document type
	case xml.StartElement:
		if len(s.path) > maxDepth {
			return ErrSenseless
		}
		s.path = append(s.path, Name(token.Name))
		s.start(token, from)
	case xml.EndElement:
		s.end(from)
		s.path = s.path[:len(s.path)-1]
	case xml.CharData:
		s.text.Write(token)
	}
	if s.told > maxProperties {
		return ErrSenseless
	}
	return nil
}

func (s *scanner) report(p place) {
	s.told++
	s.tell(p)
}

// start handles the start of an element: of all descriptions, of a description,
// of a property, or of an item in it.
func (s *scanner) start(token xml.StartElement, from int64) {
	s.text.Reset()
	is := Name(token.Name)
	switch depth := len(s.path) - s.root; {
	case s.root == 0 && is == Name{rdf, "RDF"} && !s.found:
		s.root, s.found = len(s.path), true
	case s.root == 0:
	case depth == 1 && is == Name{rdf, "Description"}:
		about := ""
		for _, a := range token.Attr {
			if Name(a.Name) == (Name{rdf, "about"}) {
				about = a.Value
			}
		}
		s.report(place{kind: isDescription, text: []string{about}})
		for _, a := range token.Attr {
			if isProperty(Name(a.Name)) {
				s.report(place{kind: isAttribute, name: Name(a.Name), text: []string{a.Value}, from: from, to: s.decoder.InputOffset()})
			}
		}
	case depth == 2 && s.path[s.root] == Name{rdf, "Description"}:
		s.property, s.listed = place{kind: isElement, name: is, plain: true, from: from}, false
		for _, a := range token.Attr {
			if (Name(a.Name) == Name{rdf, "resource"}) {
				s.property.text = []string{a.Value}
			} else if Name(a.Name) == (Name{rdf, "parseType"}) {
				s.property.plain = false
			}
		}
	case depth == 3 && is.Space == rdf && (is.Local == "Bag" || is.Local == "Seq" || is.Local == "Alt"):
		s.listed = true
	case depth == 4 && s.listed && is == Name{rdf, "li"}:
	case depth > 2:
		s.property.plain = false
	}
}

// isProperty distinguishes a property from the attributes of RDF and XML.
func isProperty(name Name) bool {
	return name.Space != "" && name.Space != rdf && name.Space != "xmlns" && name.Space != "xml" && name.Space != "http://www.w3.org/XML/1998/namespace"
}

func (s *scanner) end(from int64) {
	if s.root == 0 {
		return
	}
	switch depth := len(s.path) - s.root; {
	case depth == 0:
		if from < s.decoder.InputOffset() { // unless the element closes itself
			s.report(place{kind: isClosing, from: from, to: s.decoder.InputOffset()})
		}
		s.root = 0
	case depth == 2 && s.property.kind == isElement && s.property.from > 0:
		if !s.listed && s.property.text == nil {
			s.property.text = []string{s.text.String()}
		}
		s.property.to = s.decoder.InputOffset()
		s.report(s.property)
		s.property = place{}
	case depth == 4 && s.listed:
		s.property.text = append(s.property.text, s.text.String())
	}
	s.text.Reset()
}
