// Package marks reads and writes the marks of a picture in its XMP sidecar: rating, favourite and
// tags, in the form of digiKam, darktable and Lightroom.
//
// Everything else in the file stays byte for byte, see package xmp. When reading fails, the file
// should be left alone.
//
// Goroutines: pure functions; call them from anywhere.
//
// Sources: XMP Specification part 2 (xmp:Rating is 0 to 5, or -1 for rejected), the documentation
// and the source of digiKam (which lists of tags it reads, parents separated by "/") and of Lightroom (lr:hierarchicalSubject,
// separated by "|").
package marks

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"lookbook/app/media/xmp"
)

var (
	rating       = xmp.Name{Space: xmp.Basic, Local: "Rating"}
	modified     = xmp.Name{Space: xmp.Basic, Local: "ModifyDate"}
	metadataDate = xmp.Name{Space: xmp.Basic, Local: "MetadataDate"}
	subject      = xmp.Name{Space: xmp.Dublin, Local: "subject"}
	tagsList     = xmp.Name{Space: xmp.DigiKam, Local: "TagsList"}
	categories   = xmp.Name{Space: xmp.ACDSee, Local: "categories"}
	favourite    = xmp.Name{Space: xmp.Ours, Local: "Favourite"}
)

// withParents are the lists of tags with their parents, in the order in which
// digiKam reads them: the first that is there counts. The list is never changed.
var withParents = []struct {
	name      xmp.Name
	separator string
}{
	{tagsList, "/"},
	{xmp.Name{Space: xmp.Microsoft, Local: "LastKeywordXMP"}, "/"},
	{xmp.Name{Space: xmp.MicrosoftShort, Local: "LastKeywordXMP"}, "/"},
	{xmp.Name{Space: xmp.Lightroom, Local: "hierarchicalSubject"}, "|"},
	{xmp.Name{Space: xmp.MediaPro, Local: "CatalogSets"}, "|"},
}

// Rejected is the rating of a rejected picture.
const Rejected = -1

// Marks are what a person noted about a picture.
type Marks struct {
	Rating    int // 1 to 5; 0: unrated; Rejected
	Favourite bool
	Tags      []string // with parents, separated by "/"
}

// Found are the marks in a file, and which of them the file mentions.
type Found struct {
	Marks
	HasRating, HasFavourite, HasTags bool

	// Ours says that Lookbook once wrote its marks into the file. What is missing now was removed
	// by another program.
	Ours bool

	Changed time.Time // as the file says; zero: it doesn't
}

// Read returns the marks in a packet. Error: xmp.ErrSenseless.
func Read(packet []byte) (Found, error) {
	values, err := xmp.Read(packet)
	if err != nil {
		return Found{}, err
	}
	var f Found
	f.Rating, f.HasRating = ratingOf(values.Get(rating))
	f.Favourite, f.HasFavourite = strings.EqualFold(values.Get(favourite), "true"), values.Get(favourite) != ""
	f.Ours = f.HasFavourite // we always write it
	f.Tags = tagsOf(values, f.Ours)
	f.HasTags = len(f.Tags) > 0
	for _, name := range []xmp.Name{modified, metadataDate} {
		if at := timeOf(values.Get(name)); at.After(f.Changed) {
			f.Changed = at
		}
	}
	return f, nil
}

// Write returns the packet with new marks. An empty packet becomes a new one;
// unchanged marks leave the packet unchanged. Error: xmp.ErrSenseless.
func Write(packet []byte, m Marks, changed time.Time) ([]byte, error) {
	if len(packet) > 0 {
		was, err := Read(packet)
		if err != nil {
			return nil, err
		}
		if was.Rating == m.Rating && was.Favourite == m.Favourite && slices.Equal(was.Tags, m.Tags) {
			return packet, nil
		}
	}
	var leaves []string
	for _, tag := range m.Tags {
		if leaf := path.Base(tag); !slices.Contains(leaves, leaf) {
			leaves = append(leaves, leaf)
		}
	}
	properties := []xmp.Property{
		{Name: rating, Value: strconv.Itoa(m.Rating)},
		{Name: favourite, Value: map[bool]string{true: "True", false: "False"}[m.Favourite]},
		{Name: subject, List: leaves, Gone: len(leaves) == 0},
		{Name: tagsList, List: m.Tags, Ordered: true, Gone: len(m.Tags) == 0},
		{Name: modified, Value: changed.Format("2006-01-02T15:04:05.000-07:00")},
	}
	values, _ := xmp.Read(packet) // Set returns the error
	for _, list := range withParents[1:] {
		if len(values[list.name]) > 0 { // only if another program uses it
			separated := make([]string, len(m.Tags))
			for i, tag := range m.Tags {
				separated[i] = strings.ReplaceAll(tag, "/", list.separator)
			}
			properties = append(properties, xmp.Property{Name: list.name, List: separated, Gone: len(m.Tags) == 0})
		}
	}
	if len(values[categories]) > 0 && len(m.Tags) == 0 { // or digiKam would take the tags from there
		properties = append(properties, xmp.Property{Name: categories, Gone: true})
	}
	return xmp.Set(packet, properties...)
}

// ratingOf parses a rating in the forms that programs write: "3", "3.0", "-1".
func ratingOf(text string) (stars int, said bool) {
	value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	switch {
	case err != nil || value != value:
		return 0, false
	case value < 0:
		return Rejected, true
	}
	return int(min(value, 5)), true
}

// tagsOf returns the tags, with parents if a program wrote those. In our files
// each tag is also a subject; one that no longer is was removed by a program
// that doesn't know parents.
func tagsOf(values xmp.Values, ours bool) []string {
	var tags []string
	for _, list := range withParents {
		for _, tag := range values[list.name] {
			tags = append(tags, strings.ReplaceAll(tag, list.separator, "/"))
		}
		if len(tags) > 0 {
			break
		}
	}
	if ours {
		tags = slices.DeleteFunc(tags, func(tag string) bool { return !slices.Contains(values[subject], path.Base(tag)) })
	}
	with := map[string]bool{}
	for _, tag := range tags {
		for _, part := range strings.Split(tag, "/") {
			with[part] = true
		}
	}
	for _, tag := range values[subject] { // some programs write each parent as a subject too
		if !with[tag] {
			tags = append(tags, tag)
		}
	}
	return slices.DeleteFunc(tags, func(tag string) bool { return strings.TrimSpace(tag) == "" })
}

// timeOf parses an XMP date, which may be incomplete at its end (ISO 8601).
func timeOf(text string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, strings.TrimSpace(text), time.Local); err == nil {
			return at
		}
	}
	return time.Time{}
}
