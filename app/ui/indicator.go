package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"lookbook/app/platform/tray"
	"lookbook/app/settings"
	"lookbook/app/ui/activity"
	"lookbook/app/ui/message"
)

// Name is the program's name, and the window's title while nothing runs.
const Name = "Lookbook"

// indicator shows what runs in the window's title and in the tray. It changes
// them only if their words change. UI goroutine only.
type indicator struct {
	window   fyne.Window
	icon     TrayIcon
	settings *settings.Store

	title string
	menu  tray.Menu
}

// show shows what runs.
func (i *indicator) show(at []activity.Job, unsaved int, held bool) {
	c := countJobs(at)
	if title := c.title(held); title != i.title {
		i.title = title
		i.window.SetTitle(title)
	}
	menu := tray.Menu{
		Lines: append(c.summary(unsaved, held), i.lines(at)...), Paused: held,
		Open: message.T("tray.open"), Pause: message.T("tray.pause"), Quit: message.T("tray.quit"),
	}
	if !slices.Equal(menu.Lines, i.menu.Lines) || menu.Paused != i.menu.Paused || menu.Open != i.menu.Open {
		i.menu = menu
		i.icon.Set(menu)
	}
}

// jobCounts counts the jobs at work.
type jobCounts struct {
	running, queued int
	percent         int // of the running ones on average; -1: not known
}

func countJobs(at []activity.Job) jobCounts {
	c := jobCounts{percent: -1}
	sum, known := 0, 0
	for _, job := range at {
		switch {
		case !job.Running:
			c.queued++
		default:
			c.running++
			if job.Percent >= 0 {
				sum += job.Percent
				known++
			}
		}
	}
	if known > 0 && known == c.running {
		c.percent = sum / known
	}
	return c
}

func (c jobCounts) title(held bool) string {
	switch {
	case held:
		return message.T("title.paused")
	case c.percent >= 0:
		return message.N("title.running.percent", c.running, message.With{"Percent": message.Percent(c.percent)})
	case c.running > 0:
		return message.N("title.running", c.running)
	case c.queued > 0:
		return message.N("title.queued", c.queued)
	}
	return Name
}

// summary is the first line of the tray's menu.
func (c jobCounts) summary(unsaved int, held bool) []string {
	switch {
	case held:
		return []string{message.T("tray.paused")}
	case c.running+c.queued > 0:
		return []string{message.T("tray.counts", message.With{"Running": c.running, "Queued": c.queued})}
	case unsaved > 0:
		return []string{message.N("tray.saving", unsaved)}
	}
	return []string{message.T("tray.idle")}
}

// mostTrayJobs bounds the jobs in the tray's menu.
const mostTrayJobs = 5

// lines are the running jobs, newest first.
func (i *indicator) lines(at []activity.Job) (lines []string) {
	const short = 40 // graphemes: menus are narrow
	prompts := i.settings.Current().PromptsOutside
	for _, job := range at {
		if !job.Running || len(lines) == mostTrayJobs {
			continue
		}
		name := message.T("tray.job.unnamed")
		if prompt := beginning(job.Prompt, short); prompts && prompt != "" {
			name = prompt
		}
		if job.Percent < 0 {
			lines = append(lines, name)
			continue
		}
		lines = append(lines, message.T("tray.job", message.With{"Job": name, "Percent": message.Percent(job.Percent)}))
	}
	return lines
}
