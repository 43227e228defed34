package year

import (
	"context"
	"math/rand/v2"
	"slices"

	"lookbook/app/library"
)

// Of a hundred pictures this many have a rating, a star, or, with others of
// their job, a tag.
const (
	ratedOfHundred     = 15
	favouriteOfHundred = 4
	taggedOfHundred    = 12
)

// mark gives pictures what a person gives them in the course of a year, and
// keeps some searches.
func mark(ctx context.Context, l *library.Library, spec Spec) error {
	all, err := l.ListImages(ctx, library.ImageFilter{}, library.ListOptions{})
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(spec.Seed, 4))
	var rated [6][]int64
	var starred []int64
	tagged := make([][]int64, len(tags))
	ids := slices.Sorted(slices.Values(all.IDs)) // as they came
	for _, id := range ids {
		if random.IntN(100) < ratedOfHundred {
			stars := min(1+random.IntN(5), 1+random.IntN(6)) // few are worth five
			rated[stars] = append(rated[stars], id)
		}
		if random.IntN(100) < favouriteOfHundred {
			starred = append(starred, id)
		}
	}
	for series := range slices.Chunk(ids, PerJob) {
		if random.IntN(100) >= taggedOfHundred {
			continue
		}
		tag := min(random.IntN(len(tags)), random.IntN(len(tags)))
		tagged[tag] = append(tagged[tag], series...)
	}
	yes := true
	if _, err := l.Marks.Set(ctx, starred, library.Marking{Favourite: &yes}); err != nil {
		return err
	}
	for stars := 1; stars < len(rated); stars++ {
		if _, err := l.Marks.Set(ctx, rated[stars], library.Marking{Rating: &stars}); err != nil {
			return err
		}
	}
	for at, tag := range tags {
		if _, err := l.Marks.Set(ctx, tagged[at], library.Marking{AddTags: []string{tag}}); err != nil {
			return err
		}
	}
	for _, kept := range [][2]string{{"Best of the year", "rating:>=5"}, {"Neon", "neon -portrait"}, {"For the book", "tag:book is:favourite"}} {
		if err := l.Searches.Save(ctx, kept[0], kept[1]); err != nil {
			return err
		}
	}
	return nil
}
