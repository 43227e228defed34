// Package search is the language in which pictures are looked for: what is
// typed into the search field, taken apart (Parse), written out again
// (Query.String), and cut into words in the one way in which everything
// searchable is cut (Words). It is pure: it reads nothing, keeps nothing, and
// every function may be called on any goroutine.
//
// # The language
//
// Everything that is typed is a query; there are no errors. All parts have to
// hold of a picture, in any order:
//
//	lantern            a word that begins so, in the prompt, the negative
//	                   prompt, the model, the job's id, the seed or a tag
//	"red dress"        these words in this order, whole
//	"red dre"*         the same, but the last one only begins so; also a
//	                   quotation that is not ended yet
//	-blurry -"a b"     no such word, or no such sequence
//	prompt:owl         in one place only: prompt, negative, model, job, seed,
//	                   tag; with - and quotations as well
//	model="ckp_1"      exactly this checkpoint or base model; several: any
//	tag="red dress"    tagged so, whole; several: all
//	state:saved,gone   saved, unsaved, failed, gone, trashed; several: any
//	size:768x1024      pixels; several: any
//	rating:4           1 to 5; also >=3 <=2 >3 <3 2-4, and none
//	is:favourite       marked as a favourite
//	is:rejected        thrown out; rating:none does not find it
//	on:2026-01-31      that day; also a month, 2026-01, or a year
//	from: until:       that day and after, that day and before
//	after: before:     the same without that day
//	-is:favourite      no such picture: the rest of what the filter finds;
//	                   -tag="red dress" and -model="ckp_1" too
//
// What looks like a filter but can't be understood is searched as words.
// Names are understood in any case. A part that holds nothing to look for, a
// lone hyphen, say, or "tag:" that is being typed, is passed over.
//
// # Words
//
// A word is a run of letters, digits and the marks on them, in one case and
// without accents. Everything else parts words: underscores, apostrophes,
// hyphens, ×. So ckp_15f9112b is the sequence "ckp 15f9112b", and typing
// ckp_15f finds it. Scripts that are written without spaces (Chinese,
// Japanese, Thai and their kin) have every character as a word of its own,
// which makes a run of them a sequence that is found wherever it stands;
// emoji are words too.
package search
