package gallery

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/app/library"
	"lookbook/widgets"
)

// zone is a time zone with daylight saving time.
func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// runsAt makes runs of two pictures each, made at these times.
func runsAt(times ...time.Time) library.Listing {
	var l library.Listing
	for i, at := range times {
		l.Runs = append(l.Runs, library.Run{First: 2 * i, EntryID: int64(len(times) - i), Created: at.UTC()})
		l.IDs = append(l.IDs, int64(2*i+1), int64(2*i+2))
	}
	return l
}

func titles(sections []widgets.ItemSection) []string {
	var list []string
	for _, s := range sections {
		list = append(list, s.Title)
	}
	return list
}

func TestDaysAreThoseOfThePlace(t *testing.T) {
	berlin, havana := zone(t, "Europe/Berlin"), zone(t, "America/Havana")
	at := func(l *time.Location, year int, month time.Month, day, hour, minute int) time.Time {
		return time.Date(year, month, day, hour, minute, 0, 0, l)
	}
	for name, c := range map[string]struct {
		now  time.Time
		made []time.Time
		want []string
	}{
		"around midnight": {
			at(berlin, 2026, 11, 18, 0, 1),
			[]time.Time{at(berlin, 2026, 11, 18, 0, 0), at(berlin, 2026, 11, 17, 23, 59), at(berlin, 2026, 11, 17, 0, 0), at(berlin, 2026, 11, 16, 23, 59)},
			[]string{"Today", "Yesterday", "Monday 16 November"},
		},
		"the day before in UTC": {
			at(berlin, 2026, 7, 2, 12, 0),
			[]time.Time{at(berlin, 2026, 7, 2, 0, 30)}, // 22:30 of 1 July
			[]string{"Today"},
		},
		"the clocks go back": { // a day of 25 hours
			at(berlin, 2026, 10, 26, 0, 30),
			[]time.Time{at(berlin, 2026, 10, 26, 0, 1), at(berlin, 2026, 10, 25, 23, 59), at(berlin, 2026, 10, 25, 0, 1), at(berlin, 2026, 10, 24, 23, 59)},
			[]string{"Today", "Yesterday", "Saturday 24 October"},
		},
		"the clocks go forward": { // a day of 23 hours
			at(berlin, 2026, 3, 30, 0, 30),
			[]time.Time{at(berlin, 2026, 3, 29, 0, 1), at(berlin, 2026, 3, 28, 23, 59)},
			[]string{"Yesterday", "Saturday 28 March"},
		},
		"a day without a midnight": { // 00:00 is 01:00
			at(havana, 2026, 3, 8, 1, 30),
			[]time.Time{at(havana, 2026, 3, 8, 1, 0), at(havana, 2026, 3, 7, 23, 59)},
			[]string{"Today", "Yesterday"},
		},
		"new year": {
			at(berlin, 2026, 1, 1, 9, 0),
			[]time.Time{at(berlin, 2025, 12, 31, 23, 0), at(berlin, 2025, 12, 30, 9, 0)},
			[]string{"Yesterday", "Tuesday 30 December 2025"},
		},
		"tomorrow, by a wrong clock": {
			at(berlin, 2026, 5, 1, 9, 0),
			[]time.Time{at(berlin, 2026, 5, 2, 9, 0), at(berlin, 2026, 5, 1, 8, 0)},
			[]string{"Saturday 2 May", "Today"},
		},
		"nothing": {at(berlin, 2026, 5, 1, 9, 0), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, titles(sectionsOf(ByDay, "", runsAt(c.made...), false, c.now, nil))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestSectionsOfJobs(t *testing.T) {
	l := runsAt(noon, noon.Add(-time.Hour), noon.AddDate(0, 0, -9), noon.AddDate(-1, 0, 0))
	l.Runs[0].Prompt, l.Runs[2].Prompt, l.Runs[3].Prompt = "a lighthouse\n  at  dusk ", "a harbour", "a fox"
	got := sectionsOf(ByJob, "", l, false, noon, nil)
	want := []widgets.ItemSection{
		{First: 0, Title: "a lighthouse at dusk", Note: "Today", Key: "job 4"},
		{First: 2, Title: "Job of 11:00", Note: "Today", Key: "job 3"},
		{First: 4, Title: "a harbour", Note: "9 Nov", Key: "job 2"},
		{First: 6, Title: "a fox", Note: "18 Nov 2025", Key: "job 1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := sectionsOf(NoSections, "", l, false, noon, nil); got != nil {
		t.Errorf("no sections: %v", got)
	}
}

func TestDaysSayHowManyPicturesTheyHave(t *testing.T) {
	l := runsAt(noon, noon.Add(-time.Hour), noon.AddDate(0, 0, -1))
	l.IDs = l.IDs[:5]
	for first, want := range map[bool][]string{false: {"4 pictures", "1 picture"}, true: {"4 pictures", ""}} {
		got := sectionsOf(ByDay, "", l, first, noon, nil)
		if len(got) != 2 || got[0].Note != want[0] || got[1].Note != want[1] {
			t.Errorf("the first pictures only, %v: %v", first, got)
		}
	}
}

// Whatever the times, sections start where runs start, are in order, and no day
// has two sections in a row.
func TestSectionsCoverTheList(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var times []time.Time
		at := noon
		for range rapid.IntRange(0, 40).Draw(r, "runs") {
			at = at.Add(-time.Duration(rapid.IntRange(0, 40).Draw(r, "hours")) * time.Hour)
			times = append(times, at)
		}
		l := runsAt(times...)
		sections := sectionsOf(ByDay, "", l, false, noon, nil)
		if len(times) > 0 && (len(sections) == 0 || sections[0].First != 0) {
			r.Fatalf("the first picture has no heading: %v", sections)
		}
		for i, s := range sections {
			if !slices.ContainsFunc(l.Runs, func(run library.Run) bool { return run.First == s.First }) {
				r.Fatalf("section %d begins within a job", i)
			}
			if i > 0 && (s.First <= sections[i-1].First || s.Title == sections[i-1].Title) {
				r.Fatalf("%v after %v", s, sections[i-1])
			}
		}
	})
}

func TestSectionsAreChosenAndKeepThePlace(t *testing.T) {
	b := newBench(t, jobs(90)...)
	b.ShowAll()
	b.drain()
	b.grid.ScrollTo(800)
	b.drain()
	first, _ := b.grid.VisibleRange()
	top := b.Pictures.scope.ID(first)
	for _, c := range []struct {
		kind Sections
		want int
	}{{ByDay, 45}, {ByJob, 90}, {NoSections, 0}} {
		b.Arrangement.SetSections(c.kind)
		b.drain()
		if got := len(b.Pictures.scope.Sections()); got != c.want {
			t.Errorf("%s: %d sections, want %d", c.kind, got, c.want)
		}
		if _, inSight := b.grid.Cell(top); !inSight {
			t.Errorf("%s: what was in sight went away", c.kind)
		}
	}
	if want := []string{"day", "job", "none"}; !slices.Equal(b.places, want) {
		t.Errorf("told of %v", b.places)
	}
	b.Arrangement.SetSections(NoSections)
	if b.work.Pending() != 0 || len(b.places) != 3 {
		t.Error("the same choice again is news")
	}
}

func TestTodayIsAnotherDayAfterMidnight(t *testing.T) {
	b := newBench(t, jobs(3)...)
	b.Arrangement.SetSections(ByDay)
	b.ShowAll()
	b.drain()
	if got := titles(b.Pictures.scope.Sections()); got[0] != "Today" {
		t.Fatalf("%v", got)
	}
	b.Tick()
	if b.work.Pending() != 0 {
		t.Error("reads the list again within a day")
	}
	b.now = noon.AddDate(0, 0, 1)
	b.Tick()
	b.drain()
	if got := titles(b.Pictures.scope.Sections()); got[0] != "Yesterday" {
		t.Fatalf("a day later: %v", got)
	}
}

func TestAClickOnAHeadingSelectsItsPictures(t *testing.T) {
	b := newBench(t, jobs(6)...)
	b.Arrangement.SetSections(ByJob)
	b.ShowAll()
	b.drain()
	b.grid.OnSection(16, 31)
	if got := b.Pictures.Selection(); len(got) != 16 || got[0].EntryID != 5 {
		t.Fatalf("selected %d", len(got))
	}
}
