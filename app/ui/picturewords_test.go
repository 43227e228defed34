package ui

import (
	"testing"

	"lookbook/app/cause"
	"lookbook/app/files"
	"lookbook/app/library"
)

func TestWhatWasMarkedIsSaid(t *testing.T) {
	yes, no, three, zero, rejected := true, false, 3, 0, -1
	for want, c := range map[string]struct {
		n       int
		marking library.Marking
	}{
		"1 picture is a favourite.":                            {1, library.Marking{Favourite: &yes}},
		"3 pictures are rejected.":                             {3, library.Marking{Rating: &rejected}},
		"12 pictures are favourites.":                          {12, library.Marking{Favourite: &yes}},
		"1 picture is no longer a favourite.":                  {1, library.Marking{Favourite: &no}},
		"1,200 pictures are rated ★★★.":                        {1200, library.Marking{Rating: &three}},
		"2 pictures are no longer rated.":                      {2, library.Marking{Rating: &zero}},
		"2 pictures are tagged “for the cover”.":               {2, library.Marking{AddTags: []string{"for the cover"}}},
		"1 picture is no longer tagged “draft”.":               {1, library.Marking{RemoveTags: []string{"draft"}}},
		"2 pictures are favourites. 2 pictures are rated ★★★.": {2, library.Marking{Favourite: &yes, Rating: &three}},
	} {
		if got := markedWords(c.n, c.marking); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatIsLeftAloneIsSaid(t *testing.T) {
	skipped := func(reasons ...cause.Code) (list []files.Skipped) {
		for _, r := range reasons {
			list = append(list, files.Skipped{Cause: cause.New(r)})
		}
		return list
	}
	for want, list := range map[string][]files.Skipped{
		"": nil,
		"1 picture was left alone: it is not saved yet.":                skipped(cause.ImageNotYet),
		"a.png was left alone: its file may not be read.":               {{Name: "a.png", Cause: cause.New(cause.FileForbidden)}},
		"2 pictures were left alone, each because it is not saved yet.": skipped(cause.ImageNotYet, cause.ImageNotYet),
		"3 pictures were left alone: 2 each because its file is gone, 1 for other reasons.": skipped(
			cause.ImageNotYet, cause.FileGone, cause.FileGone),
		"2 pictures were left alone, each because the disk is full.": skipped(cause.DiskFull, cause.DiskFull),
	} {
		if got := leftAlone(list); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatIsBackIsSaid(t *testing.T) {
	for want, r := range map[string]files.Restored{
		"":                   {},
		"1 picture is back.": {Images: make([]library.Image, 1)},
		"3 pictures are back; 1 picture was left alone: it is not in the trash any more.": {
			Images: make([]library.Image, 3), Skipped: []files.Skipped{{Cause: cause.New(cause.TrashGone)}},
		},
	} {
		if got := restoredWords(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
