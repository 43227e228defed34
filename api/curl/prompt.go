package curl

import "regexp"

// shellPrompt matches a terminal's prompt that was copied with the command:
// "$", "shell>", "me@host:~/dir$", "[me@host dir]$", "C:\Users\me>", "PS C:\>",
// "(venv) %", and the signs of popular prompts.
var shellPrompt = regexp.MustCompile("^[^\\n'\"`|&;<>=]{0,120}[$%>#❯➜✗λ»›▶][^\\n'\"`|&;<>={]{0,40}?[ \\t\u00A0]*(?:& )?(?i:curl(?:\\.exe)?)[ \\t\u00A0\\\\^`]")

// morePrompt matches a terminal's prompt before further lines of a command.
var morePrompt = regexp.MustCompile("([\\\\^`]\n)(>>? ?|More\\? )")

var commandName = regexp.MustCompile(`(?i:curl(?:\.exe)?).$`)

// afterPrompt returns the start of the command after the prompt, and the source with blanks instead
// of the prompts of further lines. Without a prompt both are unchanged.
func afterPrompt(src source, start int) (source, int) {
	found := shellPrompt.FindStringIndex(string(src[start:]))
	if found == nil {
		return src, start
	}
	name := commandName.FindStringIndex(string(src[start : start+found[1]]))
	if name[0] == 0 {
		return src, start
	}
	blanked := morePrompt.ReplaceAllStringFunc(string(src), func(more string) string {
		plain := []byte(more)
		for i := 2; i < len(plain); i++ {
			plain[i] = ' '
		}
		return string(plain)
	})
	return source(blanked), start + name[0]
}
