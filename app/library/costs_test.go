package library

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/cost"
)

// terms are one token a picture at 0.05 USD, within a limit for a day.
func terms(day string) cost.Terms {
	return cost.Read(cost.Typed{Prices: `[{"tokens":"1"}]`, Token: "0.05 USD", Day: day})
}

func ask(prompt string, pictures int) Request {
	return Request{Config: api.Config{Prompt: prompt, NumSamples: pictures, CheckpointID: "ckp_a"}}
}

func TestAJobKeepsThePriceOfItsDay(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	sent := must(s.Submissions.BeginWithin(ctx, []Request{ask("a", 4)}, terms("")))(t)[0]
	want := cost.Cost{Tokens: 4e6, Money: 200_000, Currency: "USD"}
	if sent.Cost == nil || *sent.Cost != want {
		t.Fatalf("it costs %+v", sent.Cost)
	}
	none := must(s.Submissions.Begin(ctx, []Request{ask("b", 4)}))(t)[0]
	if none.Cost != nil {
		t.Errorf("without a price it costs %+v", none.Cost)
	}
	// The list shows the job first; its entry is merged.
	j := running("ig_1", 10)
	j.Config = sent.Submission.Config
	s.put(full(j))
	if got := must(s.Submissions.Accept(ctx, sent.Submission.ID, "ig_1"))(t); got.Cost == nil || *got.Cost != want {
		t.Errorf("with its job it costs %+v", got.Cost)
	}
	s.reopen()
	if got := s.job("ig_1"); got.Cost == nil || *got.Cost != want {
		t.Errorf("after a restart it costs %+v", got.Cost)
	}
}

// Nothing was charged for a refused request; what was lost may have been.
func TestOnlyWhatMayHaveBeenChargedCounts(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	all := must(s.Submissions.BeginWithin(ctx, []Request{ask("a", 1), ask("b", 2), ask("c", 4)}, terms("")))(t)
	spent := func() string { t.Helper(); return must(s.Costs.Spent(ctx, epoch, ""))(t).String() }
	if spent() != "7" {
		t.Errorf("%s on their way", spent())
	}
	must(s.Submissions.Settle(ctx, all[0].Submission.ID, Refused, nil))(t)
	must(s.Submissions.Settle(ctx, all[1].Submission.ID, Unknown, nil))(t)
	if spent() != "6" {
		t.Errorf("%s with one refused", spent())
	}
	if err := s.Submissions.GiveUp(ctx, all[1].ID); err != nil {
		t.Fatal(err)
	}
	if spent() != "6" {
		t.Errorf("%s with one given up", spent())
	}
	if got := must(s.Costs.Spent(ctx, epoch, "USD"))(t); got.String() != "0.3" {
		t.Errorf("%s USD", got)
	}
	if got := must(s.Costs.Spent(ctx, epoch, "EUR"))(t); got != 0 {
		t.Errorf("%s EUR", got)
	}
	if got := must(s.Costs.Spent(ctx, epoch.Add(time.Second), ""))(t); got != 0 {
		t.Errorf("%s later", got)
	}
}

func TestALimitBlocksBeforeAnythingIsWrittenDown(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	isLimit := func(err error, spent, asked string, unknown bool) {
		t.Helper()
		wrong, ok := errors.AsType[*cost.LimitError](err)
		if !ok || wrong.Spent.String() != spent || wrong.Asked.String() != asked || wrong.Unknown != unknown {
			t.Errorf("%+v", err)
		}
	}
	must(s.Submissions.BeginWithin(ctx, []Request{ask("a", 6)}, terms("10")))(t)
	_, err := s.Submissions.BeginWithin(ctx, []Request{ask("b", 2), ask("c", 3)}, terms("10"))
	isLimit(err, "6", "5", false)
	_, err = s.Submissions.BeginWithin(ctx, []Request{ask("d", 5)}, terms("0.50 USD"))
	isLimit(err, "0.3", "0.25", false)
	// What has no price can't be within a limit.
	_, err = s.Submissions.BeginWithin(ctx, []Request{ask("e", 1), ask("f", 0)}, terms("10"))
	isLimit(err, "6", "1", true)
	_, err = s.Submissions.BeginWithin(ctx, []Request{ask("g", 1)}, terms("10 EUR"))
	isLimit(err, "0", "0", true)
	if n := must(s.Totals(ctx))(t).Entries; n != 1 {
		t.Errorf("%d entries", n)
	}
	must(s.Submissions.BeginWithin(ctx, []Request{ask("h", 4)}, terms("10")))(t) // up to the limit
	over := terms("10")
	over.Over = true
	must(s.Submissions.BeginWithin(ctx, []Request{ask("i", 4)}, over))(t)
	s.clock.Advance(24 * time.Hour)
	must(s.Submissions.BeginWithin(ctx, []Request{ask("j", 10)}, terms("10")))(t) // another day
}

