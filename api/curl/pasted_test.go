package curl_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lookbook/api/curl"
)

const (
	address = "https://api.dreamlook.ai/image_gen"
	oneLine = "curl " + address + " -d '" + plainJSON + "'"
)

// reads expects a text to be parsed as the plain request.
func reads(t *testing.T, text string) {
	t.Helper()
	request, err := curl.Parse(text, curl.Options{})
	if err != nil {
		t.Errorf("%q: %v", text, err)
		return
	}
	if diff := cmp.Diff(want(), request.Config); diff != "" {
		t.Errorf("%q: -want +got:\n%s", text, diff)
	}
}

// Characters that a page, a terminal, a manual or a word processor adds around
// a command.
func TestCommandsAsPeoplePasteThem(t *testing.T) {
	for name, text := range map[string]string{
		"no-break blanks between words": strings.ReplaceAll("curl '"+address+"' -H 'a: b' -d ", " ", "\u00a0") + "'" + plainJSON + "'",
		"no-break blanks in front":      "curl '" + address + "' \\\n\u00a0\u00a0-H 'a: b' \\\n\u00a0 \u00a0-d '" + plainJSON + "'",
		"an invisible blank at the end": oneLine + "\u200b",
		"an invisible blank in front":   "\ufeff\u200e" + oneLine,
		"lines of a word processor":     "curl " + address + " \\\u2028-d '" + plainJSON + "'\u2029",

		"a blank behind the backslash": "curl " + address + " \\ \n\\\u00a0\n -d '" + plainJSON + "'",

		"typographic quotes":               "curl -X “POST” “" + address + "” -H “Content-Type: application/json” -d '" + plainJSON + "'",
		"typographic quotes, German":       "curl -X „POST“ „" + address + "“ -d '" + plainJSON + "'",
		"typographic quotes, all":          "curl ‘" + address + "’ -d ‘" + plainJSON + "’",
		"typographic quotes, attached":     "curl " + address + " --header=“a: b” -H‘a: b’ -d“" + plainJSON + "”",
		"typographic quotes, backslashes":  "curl " + address + ` -d “{\"prompt\":\"a red coat\",\"seed\":7}”`,
		"typographic quotes, twelve lines": "curl ‘" + address + "’ \\\n -d ‘{\n\"prompt\":\"a red coat\",\n\"seed\":7}’",

		"a here-document":               "curl " + address + " -d @- <<'EOF'\n" + plainJSON + "\nEOF\n",
		"a here-document, bare":         "curl " + address + " --data-binary @- << EOF\n" + plainJSON + "\nEOF",
		"a here-document, quoted":       "curl " + address + " -d@- <<\"THE END\"\n" + plainJSON + "\nTHE END",
		"a here-document, indented":     "curl <<-EOF -d @- " + address + "\n\t\t" + plainJSON + "\n\tEOF\n",
		"a here-document, before a job": "curl -d @- <<EOF \\\n " + address + "\n" + plainJSON + "\nEOF\n# done\n",
		"a here-string":                 "curl " + address + " -d @- <<< '" + plainJSON + "'",
		"cat":                           "curl " + address + " -d \"$(cat <<'EOF'\n" + plainJSON + "\nEOF\n)\"",
		"cat, bare":                     "curl " + address + " --data \"$(cat <<EOF\n{\n  \"prompt\": \"a red coat\",\n  \"seed\": 7\n}\nEOF\n)\" -s",

		"a remark of another language": "// test\n" + oneLine,
		"remarks of cmd":               "REM a job\n:: of mine\n" + oneLine,
		"a code block":                 "```bash\n" + oneLine + "\n```\n",
		"a code block of JSON":         "```json\n" + plainJSON + "\n```",
		"a remark behind it":           oneLine + "\n// done\n",

		"further lines of a terminal":   "$ curl " + address + " \\\n> -d '" + plainJSON + "'",
		"further lines of PowerShell":   "PS C:\\> curl.exe " + address + " `\n>> -d '" + plainJSON + "'",
		"further lines of cmd":          "C:\\>curl \"" + address + "\" ^\nMore? -d \"{\\\"prompt\\\":\\\"a red coat\\\",\\\"seed\\\":7}\"",
		"a remark before the prompt":    "# make a picture\n" + oneLine,
		"a remark that names curl":      "# curl can do it:\n" + oneLine,
		"PowerShell's here-string":      "curl.exe " + address + " -d @'\n" + plainJSON + "\n'@",
		"PowerShell's filled in":        "curl.exe " + address + " -H \"authorization: Bearer $env:DREAMLOOK_API_KEY\" -d @\"\n" + plainJSON + "\n\"@",
		"JSON with no-break blanks":     "\u00a0{\n\u00a0\u00a0\"prompt\":\u00a0\"a red coat\",\n\u3000\"seed\": 7\u200b\n}",
		"cmd, brackets in a header":     "curl ^\"" + address + "^\" ^\n  -H ^\"user-agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64)^\" ^\n  --data-raw ^\"^{^\\^\"prompt^\\^\":^\\^\"a red coat^\\^\",^\\^\"seed^\\^\":7^}^\"",
		"cmd, one bracket":              "curl ^\"" + address + "^\" ^\n  -H ^\"sec-ch-ua: ^\\^\"Not)A;Brand^\\^\";v=^\\^\"99^\\^\"^\" ^\n  --data-raw ^\"^{^\\^\"prompt^\\^\":^\\^\"a red coat^\\^\",^\\^\"seed^\\^\":7^}^\"",
		"cmd, no-break blanks":          "curl\u00a0\"" + address + "\"\u00a0^\n\u00a0-d\u00a0\"{\\\"prompt\\\":\\\"a red coat\\\",\\\"seed\\\":7}\"",
		"bytes of a browser":            "curl " + address + ` -d $'{"prompt":"a r\x65d co\141t","seed":7}'`,
		"an invisible blank, own lines": "curl \\\n\u200b" + address + " \\\n\u2060-d '" + plainJSON + "'",
	} {
		t.Run(name, func(t *testing.T) { reads(t, text) })
	}
}

