package cost_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/cost"
	"lookbook/app/request"
)

func TestPricesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"1": "1", "0,05": "0.05", ".5": "0.5", "0.125": "0.125", "1.125": "1.125", "0,125": "0.125", "12.": "12", " 1,50 ": "1.5", "+3": "3", "1000000": "1000000",
		"20 tokens": "20", "0.05 USD": "0.05 USD", "usd 0,05": "0.05 USD", "$0.05": "0.05 $", "0,05 €": "0.05 €", "€ 5": "5 €", "12 kr": "12 KR", "0.000001": "0.000001",
	} {
		if got, err := cost.ParseSum(text); err != nil || got.String() != want {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]error{
		"": cost.ErrEmpty, " ": cost.ErrEmpty, "0": cost.ErrZero, "0,00 €": cost.ErrZero, "-0,05": cost.ErrNegative, "−5": cost.ErrNegative, "-$5": cost.ErrNegative, "$-5": cost.ErrNegative,
		"free": cost.ErrNumber, ".": cost.ErrNumber, "1-2": cost.ErrNumber, "1e9": cost.ErrNumber, "1,000": cost.ErrGrouped, "1,000.50": cost.ErrGrouped, "1.000,50": cost.ErrGrouped, "1 000": cost.ErrGrouped,
		"1000001": cost.ErrHuge, "99999999999999999999": cost.ErrHuge, "0.0000001": cost.ErrFine, "5 % off": cost.ErrCurrency, "$5 USD": cost.ErrCurrency, "5 dollars": cost.ErrCurrency, "5 (USD)": cost.ErrCurrency,
	} {
		if got, err := cost.ParseSum(text); !errors.Is(err, want) {
			t.Errorf("%q became %v, %v; want %v", text, got, err, want)
		}
	}
	if _, err := cost.ParseMoney("0.05"); !errors.Is(err, cost.ErrNoCurrency) {
		t.Errorf("money without a currency: %v", err)
	}
	if _, err := cost.ParseTokens("1 USD"); !errors.Is(err, cost.ErrTokens) {
		t.Errorf("tokens with a currency: %v", err)
	}
}

// What is shown is read back as the same, and nothing makes the reader panic.
func TestAmountsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := cost.Amount(rapid.Int64Range(1, 1e12).Draw(t, "amount"))
		if got, err := cost.ParseTokens(want.String()); err != nil || got != want {
			t.Fatalf("%s became %s, %v", want, got, err)
		}
		_, _ = cost.ParseSum(rapid.String().Draw(t, "text"))
		_ = cost.ParseRules(rapid.String().Draw(t, "rules"))
	})
}

// Sums are exact, and what is beyond all bounds stays at the bound.
func TestMoneyIsNoFloat(t *testing.T) {
	tenth, _ := cost.ParseTokens("0.1")
	var sum cost.Amount
	for range 1000 {
		sum = sum.Plus(tenth)
	}
	if sum.String() != "100" || sum.Decimal(2) != "100.00" {
		t.Errorf("a thousand tenths are %s", sum)
	}
	million, _ := cost.ParseTokens("1000000")
	prices := cost.Prices{Rules: []cost.Rule{{Tokens: million}}, Token: cost.Sum{Amount: million, Currency: "USD"}}
	got, known := prices.Of(api.Config{NumSamples: 1 << 62})
	if !known || got.Tokens != cost.Most || got.Money != cost.Most {
		t.Errorf("more than all is %+v", got)
	}
	if each, ok := tenth.Times(100).Per(3); !ok || each.String() != "3.333333" || each.Round(2).String() != "3.33" {
		t.Errorf("a third of 10 is %s", each)
	}
	if _, ok := tenth.Per(0); ok {
		t.Error("divided among none")
	}
}

func TestThePriceWithTheMostConditionsCounts(t *testing.T) {
	tokens := func(text string) cost.Amount { a, _ := cost.ParseTokens(text); return a }
	large := request.Size{Width: 1024, Height: 1024}
	rules := []cost.Rule{
		{Type: request.SDXL, Tokens: tokens("2")},
		{Type: request.SDXL, Size: large, Fix: cost.WithFix, Tokens: tokens("5")},
		{Size: large, Tokens: tokens("3")},
		{Fix: cost.WithFix, Tokens: tokens("0,5")},
	}
	prices := cost.Prices{Rules: cost.ParseRules(cost.FormatRules(rules)), Token: cost.Sum{Amount: tokens("0.05"), Currency: "USD"}}
	if diff := cmp.Diff(rules, prices.Rules); diff != "" {
		t.Fatalf("rules came back otherwise: %s", diff)
	}
	on := true
	for _, c := range []struct {
		config api.Config
		want   string // "": not known
	}{
		{api.Config{ModelType: request.SDXL, NumSamples: 4}, "8"},
		{api.Config{BaseModel: "stable-diffusion-xl-v1-0", NumSamples: 4}, "8"},
		{api.Config{ModelType: request.SDXL, NumSamples: 1, Width: 1024, Height: 1024}, "3"}, // the later of two
		{api.Config{ModelType: request.SDXL, NumSamples: 1, Width: 1024, Height: 1024, EnableHRF: &on}, "5"},
		{api.Config{ModelType: request.SD, NumSamples: 3, EnableHRF: &on}, "1.5"},
		{api.Config{ModelType: request.SD, NumSamples: 3}, ""},
		{api.Config{CheckpointID: "ckp_sdxl", NumSamples: 3}, ""}, // no price is guessed from a name
		{api.Config{ModelType: request.SDXL}, ""},                 // nor from a number that isn't told
	} {
		got, known := prices.Of(c.config)
		if known != (c.want != "") || known && got.Tokens.String() != c.want {
			t.Errorf("%+v costs %s, %v", c.config, got.Tokens, known)
		}
	}
	total := prices.Sum(slices.Values([]api.Config{{ModelType: request.SDXL, NumSamples: 4}, {ModelType: request.SD, NumSamples: 4}, {ModelType: request.SDXL, NumSamples: 1}}))
	if _, known := total.In(""); known || total.Unknown != 1 || total.Requests != 3 || total.Cost.Tokens.String() != "10" || total.Cost.Money.String() != "0.5" {
		t.Errorf("the total is %+v", total)
	}
}

func TestWhatCannotBeReadIsNotKnown(t *testing.T) {
	for _, text := range []string{"", "x", "null", "7", `[{"tokens":"0"},{"tokens":"-1"},{"tokens":"1 USD"},{"size":"9","tokens":"1"},{"fix":"maybe","tokens":"1"},{}]`} {
		if rules := cost.ParseRules(text); len(rules) != 0 {
			t.Errorf("%q gave %+v", text, rules)
		}
	}
	terms := cost.Read(cost.Typed{Token: "0", Day: "-1", Month: "5 USD"})
	if terms.Prices.Token != (cost.Sum{}) || len(terms.Limits) != 1 || terms.Limits[0].Period != cost.Month {
		t.Errorf("read %+v", terms)
	}
	if _, known := terms.Prices.Of(api.Config{NumSamples: 1}); known {
		t.Error("a cost without a price")
	}
}

// A day is 23 hours long when clocks are put forward.
func TestPeriodsBeginAtMidnight(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 29, 12, 0, 0, 0, berlin)
	if got := cost.Day.Since(now); now.Sub(got) != 11*time.Hour {
		t.Errorf("the day began at %s", got)
	}
	if got := cost.Month.Since(now).Format(time.RFC3339); got != "2026-03-01T00:00:00+01:00" {
		t.Errorf("the month began at %s", got)
	}
}
