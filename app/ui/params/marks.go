package params

import (
	"slices"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// marks are the problems shown beside fields: of the request, and those that
// the service reported.
type marks struct {
	places map[request.Field]place
	lists  map[request.Field]*widgets.ComboEntry
	served map[request.Field]string // reported by the service, until the field is edited
	shown  map[request.Field]string
}

func newMarks(f *form, lists *valueLists) *marks {
	return &marks{f.places, lists.entries, map[request.Field]string{}, map[request.Field]string{}}
}

// show shows problems beside their fields. It changes only what differs,
// because it runs at every keystroke. A number that is being typed is not
// marked: on the way from 768 to 1024 there are invalid numbers. It is marked
// once no further digit can correct it.
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
		case place.number && say == "" && place.Error() != m.shown[field]: // its own message
		default:
			place.SetError(say)
			m.shown[field] = say
		}
		if say := unusual[field]; say == "" || settled {
			place.SetWarning(say)
		}
	}
}

// edited forgets what the service said about fields.
func (m *marks) edited(fields ...request.Field) {
	for _, field := range fields {
		delete(m.served, marked(field))
	}
}

// forget clears what was about another request.
func (m *marks) forget() {
	clear(m.served)
	for field, said := range m.shown {
		if place := m.places[field]; said != "" && place.Error() == said {
			place.SetError("")
		}
	}
	clear(m.shown)
}

// serve shows what the service said about fields. It returns the first of them,
// and the errors about none.
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
		m.served[field] = message.Complaint(e)
	}
	return first, rest
}

// at returns the text beside a field; "": none.
func (m *marks) at(field request.Field) string {
	if place, ok := m.places[marked(field)]; ok {
		return place.Error()
	}
	return ""
}
