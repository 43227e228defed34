package apitest

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lookbook/api"
)

// Dialect says how the service does what is not known for certain. Every member combines with every
// other. The zero value is the likeliest service.
type Dialect struct {
	IDs      IDs
	Spelling Spelling
	Refusal  int // answer to a word in another spelling; 0: 422

	ListName    string // member with the list; "": see Options.Wrapped
	OldestFirst bool   // oldest job first
	Paging      Paging // how lists are split
	PageSize    int    // 0: 20

	AtTheEnd  bool // pictures are listed only after the job has ended
	PlainURLs bool // addresses of pictures are unsigned and don't expire
	Price     Price

	CheckpointLife time.Duration // time from training to deletion; 0: never
	LoRATwins      bool          // each step gives a model and its LoRA
	CombinedToo    bool          // the image list has jobs that train and generate too
}

// IDs is the form of ids.
type IDs string

const (
	HexIDs   IDs = ""        // eight hex digits
	MixedIDs IDs = "letters" // eight of A-Z, a-z and 0-9
	TwinIDs  IDs = "twins"   // the same; every second id differs from the previous one only in case
	SlashIDs IDs = "slash"   // containing a slash
	OddIDs   IDs = "odd"     // containing everything with a meaning in a path
	LongIDs  IDs = "long"    // of 300 characters
)

// Spelling is the spelling of image jobs in paths and in job_type.
type Spelling string

const (
	Dash       Spelling = ""           // image-gen
	Underscore Spelling = "underscore" // image_gen
	Both       Spelling = "both"       // either in paths, image-gen in job_type
)

// Paging is how a list is split into pages.
type Paging string

const (
	NoPages     Paging = ""       // complete
	OffsetPages Paging = "offset" // ?offset=20&limit=20
	TotalPages  Paging = "total"  // the same, with the total in the answer
	NumberPages Paging = "page"   // ?page=2, from 1
	ZeroPages   Paging = "page0"  // the same from 0
	NextPages   Paging = "next"   // the answer has the address of the next page
	CursorPages Paging = "cursor" // the answer has the next query
	LinkPages   Paging = "link"   // a Link header has the address of the next page
)

// Price is what a job costs.
type Price string

const (
	ByPicture Price = ""     // a token a picture
	ByArea    Price = "area" // a token for each started 512×512 pixels of each picture
	ByJob     Price = "job"  // three tokens a job
)

func (d Dialect) check() error {
	ok := oneOf(d.IDs, HexIDs, MixedIDs, TwinIDs, SlashIDs, OddIDs, LongIDs) && oneOf(d.Spelling, Dash, Underscore, Both) && oneOf(d.Price, ByPicture, ByArea, ByJob) &&
		oneOf(d.Paging, NoPages, OffsetPages, TotalPages, NumberPages, ZeroPages, NextPages, CursorPages, LinkPages)
	if !ok {
		return fmt.Errorf("apitest: unknown word in %+v", d)
	}
	return nil
}

func oneOf[T comparable](have T, known ...T) bool {
	for _, k := range known {
		if have == k {
			return true
		}
	}
	return false
}

// imageType is the job_type of image jobs.
func (d Dialect) imageType() string {
	if d.Spelling == Underscore {
		return "image_gen"
	}
	return api.TypeImageGen
}

// jobType returns the type that a word in a path means; false: none.
func (d Dialect) jobType(word string) (string, bool) {
	for _, known := range []string{api.TypeDreambooth, api.TypeImageGen, api.TypeDreamboothImageGen} {
		spelt := known
		if known == api.TypeImageGen {
			spelt = d.imageType()
		}
		if word == spelt || d.Spelling == Both && api.SameType(word, known) {
			return known, true
		}
	}
	return "", false
}

// refuse answers a call for an unknown type of jobs.
func (d Dialect) refuse(a *answer) {
	if d.Refusal != 0 && d.Refusal != http.StatusUnprocessableEntity {
		a.detail(d.Refusal, http.StatusText(d.Refusal))
		return
	}
	a.invalid(invalidField{
		Loc: []any{"path", "job_type"}, Type: "type_error.enum",
		Message: "value is not a valid enumeration member; permitted: '" +
			strings.Join([]string{api.TypeDreambooth, d.imageType(), api.TypeDreamboothImageGen}, "', '") + "'",
	})
}

// cost returns the tokens of a request.
func (d Dialect) cost(r request) int {
	switch d.Price {
	case ByArea:
		return r.samples * int(math.Ceil(float64(r.width*r.height)/(512*512)))
	case ByJob:
		return 3
	}
	return r.samples
}

// page returns the requested part of a list, and what the answer says about the
// rest: members of the list's object, and a header.
func (d Dialect) page(at *url.URL, length int) (from, to int, said map[string]any, link string) {
	if d.Paging == NoPages {
		return 0, length, nil, ""
	}
	size := d.PageSize
	if size <= 0 {
		size = 20
	}
	query := at.Query()
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(query.Get(name)); err == nil {
			return n
		}
		return otherwise
	}
	switch d.Paging {
	case OffsetPages, TotalPages:
		from = number("offset", 0)
		size = min(max(number("limit", size), 1), size)
	case NumberPages:
		from = (number("page", 1) - 1) * size
	case ZeroPages:
		from = number("page", 0) * size
	default:
		from = number("cursor", 0)
	}
	from = min(max(from, 0), length)
	to = min(from+size, length)
	next := fmt.Sprintf("%s?cursor=%d", at.Path, to)
	switch {
	case d.Paging == TotalPages:
		said = map[string]any{"total": length}
	case d.Paging == NextPages && to < length:
		said = map[string]any{"next": next}
	case d.Paging == NextPages:
		said = map[string]any{"next": nil}
	case d.Paging == CursorPages && to < length:
		said = map[string]any{"next_cursor": strconv.Itoa(to)}
	case d.Paging == CursorPages:
		said = map[string]any{"next_cursor": nil}
	case d.Paging == LinkPages && to < length:
		link = "<" + next + `>; rel="next"`
	}
	return from, to, said, link
}

// listName is the member with a list; "": a bare array. Paging in the answer
// needs an object.
func (o Options) listName() string {
	told := o.Paging == TotalPages || o.Paging == NextPages || o.Paging == CursorPages
	switch {
	case o.ListName != "":
		return o.ListName
	case o.Wrapped || told:
		return "jobs"
	}
	return ""
}
