package widgets

import (
	"cmp"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"lookbook/widgets/access"
)

// describe is what all buttons tell.
func (p *press) describe(role access.Role, name string) access.Description {
	d := access.Description{Role: role, Name: cmp.Or(name, p.say), Disabled: p.Disabled(), Whole: true}
	if d.Help = p.say; d.Help == d.Name {
		d.Help = ""
	}
	if p.OnTapped != nil {
		d.Press = func() { p.Tapped(nil) }
	}
	return d
}

// Describe tells a screen reader what this is.
func (b *QuietButton) Describe() access.Description { return b.describe(access.Button, b.Text()) }

// Describe tells a screen reader what this is.
func (b *LinkButton) Describe() access.Description { return b.describe(access.Link, b.Text()) }

// Describe tells a screen reader what this is.
func (b *PrimaryButton) Describe() access.Description {
	d := b.describe(access.Button, b.Text())
	d.Help = b.Reason()
	return d
}

// Describe tells a screen reader what this is.
func (b *IconButton) Describe() access.Description {
	d := b.describe(access.Button, b.say)
	if b.on {
		d.Role, d.Checked = access.ToggleButton, access.On
	}
	return d
}

// Describe tells a screen reader what this is.
func (b *CornerButton) Describe() access.Description {
	return access.Description{Role: access.Button, Name: b.say, Whole: true, Press: func() { b.Tapped(nil) }}
}

// Describe tells a screen reader what this is.
func (c *Chip) Describe() access.Description {
	if c.OnTapped == nil {
		return access.Description{Role: access.Label, Name: c.Text(), Whole: true}
	}
	d := c.describe(access.ToggleButton, c.Text())
	d.Checked = access.SwitchOf(c.chosen)
	return d
}

// Describe tells a screen reader what this is.
func (c *FilterChip) Describe() access.Description {
	d := c.describe(access.ToggleButton, strings.TrimSpace(c.Text()+" "+c.Count()))
	d.Checked = access.SwitchOf(c.chosen)
	return d
}

// Describe tells a screen reader what this is.
func (s *Stars) Describe() access.Description {
	d := s.describe(access.Slider, words.Load().Rating)
	d.Press = nil
	d.Range = &access.Range{Most: mostStars, Now: float64(s.rating)}
	if s.Tip != nil && s.rating > 0 {
		d.Help = s.Tip(s.rating)
	}
	return d
}

// Describe tells a screen reader what this is.
func (f *Favourite) Describe() access.Description {
	d := f.describe(access.ToggleButton, f.add)
	d.Checked = access.SwitchOf(f.on)
	d.Press = func() { f.Tapped(nil) }
	return d
}

// Describe tells a screen reader what this is.
func (h *sectionHead) Describe() access.Description {
	d := h.describe(access.ToggleButton, h.words.text)
	d.Expanded = access.SwitchOf(h.section.open)
	return d
}

// Describe tells a screen reader what this is.
func (b *textBlock) Describe() access.Description {
	return access.Description{Role: access.Label, Name: b.text, Whole: true}
}

// Describe tells a screen reader what this is.
func (h *heading) Describe() access.Description {
	return access.Description{Role: access.Heading, Name: strings.TrimSpace(h.title.text + " " + h.note.text), Whole: true}
}

// Describe tells a screen reader what this is.
func (d *Dot) Describe() access.Description {
	return access.Description{Role: access.Label, Name: d.Word(), Whole: true}
}

// Describe tells a screen reader what this is.
func (p *Progress) Describe() access.Description {
	d := access.Description{Role: access.Progress, Whole: true, Busy: p.unknown}
	if !p.unknown {
		d.Range = &access.Range{Most: 1, Now: p.value}
	}
	return d
}

// Describe tells a screen reader what this is.
func (s *SelectText) Describe() access.Description {
	return access.Description{Role: access.Text, Value: s.text, Name: s.text, Lines: true, Whole: true}
}

// Describe tells a screen reader what this is.
func (e *Entry) Describe() access.Description {
	d := access.Description{
		Role: access.Entry, Name: e.PlaceHolder, Value: e.Text, Caret: e.CursorTextOffset(), Disabled: e.Disabled(), Editable: !e.Disabled(), Lines: e.MultiLine,
		Whole: true,
	}
	if e.Password {
		d.Role, d.Value = access.Password, strings.Repeat("•", len([]rune(e.Text)))
	}
	return d
}

// Describe tells a screen reader what this is.
func (f *Field) Describe() access.Description {
	return access.Description{Role: access.Panel, Name: f.label.text, Help: cmp.Or(f.failed, f.warned), Labels: true}
}

// Describe tells a screen reader what this is.
func (t *numberText) Describe() access.Description {
	d := t.Entry.Describe()
	d.Role, d.Name, d.Help = access.SpinButton, "", t.PlaceHolder
	if n, ok := t.e.Value(); ok && t.e.spec.Max > t.e.spec.Min && t.Text != "" {
		var now float64
		if _, err := fmt.Sscan(t.e.spec.format(n), &now); err == nil {
			d.Range = &access.Range{Least: t.e.spec.Min, Most: t.e.spec.Max, Now: now}
		}
	}
	return d
}

// Describe tells a screen reader what this is.
func (s *SearchField) Describe() access.Description {
	return access.Description{Role: access.Panel, Name: s.entry.PlaceHolder, Labels: true}
}

// Describe tells a screen reader what this is.
func (f *flow) Describe() access.Description {
	d := access.Description{Role: access.List, Name: f.Name}
	if focusable, ok := f.self.(fyne.Focusable); ok {
		d.Focus = focusable
	}
	d.Items = []access.Item{}
	for i := range f.headings.shown {
		d.Items = append(d.Items, access.Item{Object: f.headings.strips[i]})
	}
	for _, s := range f.cells.shown {
		state := f.cells.state(s)
		d.Items = append(d.Items, access.Item{Object: s.cell, Selected: state.selected, Current: s.index == f.cursor.index})
	}
	return d
}

// Describe tells a screen reader what this is.
func (t *Thumb) Describe() access.Description {
	return access.Description{Role: access.Image, Name: cmp.Or(t.state.Failed, t.state.Badge, t.state.Caption), Busy: t.state.Loading, Whole: true}
}

// Describe tells a screen reader what this is.
func (b *Banner) Describe() access.Description {
	return access.Description{Role: access.Notification, Name: b.Text()}
}

// Describe tells a screen reader what this is.
func (p *toastPlate) Describe() access.Description {
	return access.Description{Role: access.Notification, Name: p.words.text}
}