// A limit holds for sending again too, and leaves the old request as it was.
func TestALimitHoldsForSendingAgain(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	old := must(s.Submissions.BeginWithin(ctx, []Request{ask("a", 6)}, terms("10")))(t)[0]
	must(s.Submissions.Settle(ctx, old.Submission.ID, Unknown, nil))(t)
	if _, err := s.Submissions.SendAgainWithin(ctx, old.ID, terms("10")); err == nil {
		t.Fatal("12 of 10 were sent") // the lost one may have been charged
	}
	if got := must(s.Entry(ctx, old.ID))(t); got.State != EntryUnknown {
		t.Errorf("the old one is %s", got.State)
	}
	must(s.Submissions.SendAgainWithin(ctx, old.ID, terms("12")))(t)
	if got := must(s.Costs.Spent(ctx, epoch, ""))(t); got.String() != "12" {
		t.Errorf("%s spent", got)
	}
}

// However many press at once, what is written down is within the limit.
func TestTwoPressesDoNotPassALimitTogether(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	var presses sync.WaitGroup
	for range 8 {
		presses.Go(func() {
			_, err := s.Submissions.BeginWithin(ctx, []Request{ask("a", 4)}, terms("10"))
			if _, limited := errors.AsType[*cost.LimitError](err); err != nil && !limited {
				t.Error(err)
			}
		})
	}
	presses.Wait()
	if n := must(s.Totals(ctx))(t).Entries; n != 2 {
		t.Errorf("%d of 8 were written down", n)
	}
}

// Earlier jobs get a price only when a person says so, and lose it again.
func TestEarlierJobsArePricedOnRequest(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	s.put(full(running("ig_1", 10)))
	training := running("db_1", 100)
	training.JobType = api.TypeDreambooth
	s.put(full(training))
	refused := must(s.Submissions.Begin(ctx, []Request{ask("a", 2)}))(t)[0]
	must(s.Submissions.Settle(ctx, refused.Submission.ID, Refused, nil))(t)
	paid := must(s.Submissions.BeginWithin(ctx, []Request{ask("b", 2)}, terms("")))(t)[0]
	dear := cost.Read(cost.Typed{Prices: `[{"tokens":"3"}]`}).Prices
	priced := must(s.Costs.PriceEarlier(ctx, dear))(t)
	if got := s.job("ig_1"); !slices.Equal(priced, []int64{got.ID}) || got.Cost == nil || got.Cost.Tokens.String() != "12" {
		t.Errorf("priced %v: %+v", priced, got.Cost)
	}
	if got := must(s.Entry(ctx, paid.ID))(t); got.Cost.Tokens.String() != "2" {
		t.Errorf("a job with a price got %s", got.Cost.Tokens)
	}
	if err := s.Costs.Unprice(ctx, []int64{priced[0], paid.ID}); err != nil {
		t.Fatal(err)
	}
	if one, two := s.job("ig_1"), must(s.Entry(ctx, paid.ID))(t); one.Cost != nil || two.Cost == nil {
		t.Errorf("after that %+v and %+v", one.Cost, two.Cost)
	}
}

