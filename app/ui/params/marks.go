package params

import (
	"slices"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/widgets"
)

// marks are what stands at fields: what is wrong with the request or unusual
// about it, and what the service said of it.
type marks struct {
	places map[request.Field]place
	lists  map[request.Field]*widgets.ComboEntry
	served map[request.Field]string // what the service said, until the field is edited
	shown  map[request.Field]string
}

func newMarks(f *form, lists *valueLists) *marks {
	return &marks{f.places, lists.entries, map[request.Field]string{}, map[request.Field]string{}}
}

// show puts problems at the fields they belong to. It touches only what
// changed, as it runs at every keystroke. A number that is being edited is left
// in peace: on the way from 768 to 1024 there are numbers that are wrong. Once
// no further figure could put it right, there is nothing to wait for.
func (m *marks) show(problems []problem, editing ...request.Field) {
	words := make(map[request.Field]string, len(m.served))
	for field, message := range m.served {
		words[field] = message
	}
	inLists := map[request.Field]string{}
	unusual, unusualInLists := map[request.Field]string{}, map[request.Field]string{}
	for _, problem := range problems {
		at, list := words, inLists
		if problem.warning {
			at, list = unusual, unusualInLists
		}
		switch {
		case problem.empty: // the button says it
		case problem.inList:
			list[marked(problem.field)] = problem.words
		default:
			at[marked(problem.field)] = problem.words
		}
	}
	for field, entry := range m.lists {
		entry.SetError(inLists[field])
		entry.SetWarning(unusualInLists[field])
	}
	for field, place := range m.places {
		typing := place.number && slices.Contains(editing, field)
		settled := !typing || place.beyond != nil && place.beyond()
		switch say := words[field]; {
		case place.Error() == say:
		case typing && (say == "" || !settled):
		case place.number && say == "" && place.Error() != m.shown[field]: // its own judgement
		default:
			place.SetError(say)
			m.shown[field] = say
		}
		if say := unusual[field]; say == "" || settled {
			place.SetWarning(say)
		}
	}
}

// edited forgets what the service said of fields.
func (m *marks) edited(fields ...request.Field) {
	for _, field := range fields {
		delete(m.served, marked(field))
	}
}

// forget takes away what was about another request.
func (m *marks) forget() {
	clear(m.served)
	for field, said := range m.shown {
		if place := m.places[field]; said != "" && place.Error() == said {
			place.SetError("")
		}
	}
	clear(m.shown)
}

// serve takes what the service said about fields. It returns the first of them,
// and the errors that are about none.
func (m *marks) serve(errors []api.FieldError) (first request.Field, rest []api.FieldError) {
	clear(m.served)
	for _, e := range errors {
		field := marked(request.Field(e.Field()))
		if _, ok := m.places[field]; !ok {
			rest = append(rest, e)
			continue
		}
		if first == "" {
			first = field
		}
		m.served[field] = e.Message
	}
	return first, rest
}

// at is what stands at a field, empty for nothing.
func (m *marks) at(field request.Field) string {
	if place, ok := m.places[marked(field)]; ok {
		return place.Error()
	}
	return ""
}
