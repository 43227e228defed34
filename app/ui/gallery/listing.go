package gallery

import (
	"context"
	"time"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
)

// order is a listing's information beside the ids.
type order struct {
	sections []widgets.ItemSection
	total    int         // number of pictures without the query
	hidden   int         // number of pictures of folded sections
	today    search.Date // the day that the headings call today
}

// arranged is how all pictures are ordered and parted in one listing.
type arranged struct {
	kind      Sections
	order     library.Order
	folded    folds
	modelName func(id string) string
}

// imageLister lists the pictures that a query finds, with headings. Listers are
// called off the UI goroutine.
func imageLister(queries Queries, query search.Query, a arranged, now func() time.Time) pagedlist.Lister {
	return func(ctx context.Context, most int) (pagedlist.Listing, error) {
		list, err := queries.ListImages(ctx, library.ImageFilter{Query: query},
			library.ListOptions{Limit: most, Prompts: a.kind == ByJob, Order: a.order})
		if err != nil {
			return pagedlist.Listing{}, err
		}
		at := now()
		first := most > 0 && len(list.IDs) == most // there may be more
		o := order{sections: sectionsOf(a.kind, a.order.By, list, first, at, a.modelName), today: search.DateOf(at)}
		switch {
		case first:
		case query.IsZero():
			o.total = len(list.IDs)
		default:
			o.total, err = queries.CountImages(ctx, library.ImageFilter{})
		}
		list.IDs, o.sections, o.hidden = a.folded.apply(list.IDs, o.sections)
		return pagedlist.Listing{IDs: list.IDs, Beside: o}, err
	}
}

// entryLister lists the pictures of one job. Only an order by a value gives it
// headings.
func entryLister(queries Queries, id int64, by library.Order, now func() time.Time, modelName func(string) string) pagedlist.Lister {
	return func(ctx context.Context, most int) (pagedlist.Listing, error) {
		list, err := queries.ListImages(ctx, library.ImageFilter{EntryID: id}, library.ListOptions{Limit: most, Order: by})
		o := order{sections: sectionsOf(NoSections, by.By, list, most > 0 && len(list.IDs) == most, now(), modelName)}
		for i := range o.sections {
			o.sections[i].Key = "" // they don't fold
		}
		return pagedlist.Listing{IDs: list.IDs, Beside: o}, err
	}
}

// sheetLister reads the table of a group, and lists its pictures.
func sheetLister(queries GroupQueries, id string, order int) pagedlist.Lister {
	return func(ctx context.Context, _ int) (pagedlist.Listing, error) {
		ids, err := queries.GroupEntryIDs(ctx, id)
		if err != nil {
			return pagedlist.Listing{}, err
		}
		entries, err := queries.EntriesByID(ctx, ids)
		if err != nil {
			return pagedlist.Listing{}, err
		}
		images, err := queries.GroupImages(ctx, id, order)
		s := newSheet(id, order, entries, images)
		return pagedlist.Listing{IDs: s.ids(), Beside: s}, err
	}
}
