package command

import (
	"bytes"
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"lookbook/app/library"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
)

// spend says what pictures cost.
type spend struct {
	By  string `enum:"day,week,month,model,tag,account" default:"month" placeholder:"WHAT"`
	CSV bool   `name:"csv"`
}

func (s *spend) Run(ctx context.Context, env *Env) error {
	paths, err := userPaths()
	if err != nil {
		return err
	}
	preferences, err := settings.Open(paths.Settings())
	if err != nil {
		return err
	}
	by := library.SpendingBy(s.By)
	out := newPrinter(env.Out)
	err = read(ctx, func(lib *library.Library) error {
		spending, err := lib.Costs.Spending(ctx, preferences.Current().KeptRating)
		if err != nil {
			return err
		}
		groups := spending.Groups(by, time.Local)
		for i, g := range groups {
			if id, err := strconv.ParseInt(g.Key, 10, 64); err == nil && by == library.ByAccount {
				groups[i].Key = cmp.Or(spending.Accounts[id], g.Key)
			}
		}
		if s.CSV {
			var text bytes.Buffer
			if err := library.WriteCSV(&text, by, groups, spending.Currencies()); err != nil {
				return err
			}
			return out.line(strings.TrimSuffix(text.String(), "\n"))
		}
		for _, g := range groups {
			if err := out.line(spendLine(g, spending.Currencies())); err != nil {
				return err
			}
		}
		if unpriced := spending.Total().Unpriced; unpriced > 0 {
			env.say(message.N("command.spend.unpriced", unpriced))
		}
		return nil
	})
	return cmp.Or(err, out.flush())
}

// spendLine is a group with what it cost, what may have been charged beside, and its pictures.
func spendLine(g library.SpendingGroup, currencies []string) string {
	words := func(sums library.Sums) string {
		if g.Unpriced == g.Jobs {
			return message.Cost(nil)
		}
		parts := []string{message.Tokens(sums.Tokens)}
		for _, currency := range currencies {
			if amount, spent := sums.Money[currency]; spent {
				parts = append(parts, message.Money(amount, currency))
			}
		}
		return strings.Join(parts, ", ")
	}
	fields := []string{cmp.Or(g.Key, "-"), words(g.Done), message.N("command.jobs", g.Jobs), message.N("command.images", g.Pictures)}
	if g.Failed.Tokens > 0 {
		fields = append(fields, message.T("command.spend.failed", message.With{"Cost": words(g.Failed)}))
	}
	if g.Unsure.Tokens > 0 {
		fields = append(fields, message.T("command.spend.unsure", message.With{"Cost": words(g.Unsure)}))
	}
	return strings.Join(fields, "\t")
}
