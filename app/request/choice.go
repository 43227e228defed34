package request

import "lookbook/api"

// Choice is the model of a draft, its type, and the field in which it is sent.
type Choice struct {
	draft *Draft
	kind  ModelKind // field to send the model in; ByName: its id decides
	typed bool      // the user chose the model type
}

// load reads what was chosen from a request. An id that stands in another field
// than its form says stays there.
func (c *Choice) load(config api.Config) {
	c.kind, c.typed = ByName, false
	if id := config.CheckpointID; id != "" && KindOf(id) != Trained {
		c.kind = Trained
	}
	if id := config.BaseModel; id != "" && config.CheckpointID == "" && KindOf(id) != Stock {
		c.kind = Stock
	}
}

// Set sets the model. It also sets the model's type, unless the user chose
// the type, and that type's size and steps, if they still were the old type's
// defaults.
func (c *Choice) Set(m Model) {
	kind := c.kind
	if kind == ByName {
		kind = m.kind()
	}
	c.draft.Edit(BaseModel, func(config *api.Config) { config.BaseModel = "" })
	c.draft.Edit(CheckpointID, func(config *api.Config) { config.CheckpointID = "" })
	if kind == Trained {
		c.draft.config.CheckpointID = m.ID
	} else {
		c.draft.config.BaseModel = m.ID
	}
	if m.ID != "" && !c.typed {
		c.setType(TypeOf(m))
	}
}

// ID returns the id of the model as it would be sent, and the field for it.
func (c *Choice) ID() (id string, kind ModelKind) {
	if c.draft.config.CheckpointID != "" {
		return c.draft.config.CheckpointID, Trained
	}
	return c.draft.config.BaseModel, Stock
}

// Kind is the field that the user chose for the model; ByName is the normal
// case.
func (c *Choice) Kind() ModelKind { return c.kind }

// SetKind chooses the field in which the model is sent. ByName lets its id
// decide again.
func (c *Choice) SetKind(kind ModelKind) {
	c.kind = kind
	id, _ := c.ID()
	typed := c.typed
	c.typed = true // the model stays the same, so its type stays too
	c.Set(Model{ID: id})
	c.typed = typed
}

// SetType sets a type chosen by the user. "" makes the type follow m, the
// model in use.
func (c *Choice) SetType(modelType string, m Model) {
	c.typed = modelType != ""
	if modelType == "" && m.ID != "" {
		modelType = TypeOf(m)
	}
	c.setType(modelType)
}

// TypeChosen reports whether the user chose the model type.
func (c *Choice) TypeChosen() bool { return c.typed }

// setType changes the type, and the values that still are the old type's
// defaults.
func (c *Choice) setType(modelType string) {
	if before := c.draft.config.ModelType; modelType != "" {
		if c.draft.Sides.Size() == Sizes(before)[0] {
			c.draft.Sides.Set(Sizes(modelType)[0])
		}
		for _, r := range rows {
			starts := r.StartsAs(before)
			if r.Grid == 0 && starts != "" && starts != r.StartsAs(modelType) && r.Get(c.draft.config) == starts {
				c.draft.Set(r.Field, r.StartsAs(modelType))
			}
		}
	}
	c.draft.Set(ModelType, modelType)
}
