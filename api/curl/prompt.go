package curl

import "regexp"

// shellPrompt is what a terminal shows before a command that was copied with
// its line: "$", "shell>", "me@host:~/dir$", "[me@host dir]$", "C:\Users\me>",
// "PS C:\>", "(venv) %", and the signs that popular prompts draw.
var shellPrompt = regexp.MustCompile("^[^\\n'\"`|&;<>=]{0,120}[$%>#❯➜✗λ»›▶][^\\n'\"`|&;<>={]{0,40}?[ \\t\u00A0]*(?:& )?(?i:curl(?:\\.exe)?)[ \\t\u00A0\\\\^`]")

// morePrompt is what a terminal shows before the further lines of a command.
var morePrompt = regexp.MustCompile("([\\\\^`]\n)(>>? ?|More\\? )")

var commandName = regexp.MustCompile(`(?i:curl(?:\.exe)?).$`)

// afterPrompt returns where the command begins behind the terminal's prompt, and
// the source with blanks in the place of the prompts of further lines. Without a
// prompt both stay as they are.
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
