package request

import (
	"cmp"
	"math"
	"slices"

	"lookbook/api"
)

// Table is the table of fields with the service's description of them.
type Table struct{ told api.Description }

// Describe sets the service's description of the fields. It changes the choices
// and which values are unusual, never what can be sent.
func (t *Table) Describe(told api.Description) { t.told = told }

// Description returns what Describe was given last.
func (t *Table) Description() api.Description { return t.told }

// Row returns the field's row, with the service's description of it.
func (t *Table) Row(field Field) Row { return field.Row().Described(t.told) }

// StockModels are the service's own models; see DescribedModels.
func (t *Table) StockModels() []Model { return DescribedModels(t.told) }

// Described returns the row with the service's own description of the field in
// place of the table's guess: range, step and choices. These are hints. A value
// outside them is unusual and can be sent.
func (r Row) Described(told api.Description) Row {
	said, there := told.Fields[string(r.Field)]
	if !there {
		return r
	}
	if r.Number() {
		r.describeNumber(said)
	}
	if r.Kind == KindChoice && len(said.Choices) > 0 {
		r.Offers = slices.Clone(said.Choices)
	}
	return r
}

func (r *Row) describeNumber(said api.FieldDescription) {
	least, most := r.Min, r.Max
	if said.Min != nil {
		least = *said.Min
	}
	if said.Max != nil {
		most = *said.Max
	}
	if r.Field == Seed {
		least = min(least, r.Min) // a random seed is known to work, whatever the description says
	}
	if least < most {
		r.Min, r.Max = least, most
	}
	if step := said.MultipleOf; r.Kind == KindWhole && r.Grid > 0 && step == math.Trunc(step) && step >= 1 && step <= MaxSide {
		r.Grid, r.Step = int(step), step
	}
}

// DescribedModels are the service's own models: those in its description,
// otherwise those seen in use.
func DescribedModels(told api.Description) []Model {
	said := told.Fields[string(BaseModel)].Choices
	if len(said) == 0 {
		return StockModels()
	}
	models := make([]Model, len(said))
	for i, id := range said {
		models[i] = Model{ID: id, Kind: Stock}
		if at := slices.IndexFunc(StockModels(), func(m Model) bool { return m.ID == id }); at >= 0 {
			models[i] = StockModels()[at]
		}
		models[i].Type = cmp.Or(models[i].Type, TypeOf(models[i]))
	}
	return models
}
