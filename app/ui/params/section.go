package params

import (
	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/widgets/darkroom"
)

// builders make the controls that need more than a row of the table. nil: the
// control of another field shows it.
type builders map[request.Field]func() fyne.CanvasObject

// section makes the controls of a section, in the order of the table.
func (f *form) section(section request.Section, own builders) fyne.CanvasObject {
	var list pairs
	for _, row := range request.Rows() {
		if row.Section != section {
			continue
		}
		build, special := own[row.Field]
		switch {
		case !special:
			list.add(f.control(row))
		case build != nil:
			list.add(build(), false)
		}
	}
	return arrange.Stack(darkroom.Space12, list.all()...)
}

// pairs is a column in which two consecutive narrow objects share a line.
type pairs struct {
	objects []fyne.CanvasObject
	waiting fyne.CanvasObject // a narrow object that waits for another
}

func (p *pairs) add(object fyne.CanvasObject, narrow bool) {
	switch {
	case !narrow:
		p.objects = append(p.all(), object)
	case p.waiting == nil:
		p.waiting = object
	default:
		p.objects = append(p.objects, arrange.Columns(darkroom.Space12, p.waiting, object))
		p.waiting = nil
	}
}

func (p *pairs) all() []fyne.CanvasObject {
	if p.waiting != nil {
		p.objects = append(p.objects, p.waiting)
		p.waiting = nil
	}
	return p.objects
}
