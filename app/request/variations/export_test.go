package variations

import (
	"lookbook/api"
	"lookbook/app/request"
)

// Axis is one thing that varies, and its values as they are shown.
type Axis struct {
	Name   string // unique within a plan: "Steps", "Prompt 2"
	Field  request.Field
	Values []string
}

// Axes are the things that vary.
func (p Plan) Axes() []Axis {
	axes := make([]Axis, len(p.axes))
	for n, a := range p.axes {
		axes[n] = Axis{Name: a.name, Field: a.field}
		for i := range a.count {
			label, _ := a.at(i)
			axes[n].Values = append(axes[n].Values, label)
		}
	}
	return axes
}

// Expand are all variants, row by row.
func (p Plan) Expand() []Variant { return p.First(p.count) }

// Of is With without lists.
func Of(config api.Config, sweeps []Sweep) (Plan, error) { return With(nil, config, sweeps) }
