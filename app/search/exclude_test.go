package search

import "testing"

// Whatever a facet is asked, a hyphen asks for the rest, in every form in which
// it can be typed, and in that in which searches are saved.
func TestEveryFacetCanBeExcluded(t *testing.T) {
	examples := map[Facet][]string{
		ByFavourite: {"is:favourite", `is:"favourite"`, "IS=favorite"},
		ByRating:    {"rating:>=3", "rating:2-4", "rating:none", "is:unrated", `rating:"4"`},
		ByState:     {"state:saved", "state:trashed,gone", `state:"saved"`},
		ByDate:      {"on:2026-01-31", "on:2026", "from:2026-02", "before:2025", `until:"2026-01-01"`},
		ByModel:     {`model="ckp_1"`, "model=a-b"},
		BySize:      {"size:512x512", "size:1x2,3×4"},
		ByTag:       {`tag="red dress"`, "tag=red", `tag="-red"`},
		ByRejected:  {"is:rejected"},
		ByAccount:   {`account:"Red Studio"`, "account:work", "ACCOUNT=work"},
	}
	for _, row := range table() {
		if len(examples[row.facet]) == 0 {
			t.Errorf("%s has no example", row.facet)
		}
		for _, typed := range examples[row.facet] {
			q, not := Parse(typed), Parse("-"+typed)
			if len(q.Values(row.facet)) == 0 || len(not.Terms) > 0 || len(not.Not) != 1 || not.Not[0].String() != q.String() {
				t.Errorf("-%s is %+v", typed, not)
			}
			if saved := Parse(not.String()); saved.String() != not.String() || len(saved.Not) != 1 || saved.Not[0].String() != q.String() {
				t.Errorf("-%s is saved as %s", typed, not)
			}
			if both := Parse("owl -" + typed + " " + typed + ` -"a b"`); len(both.Not) != 1 || len(both.Terms) != 2 || len(both.Values(row.facet)) == 0 {
				t.Errorf("-%s among others is %+v", typed, both)
			}
		}
	}
}
