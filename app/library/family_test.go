package library

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"lookbook/api"
)

// made sends a request that was made from something, and gives it a job with two pictures.
func (s *fixture) made(from Origin, job string) []Image {
	s.t.Helper()
	ctx := context.Background()
	e := must(s.Submissions.Begin(ctx, []Request{{Config: api.Config{Prompt: job}, Parent: from}}))(s.t)[0]
	must(s.Submissions.Accept(ctx, e.Submission.ID, job))(s.t)
	s.put(JobUpdate{Job: running(job, 10, 0, 1), Full: true})
	return s.imagesOf(s.job(job))
}

func from(i Image) Origin { return Origin{i.JobID, i.Generated.GeneratedImageID} }

// line are the jobs of relatives.
func line(list []Relative) (jobs []string) {
	for _, r := range list {
		jobs = append(jobs, r.Entry.Job.JobID)
	}
	return jobs
}

func TestAFamilyIsKnownAfterARestart(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	first := s.made(Origin{}, "ig_first")
	second := s.made(from(first[1]), "ig_second")
	third := s.made(Origin{JobID: "ig_second"}, "ig_third") // from the job as a whole
	other := s.made(from(first[0]), "ig_other")
	s.reopen()
	for _, c := range []struct {
		of                  Image
		ancestors, children []string
	}{
		{third[0], []string{"ig_second", "ig_first"}, nil},
		{second[0], []string{"ig_first"}, []string{"ig_third"}},
		{second[1], []string{"ig_first"}, []string{"ig_third"}},
		{first[1], nil, []string{"ig_second"}},
		{first[0], nil, []string{"ig_other"}},
		{other[0], []string{"ig_first"}, nil},
	} {
		f := must(s.Family(ctx, c.of.ID))(t)
		if !equalTexts(line(f.Ancestors), c.ancestors) || !equalTexts(line(f.Children), c.children) || f.More != 0 || f.Lost != (Origin{}) {
			t.Errorf("picture %d of %s: %v, %v, %+v", c.of.Order, c.of.JobID, line(f.Ancestors), line(f.Children), f.Lost)
		}
	}
	f := must(s.Family(ctx, third[0].ID))(t)
	if f.Ancestors[0].Image.ID != second[0].ID || f.Ancestors[1].Image.ID != first[1].ID {
		t.Error("other pictures than those that were used stand for the ancestors")
	}
	if _, err := s.Family(ctx, 999); !errors.Is(err, ErrNotFound) {
		t.Errorf("of no picture: %v", err)
	}
}

func equalTexts(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestAFamilyEndsAtWhatIsNotKnownAndInCircles(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	lost := Origin{"ig_elsewhere", "x"}
	orphan := s.made(lost, "ig_orphan")
	if f := must(s.Family(ctx, orphan[0].ID))(t); len(f.Ancestors) != 0 || f.Lost != lost {
		t.Errorf("%v, %+v", line(f.Ancestors), f.Lost)
	}
	a := s.made(Origin{JobID: "ig_b"}, "ig_a")
	s.made(Origin{JobID: "ig_a", ImageID: "no such picture"}, "ig_b")
	f := must(s.Family(ctx, a[0].ID))(t)
	if !equalTexts(line(f.Ancestors), []string{"ig_b"}) || f.Ancestors[0].Image.ID == 0 {
		t.Errorf("a circle: %v", line(f.Ancestors))
	}
	own := s.made(Origin{JobID: "ig_own"}, "ig_own")
	if f := must(s.Family(ctx, own[0].ID))(t); len(f.Ancestors) != 0 || !equalTexts(line(f.Children), []string{"ig_own"}) {
		t.Errorf("made from itself: %v, %v", line(f.Ancestors), line(f.Children))
	}
	for i := range mostChildren + 3 {
		s.made(from(orphan[0]), "ig_child"+string(rune('a'+i)))
	}
	f = must(s.Family(ctx, orphan[0].ID))(t)
	if len(f.Children) != mostChildren || f.More != 3 || f.Children[0].Entry.Job.JobID != "ig_child"+string(rune('a'+mostChildren+2)) {
		t.Errorf("%d children and %d more, the first %s", len(f.Children), f.More, f.Children[0].Entry.Job.JobID)
	}
}

// What is sent again has the parent of what it replaces.
func TestAParentOutlivesSendingAgain(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	parent := Origin{"ig_1", "a"}
	old := must(s.Submissions.Begin(ctx, []Request{{Config: api.Config{Prompt: "a"}, Parent: parent}}))(t)[0]
	must(s.Submissions.Settle(ctx, old.Submission.ID, Unknown, trouble("gone")))(t)
	if again := must(s.Submissions.SendAgain(ctx, old.ID))(t); again.Parent != parent || old.Parent != parent {
		t.Errorf("%+v, %+v", old.Parent, again.Parent)
	}
}

// A library that is made anew from the pictures has the families that these tell of.
func TestAFamilyIsFoundInTheFiles(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	must(s.Jobs.Put(ctx, []JobUpdate{{Job: running("ig_known", 10, 0), Full: true}}))(t) // the service told of it before
	file := func(job, image string, parent Origin) FoundFile {
		return FoundFile{Origin: Origin{job, image}, Parent: parent, Path: filepath.Join("/p", job+image+".png"), Bytes: 9, Width: 3, Height: 4, Written: epoch}
	}
	must(s.Images.PutFiles(ctx, []FoundFile{
		file("ig_1", "a", Origin{}), file("ig_2", "b", Origin{"ig_1", "a"}), file("ig_known", "k", Origin{"ig_2", "b"}),
	}))(t)
	for _, img := range s.imagesOf(s.job("ig_known")) {
		f := must(s.Family(ctx, img.ID))(t)
		if !equalTexts(line(f.Ancestors), []string{"ig_2", "ig_1"}) || f.Ancestors[0].Image.Path == "" {
			t.Errorf("%v", line(f.Ancestors))
		}
	}
}
