// Package search is the language of the search field. Parse reads what was
// typed, Query.String writes it again, and Words splits text into words, the
// same way for queries and for stored text.
//
// Goroutines: the package has no state, and every function is pure; call them
// from anywhere.
//
// # The language
//
// Every text is a query; there are no errors. All parts must match, in any
// order:
//
//	lantern            a word that starts like this, in the prompt, the negative
//	                   prompt, the model, the job's id, the seed or a tag
//	"red dress"        these words in this order, complete
//	"red dre"*         the same, but the last one may be longer; also a
//	                   quotation that is not closed yet
//	-blurry -"a b"     no such word, or no such sequence
//	prompt:owl         in one place only: prompt, negative, model, job, seed,
//	                   tag; also with - and quotations
//	model="ckp_1"      exactly this checkpoint or base model; several: any
//	tag="red dress"    exactly this tag; several: all
//	state:saved,gone   saved, unsaved, failed, gone, trashed; several: any
//	account:"Studio"   jobs of this account; several: any
//	size:768x1024      pixels; several: any
//	rating:4           1 to 5; also >=3 <=2 >3 <3 2-4, and none
//	is:favourite       marked as a favourite
//	is:rejected        rejected; rating:none does not find it
//	on:2026-01-31      that day; also a month, 2026-01, or a year
//	from: until:       that day and later, that day and earlier
//	after: before:     the same without that day
//	-is:favourite      not so: the pictures that the filter doesn't find;
//	                   also -tag="red dress" and -model="ckp_1"
//
// A filter that can't be understood is searched as words. Names ignore case. A
// part without anything to search, such as a single hyphen or an unfinished
// "tag:", is ignored.
//
// # Words
//
// A word is a run of letters, digits and their marks, in one case and without
// accents. Everything else separates words: underscores, apostrophes, hyphens,
// ×. So ckp_15f9112b is the sequence "ckp 15f9112b", and typing ckp_15f finds
// it. In scripts without spaces (Chinese, Japanese, Thai and similar ones)
// every character is a word, so a run of them is a sequence that is found
// anywhere. Emoji are words too.
package search