func TestSpendingIsGrouped(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	studio := must(s.Accounts.Add(ctx, "Studio", "Main"))(t)
	five, rejected, yes := 5, -1, true
	job := func(id string, state api.State, account int64) []Image {
		t.Helper()
		request := ask(id, 4)
		request.Account = account
		e := must(s.Submissions.BeginWithin(ctx, []Request{request}, terms("")))(t)[0]
		must(s.Submissions.Accept(ctx, e.Submission.ID, id))(t)
		j := running(id, 100, 0, 1, 2, 3)
		j.Config, j.State = e.Submission.Config, state
		s.put(full(j))
		images := s.imagesOf(s.job(id))
		for _, i := range images {
			must(s.Images.Start(ctx, i.ID))(t)
			must(s.Images.Save(ctx, i.ID, Saved{Path: "/p/" + id + i.Generated.GeneratedImageID, At: epoch}))(t)
		}
		return images
	}
	first := job("ig_1", api.Success, FirstAccount)
	must(s.Marks.Set(ctx, []int64{first[0].ID}, Marking{Favourite: &yes, AddTags: []string{"red", "blue"}}))(t)
	must(s.Marks.Set(ctx, []int64{first[1].ID}, Marking{Rating: &five, AddTags: []string{"red"}}))(t)
	must(s.Marks.Set(ctx, []int64{first[2].ID}, Marking{Rating: &rejected}))(t)
	s.clock.Advance(40 * 24 * time.Hour)
	second := job("ig_2", api.Success, studio.ID)
	must(s.Marks.Set(ctx, []int64{second[0].ID}, Marking{Favourite: &yes}))(t)
	must(s.Images.Trash(ctx, []int64{second[0].ID}))(t)
	job("ig_3", api.Failure, FirstAccount)
	lost := must(s.Submissions.BeginWithin(ctx, []Request{ask("lost", 4)}, terms("")))(t)[0]
	must(s.Submissions.Settle(ctx, lost.Submission.ID, Unknown, nil))(t)
	s.put(full(running("ig_website", 10)))

	spending := must(s.Costs.Spending(ctx, 4))(t)
	tokens := func(n int) Sums {
		if n == 0 {
			return Sums{}
		}
		return Sums{cost.Amount(n) * 1e6, map[string]cost.Amount{"USD": cost.Amount(n) * 50_000}}
	}
	total := spending.Total()
	want := SpendingGroup{Done: tokens(8), Failed: tokens(4), Unsure: tokens(4), Jobs: 5, Unpriced: 1, Pictures: 8, Kept: 2}
	if diff := cmp.Diff(want, total); diff != "" {
		t.Errorf("total: %s", diff)
	}
	if each, ok := total.PerKept("USD"); !ok || each.String() != "0.2" {
		t.Errorf("a kept picture cost %s", each)
	}
	if _, ok := (SpendingGroup{}).PerKept(""); ok {
		t.Error("none kept, and yet a price")
	}
	if all := must(s.Costs.Spending(ctx, 0))(t).Total(); all.Kept != 6 { // neither rejected nor in the trash
		t.Errorf("%d kept of all", all.Kept)
	}
	keys := map[SpendingBy][]string{
		ByDay: {"2026-04-10", "2026-03-01"}, ByWeek: {"2026-04-06", "2026-02-23"}, ByMonth: {"2026-04", "2026-03"}, ByModel: {"ckp_a", "ckp_15f9112b"},
		ByAccount: {"1", "2"}, ByTag: {"", "red", "blue"},
	}
	for by, want := range keys {
		var got []string
		for _, g := range spending.Groups(by, time.UTC) {
			got = append(got, g.Key)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by %s: %s", by, diff)
		}
	}
	tags := spending.Groups(ByTag, time.UTC)
	if red := tags[1]; red.Done.Tokens.String() != "2" || red.Pictures != 2 || red.Kept != 2 || tags[2].Done.Tokens.String() != "1" {
		t.Errorf("by tag: %+v", tags)
	}
	if since := spending.Since(epoch.Add(time.Hour)).Total(); since.Jobs != 3 {
		t.Errorf("%d jobs later", since.Jobs)
	}
	if got := must(s.Costs.KeptPrompts(ctx, "ckp_a", 4, 9))(t); !cmp.Equal(got, []KeptPrompt{{first[0].EntryID, 2}}) {
		t.Errorf("kept prompts: %+v", got)
	}
}
