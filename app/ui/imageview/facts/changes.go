package facts

import (
	"slices"
	"strings"

	"lookbook/app/request"
	"lookbook/app/ui/message"
)

// Changes says what was changed from one picture to one that was made from it, a line for each parameter. Seeds count
// only if nothing else was changed.
func Changes(from, to Item, models Models) []string {
	var lines []string
	differ, _ := Diff([]Item{from, to}, models)
	for _, row := range differ {
		before, after := row.Values[0], row.Values[1]
		with := message.With{"Name": row.Name, "From": legible(before), "To": legible(after)}
		switch {
		case row.Name == message.Field(request.Seed):
		case row.Name == message.T("facts.size") && (before == "" || after == ""): // one of them has no file yet
		case row.Long && Scattered(after, row.Marks[1]):
			lines = append(lines, message.T("family.other.text", with))
		case row.Long:
			with["Removed"], with["Added"] = missing(before, row, 0), missing(after, row, 1)
			switch {
			case with["Removed"] == "":
				lines = append(lines, message.T("family.added", with))
			case with["Added"] == "":
				lines = append(lines, message.T("family.removed", with))
			default:
				lines = append(lines, message.T("family.exchanged", with))
			}
		default:
			lines = append(lines, message.T("family.change", with))
		}
	}
	if len(lines) == 0 {
		return []string{message.T("family.seed")}
	}
	return lines
}

func legible(value string) string {
	if value == "" {
		return message.T("imageview.differences.untold")
	}
	return Cut(value)
}

// missing returns the words of a text that the other lacks.
func missing(text string, row Row, of int) string {
	var words []string
	for _, span := range row.Marks[of] {
		word := strings.Trim(text[span.Start:span.End], " ,;.\r\n\t")
		if word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return Cut(strings.Join(words, ", "))
}
