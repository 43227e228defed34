package xmp

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

const (
	packetBegin = "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n" +
		" <rdf:RDF xmlns:rdf=\"" + rdf + "\">\n"
	packetEnd = " </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n"
)

// Set returns a packet in which the properties replace those of the same names, or remove them if Gone. An empty packet
// becomes a new one. Error: ErrSenseless; then leave the packet alone.
func Set(packet []byte, properties ...Property) ([]byte, error) {
	if len(bytes.TrimSpace(packet)) == 0 {
		return []byte(packetBegin + description("", properties) + packetEnd), nil
	}
	about := ""
	var cuts []place
	end := place{from: -1}
	err := scan(packet, func(at place) {
		named := slices.ContainsFunc(properties, func(p Property) bool { return p.Name == at.name })
		switch {
		case at.kind == isDescription && about == "":
			about = at.text[0]
		case at.kind == isClosing:
			end = at
		case at.kind == isElement && named, at.kind == isAttribute && named:
			cuts = append(cuts, at)
		}
	})
	if err != nil || end.from < 0 {
		return nil, ErrSenseless
	}
	var out bytes.Buffer
	from := int64(0)
	for i, cut := range cuts {
		if cut.kind == isAttribute {
			if i == 0 || cuts[i-1].from != cut.from {
				out.Write(packet[from:cut.from])
				out.Write(withoutAttributes(packet, packet[cut.from:cut.to], cuts[i:]))
				from = cut.to
			}
			continue
		}
		out.Write(bytes.TrimRight(packet[from:cut.from], " \t"))
		from = cut.to
		if rest := bytes.TrimLeft(packet[from:], " \t\r"); len(rest) > 0 && rest[0] == '\n' {
			from = int64(len(packet) - len(rest) + 1)
		}
	}
	before := packet[from:end.from]
	trimmed := bytes.TrimRight(before, " \t")
	out.Write(trimmed)
	out.WriteString(description(about, properties))
	out.Write(before[len(trimmed):])
	out.Write(packet[end.from:])
	after := emptied.ReplaceAllLiteral(out.Bytes(), nil)
	if len(after) > MaxBytes {
		return nil, ErrSenseless
	}
	if !changedOnly(packet, after, properties) {
		return nil, ErrSenseless // the packet is in a form that we can't change safely
	}
	return after, nil
}

// emptied matches a description of ours without properties, which every change
// would otherwise leave behind. Descriptions of other programs look different
// and stay.
var emptied = regexp.MustCompile(`  <rdf:Description xmlns:rdf="[^"]*" rdf:about="[^"]*"(?:\n    xmlns:\w+="[^"]*")*>\n  </rdf:Description>\n`)

// changedOnly reports whether a packet has the new properties, and all other properties as before.
func changedOnly(before, after []byte, properties []Property) bool {
	was, err := Read(before)
	is, failed := Read(after)
	if err != nil || failed != nil {
		return false
	}
	for _, p := range properties {
		if !slices.Equal(is[p.Name], p.texts()) {
			return false
		}
		delete(was, p.Name)
		delete(is, p.Name)
	}
	return maps.EqualFunc(was, is, slices.Equal[[]string])
}

// withoutAttributes returns a start tag of a packet without the properties in cuts.
func withoutAttributes(packet, tag []byte, cuts []place) []byte {
	for _, cut := range cuts {
		if cut.kind != isAttribute || cut.from != cuts[0].from {
			break
		}
		// The same local name may be another property of another namespace.
		bound := regexp.MustCompile(`\sxmlns:([^\s:="'<>]+)\s*=\s*["']` + regexp.QuoteMeta(cut.name.Space) + `["']`)
		for _, prefix := range bound.FindAllSubmatch(packet, 50) {
			attribute := regexp.MustCompile(`\s+` + regexp.QuoteMeta(string(prefix[1])) + `:` + regexp.QuoteMeta(cut.name.Local) + `\s*=\s*(?:"[^"]*"|'[^']*')`)
			tag = attribute.ReplaceAllLiteral(tag, nil)
		}
	}
	return tag
}

// description makes an element with the properties.
func description(about string, properties []Property) string {
	properties = slices.DeleteFunc(slices.Clone(properties), func(p Property) bool { return p.Gone || p.List != nil && len(p.List) == 0 })
	if len(properties) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("  <rdf:Description xmlns:rdf=\"" + rdf + "\" rdf:about=\"" + strings.ReplaceAll(escaper.Replace(about), `"`, "&quot;") + "\"")
	var spaces []string
	for _, p := range properties {
		if !slices.Contains(spaces, p.Name.Space) {
			spaces = append(spaces, p.Name.Space)
			fmt.Fprintf(&b, "\n    xmlns:%s=%q", prefixes[p.Name.Space], p.Name.Space)
		}
	}
	b.WriteString(">\n")
	for _, p := range properties {
		name := prefixes[p.Name.Space] + ":" + p.Name.Local
		b.WriteString("   <" + name + ">")
		if p.List == nil {
			b.WriteString(escaper.Replace(legal(p.Value)))
		} else {
			kind := "rdf:Bag"
			if p.Ordered {
				kind = "rdf:Seq"
			}
			b.WriteString("\n    <" + kind + ">\n")
			for _, text := range p.List {
				b.WriteString("     <rdf:li>" + escaper.Replace(legal(text)) + "</rdf:li>\n")
			}
			b.WriteString("    </" + kind + ">\n   ")
		}
		b.WriteString("</" + name + ">\n")
	}
	b.WriteString("  </rdf:Description>\n")
	return b.String()
}

// escaper escapes a text so that every reader gets the same. Most keep line
// feeds, none keeps a carriage return.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

// legal removes characters that XML can't represent.
func legal(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
