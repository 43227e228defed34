package message_test

import (
	"go/ast"
	"strings"
	"testing"

	"lookbook/api/curl"
	"lookbook/app/ui/message"
)

// Text that can't be parsed is reported with the text and its place.
func TestWhatCannotBeReadIsSaid(t *testing.T) {
	const start = "curl https://api.dreamlook.ai/image_gen "
	const body = ` -d '{"prompt":"x"}'`
	for text, want := range map[string]string{
		" \n\t": "There is nothing to read: the text is empty",
		"wget https://api.dreamlook.ai/image_gen":                      "This is neither a curl command nor a JSON object (line 1, column 1)",
		"curl https://example.com/image_gen" + body:                    "This request goes to example.com, and only requests to api.dreamlook.ai are read here (line 1, column 6)",
		"curl https://api.dreamlook.ai/dreambooth" + body:              "This request goes to /dreambooth, and a request to generate images goes to /image_gen (line 1, column 6)",
		start + "-X get" + body:                                        "This is a GET request, and a request to generate images is a POST (line 1, column 44)",
		start + "-F prompt=x":                                          "-F sends a form or a file, and an image generation request is JSON (line 1, column 41)",
		start + "--frobnicate" + body:                                  "curl has no option --frobnicate that is known here (line 1, column 41)",
		start + "-d":                                                   "The command ends after -d, which needs a value (line 1, column 41)",
		start + "\\\n -d \"$HOME\"":                                    "$HOME is a variable of the shell, and only $DREAMLOOK_API_KEY is known here: put its text there, or single quotes around it (line 2, column 6)",
		start + `-d "$(id)"`:                                           "$(… would run or work out something, and Lookbook runs nothing: put the text itself there (line 1, column 45)",
		start + "-d '{}":                                               "The quote ' that opens here is never closed (line 1, column 44)",
		start + body + "\nrm -rf x":                                    `A second command begins here: paste one, its lines joined by a \ at their very end (line 2, column 1)`,
		"(" + start + body + ")":                                       "The ( has a meaning for the shell: put quotes around the text it is in (line 1, column 1)",
		start + "-d @other.json":                                       "The request is in the file “other.json”, which is not part of this text: paste what is in the file (line 1, column 44)",
		"curl https://api.dream\u200blook.ai/image_gen -d '{}'":        "There is a character here that can't be seen (U+200B): remove it (line 1, column 23)",
		"curl https://api.dreamlook.ai/image_gen ^\n -d \"%PATH%\"":    "%PATH% is a variable, and only %DREAMLOOK_API_KEY% is known here: put its text there (line 2, column 6)",
		`{"prompt":"a \ud83d b"}`:                                      `\ud83d is only half of a character: its other half is missing (line 1, column 14)`,
		"{“prompt”: “x”}":                                              `The JSON has a typographic quote “ here, where a plain " belongs (line 1, column 2)`,
		"curl https://api.dreamlook.ai/image_gen -d @- <<EOF\n{}\n":    "The text that begins after <<EOF never ends: the line EOF is missing (line 1, column 47)",
		strings.Repeat("x", 5<<20):                                     "This is 5.0 MB of text, and no request is longer than 4 MB",
		"curl.exe https://api.dreamlook.ai/image_gen `\n -d $env:HOME": "PowerShell would put something else in place of $env:HOME, and only $env:DREAMLOOK_API_KEY is known here: put its text there, or single quotes around it (line 2, column 5)",
	} {
		_, err := curl.Parse(text, curl.Options{})
		if got := message.Error(err); got != want {
			t.Errorf("%.60q: it says\n%q, want\n%q", text, got, want)
		}
	}
	parts := []curl.Part{{Kind: curl.Option, Name: "-s"}, {Kind: curl.Header, Name: "user-agent"}, {Kind: curl.AddressRest}}
	if got := strings.Join(message.Ignored(parts), ", "); got != "-s, the header user-agent, the part of the address after “?” or “#”" {
		t.Errorf("without effect: %q", got)
	}
}

// Every fault of a pasted text has a sentence with its parameters, and every
// sentence a fault.
func TestEveryFaultOfAPastedTextHasASentence(t *testing.T) {
	faults, given := map[string]string{}, map[string][]string{}
	for _, f := range sources(t, "../../../api/curl") {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if kind, ok := n.Type.(*ast.Ident); ok && len(n.Values) == 1 {
					code, _ := text(n.Values[0])
					switch kind.Name {
					case "Fault":
						faults[n.Names[0].Name] = code
					case "Kind":
						faults[n.Names[0].Name] = "ignored." + code
					}
				}
			case *ast.CallExpr:
				if name := called(n); name == "fail" || name == "fault" {
					for i, argument := range n.Args {
						if fault, ok := argument.(*ast.Ident); ok && fault.IsExported() {
							given[fault.Name] = given[fault.Name][:0]
							for j := i + 1; j < len(n.Args); j += 2 {
								name, _ := text(n.Args[j])
								given[fault.Name] = append(given[fault.Name], name)
							}
							break
						}
					}
				}
			}
			return true
		})
	}
	sentences, codes := english(t), map[string]bool{"at": true}
	for name, code := range faults {
		codes[code] = true
		sentence, ok := sentences["curl."+code].(string)
		if !ok {
			t.Errorf("there is no sentence for curl.%s: add %q to en.json", name, "curl."+code)
		}
		if with, ok := given[name]; ok {
			for _, match := range parameter.FindAllStringSubmatch(sentence, -1) {
				if !strings.Contains(strings.Join(with, " "), match[1]) {
					t.Errorf("the sentence of curl.%s needs %q", name, match[1])
				}
			}
		}
		if len(sentence) > 230 || strings.Contains(sentence, "\n") || strings.HasSuffix(sentence, ".") {
			t.Errorf("curl.%s has no one clear sentence without its stop: %q", name, sentence)
		}
	}
	for key := range sentences {
		if code, ok := strings.CutPrefix(key, "curl."); ok && !codes[code] {
			t.Errorf("nothing has the fault of %q: remove the sentence", key)
		}
	}
}