// Every Unicode space separates words, in each shell's command.
func TestEveryBlankPartsWords(t *testing.T) {
	var blanks []rune
	for r := range rune(0x10000) {
		if unicode.Is(unicode.Zs, r) {
			blanks = append(blanks, r)
		}
	}
	blanks = append(blanks, '\u2800', '\u200b', '\u2060', '\ufeff', '\u200e', '\u00ad')
	for _, blank := range blanks {
		between := string(blank) + " "
		for _, command := range []string{
			"curl|" + address + "|-H|'a: b'|-d|'" + plainJSON + "'|",
			"curl.exe|" + address + "|-H|\"authorization: $env:DREAMLOOK_API_KEY\"|-d|'" + plainJSON + "'|",
			"curl|^\"" + address + "^\"|-d|\"{\\\"prompt\\\":\\\"a red coat\\\",\\\"seed\\\":7}\"|",
		} {
			reads(t, strings.ReplaceAll(command, "|", between))
		}
	}
}

// The prompts of common shells and of popular themes.
func TestEveryPromptOfATerminal(t *testing.T) {
	for _, prompt := range []string{
		"$ ", "$", "% ", "> ", "# ", "shell> ", "shell>", "me@host:~$ ", "root@host:/etc# ", "[me@host ~]$ ", "me@Mac ~ % ", "bash-5.2$ ", "sh-5.1# ",
		"(venv) $ ", "(base) me@host:~/a b$ ", "➜  ~ ", "➜  pictures git:(main) ✗ ", "❯ ", "~/pictures ❯ ", "λ ", "C:\\> ", "C:\\Users\\me> ", "C:\\Users\\My Name>",
		"PS C:\\Users\\me> ", "PS /home/me> ", "PS> ", "\\h:\\w$ ", "me@host ~> ", "\u00a0$\u00a0",
	} {
		reads(t, prompt+oneLine)
	}
}

