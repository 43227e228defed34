package preferences

import (
	"strings"

	"lookbook/app/cost"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
)

// table lists the rows in the order in which they are shown. A group with no row isn't listed.
func table() []row {
	return []row{
		choice("theme", General, func(s *settings.Values) *settings.Theme { return &s.Theme }, settings.ThemeSystem, settings.ThemeLight, settings.ThemeDark),
		list("language", General, func(s *settings.Values) *string { return &s.Language }, languages),
		toggle("contrast", General, func(s *settings.Values) *bool { return &s.HighContrast }),
		toggle("still", General, func(s *settings.Values) *bool { return &s.Still }),
		number("scale", General, func(s *settings.Values) *int { return &s.Scale }, percent, settings.Scales()...),
		{"demo", General, buildDemo},

		{"folder", Pictures, buildFolder},
		{"names", Pictures, buildNames},
		toggle("go.on", Pictures, func(s *settings.Values) *bool { return &s.GoOn }),
		{"wildcards", Pictures, buildWildcards},

		toggle("source", Metadata, func(s *settings.Values) *bool { return &s.TellSource }),
		toggle("prompt", Metadata, func(s *settings.Values) *bool { return &s.TellPrompt }),
		line("writer", Metadata, func(s *settings.Values) *string { return &s.PromptWriter }, nil),
		toggle("marks", Metadata, func(s *settings.Values) *bool { return &s.WriteMarks }),

		number("downloads", Network, func(s *settings.Values) *int { return &s.Downloads }, plain, 1, 2, 3, 4, 5, 6),
		choice("proxy", Network, func(s *settings.Values) *settings.Proxy { return &s.Proxy }, settings.ProxySystem, settings.ProxyNone, settings.ProxyGiven),
		line("proxy.address", Network, func(s *settings.Values) *string { return &s.ProxyAddress }, proxyProblem).when(givenProxy),
		{"hosts", Network, buildHosts},

		toggle("notify.done", Notifications, func(s *settings.Values) *bool { return &s.NotifyDone }),
		toggle("notify.failed", Notifications, func(s *settings.Values) *bool { return &s.NotifyFailed }),
		toggle("notify.needed", Notifications, func(s *settings.Values) *bool { return &s.NotifyNeeded }),
		toggle("prompts.outside", Notifications, func(s *settings.Values) *bool { return &s.PromptsOutside }),
		choice("closing", Notifications, func(s *settings.Values) *settings.Closing { return &s.Closing },
			settings.ClosingAsks, settings.ClosingHides, settings.ClosingQuits),

		{"key", Accounts, buildKey},

		line("token.price", Cost, func(s *settings.Values) *string { return &s.TokenPrice }, tokenPriceProblem),
		line("limit.day", Cost, func(s *settings.Values) *string { return &s.LimitDay }, limitProblem),
		line("limit.month", Cost, func(s *settings.Values) *string { return &s.LimitMonth }, limitProblem),
		number("kept", Cost, func(s *settings.Values) *int { return &s.KeptRating }, keptWords, 0, 1, 2, 3, 4, 5),

		toggle("updates", Trouble, func(s *settings.Values) *bool { return &s.UpdatesLook }),
		line("updates.address", Trouble, func(s *settings.Values) *string { return &s.UpdatesURL }, addressProblem),
		{"updates.now", Trouble, buildLookNow},
		{"support", Trouble, buildSupport},
	}
}

// languages are the languages to choose from, each by its own name.
func languages() (values, words []string) {
	values, words = []string{""}, []string{label("language", ".system")}
	for _, l := range message.Languages() {
		values, words = append(values, l.Tag), append(words, l.Name)
	}
	return values, words
}

func percent(n int) string { return message.T("preferences.percent", message.With{"Percent": n}) }

// givenProxy reports whether a person gives the proxy's address.
func givenProxy(s State) bool { return s.Values.Proxy == settings.ProxyGiven }

// proxyProblem says what is wrong with a proxy's address.
func proxyProblem(address string) string {
	_, fault := settings.ParseProxy(address)
	if fault == "" {
		return ""
	}
	return message.T("preferences.proxy." + string(fault))
}

// tokenPriceProblem says what is wrong with the money for a token; nothing typed: it is not known.
func tokenPriceProblem(text string) string {
	_, err := cost.ParseMoney(text)
	return priceWords(text, err)
}

// limitProblem says what is wrong with a limit; nothing typed: there is none.
func limitProblem(text string) string {
	_, err := cost.ParseSum(text)
	return priceWords(text, err)
}

func priceWords(text string, err error) string {
	if err == nil || strings.TrimSpace(text) == "" {
		return ""
	}
	return message.T("prices.wrong", message.With{"Why": message.Error(err)})
}

// keptWords says which pictures count as kept.
func keptWords(rating int) string {
	if rating == 0 {
		return message.T("preferences.kept.all")
	}
	return message.N("preferences.kept.stars", rating)
}
