package searchbar

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/app/library"
	"lookbook/app/search"
)

// manyTags is a library with 300 tags and 40 models.
func manyTags(search.Query) library.Facets {
	f := library.Facets{Total: 160_000}
	for i := range 300 {
		f.Tags = append(f.Tags, library.FacetCount{Value: "a tag number " + strconv.Itoa(i), Count: 300 - i})
	}
	for i := range 40 {
		f.Models = append(f.Models, library.FacetCount{Value: "ckp_" + strconv.Itoa(i), Name: "A model with a long name, number " + strconv.Itoa(i), Count: 40 - i})
	}
	return f
}

// The cost of a key press on the UI goroutine, without the search itself.
func BenchmarkKey(b *testing.B) {
	s := newStage(b, 1000)
	s.SetQuery(search.Parse(`red rating:>=2 state:saved,gone tag="sun hat" size:768x1024`))
	s.Focus(s.canvas)
	s.press(fyne.KeyEnd)
	for b.Loop() {
		s.typing("x")
		s.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/key")
}

// The cost of a key press in a tag's name on the UI goroutine, with 300 tags.
func BenchmarkKeyWithSuggestions(b *testing.B) {
	s := newStage(b, 1000)
	s.world.facets = manyTags
	s.Focus(s.canvas)
	s.typing("tag:")
	s.drain()
	for b.Loop() {
		s.typing("n")
		s.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(2*b.N), "µs/key")
}

// The cost of new counts for an open panel on the UI goroutine, with 300 tags
// and 40 models.
func BenchmarkCountsCome(b *testing.B) {
	s := newStage(b, 1000)
	s.world.facets = manyTags
	s.SetQuery(search.Parse("red rating:5"))
	s.openFilters()
	s.drain()
	b.ReportAllocs()
	for b.Loop() {
		s.panel.show()
	}
}

// The cost of opening the panel again on the UI goroutine.
func BenchmarkOpenPanel(b *testing.B) {
	s := newStage(b, 1000)
	s.world.facets = manyTags
	s.openFilters()
	s.drain()
	s.panel.close()
	for b.Loop() {
		s.openFilters()
		b.StopTimer()
		s.drain()
		s.panel.close()
		b.StartTimer()
	}
}