// Text within quotes is kept exactly, whatever it looks like.
func TestWhatStandsInQuotesStays(t *testing.T) {
	for _, prompt := range []string{
		"Ain’t this a “problem”", "rouge\u00a0: vif", "zero\u200bwidth", "// no remark", "(masterpiece:1.2), x", "a\u2009b", "👩‍👩‍👧", "it <<EOF", "a\u2028b", "「ａ」", "„so“",
	} {
		for _, text := range []string{
			"curl " + address + ` -d '{"prompt":"` + prompt + `"}'`,
			"curl " + address + ` -d @- <<'EOF'` + "\n" + `{"prompt":"` + prompt + `"}` + "\nEOF",
			"curl ^\"" + address + `^" -d "{\"prompt\":\"` + prompt + `\"}"`,
			"curl.exe " + address + ` -d @'` + "\n" + `{"prompt":"` + prompt + `"}` + "\n'@",
			`{"prompt":"` + prompt + `"}`,
		} {
			request, err := curl.Parse(text, curl.Options{})
			if err != nil || request.Config.Prompt != prompt {
				t.Errorf("%q: got %q, %v", text, request.Config.Prompt, err)
			}
		}
	}
}

func TestCharactersByTheirNumber(t *testing.T) {
	for written, want := range map[string]string{
		`caf\xe9 \u732b`: "café 猫", `caf\xc3\xa9`: "café", `caf\351`: "café", `\xe7\xe0`: "çà", `\ud83d\ude00`: "😀", `\U0001f600`: "😀", `\xe9t\xe9`: "été",
	} {
		request, err := curl.Parse("curl "+address+` -d $'{"prompt":"`+written+`"}'`, curl.Options{})
		if err != nil || request.Config.Prompt != want {
			t.Errorf("%s: got %q, %v, want %q", written, request.Config.Prompt, err, want)
		}
	}
	request, err := curl.Parse("curl.exe "+address+" -H \"a: $env:DREAMLOOK_API_KEY\" -d \"{`\"prompt`\":`\"caf`u{e9} `u{1F600}`\"}\"", curl.Options{})
	if err != nil || request.Config.Prompt != "café 😀" {
		t.Errorf("got %q, %v", request.Config.Prompt, err)
	}
}

// Nothing is changed silently: text that can't be parsed is refused, with its
// name and place.
func TestRefusedByNameAndPlace(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		fault curl.Fault
	}{
		"an invisible character in a word": {"curl https://api.dream" + at + "\u200blook.ai/image_gen -d '{}'", curl.Invisible},
		"an open typographic quote":        {"curl " + address + " -d " + at + "“{}", curl.TypographicOpen},
		"bytes of two kinds":               {"curl " + address + ` -d $'{"prompt":"` + at + `\xe9\xc3\xa9"}'`, curl.NoCharacter},
		"half a character":                 {"curl " + address + ` -d $'{"prompt":"` + at + `\ud83d"}'`, curl.NoCharacter},
		"half a character of JSON":         {`{"prompt":"a ` + at + `\ud83d b"}`, curl.HalfCharacter},
		"a low half":                       {`{"prompt":"` + at + `\ude00\ud83d"}`, curl.HalfCharacter},
		"a here-document without its end":  {"curl " + address + " -d @- " + at + "<<EOF\n{}\n", curl.DocumentOpen},
		"a here-document without its text": {"curl " + address + " -d @- " + at + "<<EOF", curl.DocumentMissing},
		"a here-document's variable":       {"curl " + address + " -d @- <<EOF\n{\"prompt\":\"" + at + "$HOME\"}\nEOF", curl.ShellVariable},
		"a here-document's command":        {"curl " + address + " -d @- <<EOF\n{\"prompt\":\"" + at + "$(id)\"}\nEOF", curl.Substitution},
		"a block of cmd":                   {at + "(curl ^\"" + address + "^\" -d \"{}\")", curl.CmdSign},
		"typographic quotes, cmd":          {"curl ^\n " + at + "“" + address + "” -d \"{}\"", curl.CmdQuote},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := curl.Parse(strings.Replace(c.text, at, "", 1), curl.Options{})
			e, ok := errors.AsType[*curl.Error](err)
			if !ok || e.Fault != c.fault || !utf8.ValidString(e.Error()) {
				t.Fatalf("got %v", err)
			}
			before, _, _ := strings.Cut(c.text, at)
			place := fmt.Sprintf("line %d, column %d", 1+strings.Count(before, "\n"), 1+len([]rune(before[strings.LastIndex(before, "\n")+1:])))
			if !strings.Contains(e.Error(), place) {
				t.Errorf("got %v, want it to name %s", e, place)
			}
		})
	}
}
