package curl_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lookbook/api/curl"
)

// at marks the place that an error should name. The test removes the marker
// before it parses the text.
const at = "⌖"

func TestErrorsNameThePlace(t *testing.T) {
	const start = "curl https://api.dreamlook.ai/image_gen "
	const body = ` -d '{"prompt":"x"}'`
	for name, c := range map[string]struct {
		text  string
		fault curl.Fault
	}{
		"nothing":                     {" \n\t", curl.Empty},
		"only remarks":                {at + "# curl\n# more", curl.OnlyRemarks},
		"another command":             {at + "wget https://api.dreamlook.ai/image_gen", curl.NoCommand},
		"prose":                       {at + "a red coat, 4k", curl.NoCommand},
		"a list":                      {at + `[{"prompt":"x"}]`, curl.NotOneObject},
		"another host":                {"curl " + at + "https://example.com/image_gen" + body, curl.OtherHost},
		"a host that begins alike":    {"curl " + at + "https://api.dreamlook.ai.example.com/image_gen" + body, curl.OtherHost},
		"a host in the user name":     {"curl " + at + "https://api.dreamlook.ai@example.com/image_gen" + body, curl.OtherHost},
		"another port":                {"curl " + at + "https://api.dreamlook.ai:8443/image_gen" + body, curl.OtherHost},
		"another scheme":              {"curl " + at + "ftp://api.dreamlook.ai/image_gen" + body, curl.NotWeb},
		"another endpoint":            {"curl " + at + "https://api.dreamlook.ai/dreambooth" + body, curl.OtherPath},
		"no path":                     {"curl " + at + "https://api.dreamlook.ai" + body, curl.OtherPath},
		"a job's address":             {"curl " + at + "https://api.dreamlook.ai/jobs/image-gen/ig_1", curl.OtherPath},
		"no address":                  {at + "curl -s" + body, curl.NoAddress},
		"no body":                     {at + start, curl.NoRequest},
		"another method":              {start + "-X " + at + "GET" + body, curl.Method},
		"two addresses":               {start + at + "https://api.dreamlook.ai/image_gen" + body, curl.SecondAddress},
		"a header without quotes":     {"curl -H authorization: Bearer " + at + "x https://api.dreamlook.ai/image_gen" + body, curl.SecondAddress},
		"two bodies":                  {start + body + " " + at + "-d x", curl.SecondBody},
		"a form":                      {start + at + "-F prompt=x", curl.Form},
		"options from a file":         {start + at + "-K other", curl.OptionsFile},
		"a next request":              {start + body + " " + at + "--next", curl.NextRequest},
		"an unknown option":           {start + at + "--frobnicate" + body, curl.UnknownOption},
		"an unknown letter":           {start + "-s" + at + "é" + body, curl.UnknownOption},
		"an option without its value": {start + at + "-d", curl.NoValue},
		"curl's own variables":        {start + at + "--expand-data '{\"prompt\":\"{{HOME}}\"}'", curl.CurlVariables},

		"a command's output":       {start + `-d "{\"prompt\":\"` + at + `$(rm -rf ~)\"}"`, curl.Substitution},
		"backticks":                {start + `-d "{\"prompt\":\"` + at + "`id`" + `\"}"`, curl.Backticks},
		"arithmetic":               {start + "-d " + at + "$((1+1))", curl.Substitution},
		"a variable":               {start + "\\\n  " + `-d "{\"prompt\":\"` + at + `$HOME\"}"`, curl.ShellVariable},
		"a variable in braces":     {start + `-d "` + at + `${PROMPT}"`, curl.ShellVariable},
		"the key with a default":   {start + `-H "authorization: Bearer ` + at + `${DREAMLOOK_API_KEY:-x}"` + body, curl.ShellVariable},
		"a longer name":            {start + `-H "authorization: Bearer ` + at + `$DREAMLOOK_API_KEY2"` + body, curl.ShellVariable},
		"a pipe":                   {start + body + " " + at + "| jq .", curl.Pipe},
		"a background job":         {start + body + " " + at + "& rm x", curl.Ampersand},
		"and":                      {start + body + " " + at + "&& rm x", curl.Ampersand},
		"a file to write":          {start + body + " " + at + "> out.json", curl.WritesFile},
		"a file to read":           {start + body + " " + at + "< in.json", curl.ReadsFile},
		"a process":                {start + "-d " + at + "<(id)", curl.ReadsFile},
		"a subshell":               {at + "(" + start + body + ")", curl.ShellSign},
		"a second line":            {start + body + "\n" + at + "rm -rf x", curl.SecondCommand},
		"a second statement":       {start + body + "; " + at + "rm -rf x", curl.SecondCommand},
		"an open quote":            {start + "-d " + at + `'{"prompt":"x"}`, curl.Unclosed},
		"an open double quote":     {start + "\\\n\t-d " + at + `"{\"prompt\"`, curl.Unclosed},
		"an open ANSI quote":       {start + "-d " + at + `$'{\'`, curl.Unclosed},
		"a zero byte":              {start + "-d $'{" + at + `\0}'`, curl.Unwritable},
		"a pipe, PowerShell":       {"curl.exe https://api.dreamlook.ai/image_gen `\n" + body + " " + at + "| ConvertFrom-Json", curl.PowerShellSign},
		"a variable, PowerShell":   {"curl.exe https://api.dreamlook.ai/image_gen `\n -H \"a: " + at + "$env:HOME\"" + body, curl.PowerShellVariable},
		"an expression":            {"curl.exe https://api.dreamlook.ai/image_gen `\n -H \"a: " + at + "$(id)\"" + body, curl.PowerShellVariable},
		"open quote, PowerShell":   {"curl.exe https://api.dreamlook.ai/image_gen `\n -d " + at + "'{}''", curl.Unclosed},
		"second line, PowerShell":  {"curl.exe https://api.dreamlook.ai/image_gen `\n" + body + "\n" + at + "rm x", curl.SecondCommand},
		"PowerShell's own command": {at + "Invoke-RestMethod -Uri https://api.dreamlook.ai/image_gen", curl.PowerShellCommand},
		"a variable, cmd":          {"curl https://api.dreamlook.ai/image_gen ^\n -d \"{\\\"prompt\\\":\\\"" + at + "%PATH%\\\"}\"", curl.CmdVariable},
		"a pipe, cmd":              {"curl https://api.dreamlook.ai/image_gen ^\n -d \"{}\" " + at + "| more", curl.CmdSign},
		"a blank after ^":          {"curl ^\"https://api.dreamlook.ai/image_gen^\" ^" + at + " \n -d \"{}\"", curl.CmdBlank},
		"an open quote, cmd":       {"curl https://api.dreamlook.ai/image_gen ^\n -d " + at + "\"{\\\"prompt\\\"", curl.Unclosed},
		"second line, cmd":         {"curl https://api.dreamlook.ai/image_gen ^\n -d \"{}\"\n" + at + "del x", curl.SecondCommand},

		"empty body":                  {start + "-d " + at + "''", curl.NoBody},
		"a body that is no JSON":      {start + "-d '" + at + "prompt=x'", curl.NotJSON},
		"a missing quote":             {"{\n  \"prompt\": \"x\",\n  " + at + "seed\": 1}", curl.JSONOther},
		"a comma too many":            {"{\"prompt\": \"x\",\n" + at + "}", curl.JSONComma},
		"JSON that ends early":        {`{"prompt": "x"` + at, curl.EndsEarly},
		"typographic quotes":          {"{" + at + "“prompt”: “x”}", curl.JSONQuote},
		"single quotes":               {"{" + at + "'prompt': 'x'}", curl.JSONSingle},
		"a line end in a text":        {"{\"prompt\": \"a" + at + "\nb\"}", curl.JSONLineEnd},
		"something after it":          {`{"prompt": "x"} ` + at + `{"prompt": "y"}`, curl.JSONOther},
		"within escapes":              {start + `-d "{\"prompt\": \"é\", ` + at + `seed: 1}"`, curl.JSONOther},
		"within put together quotes":  {start + `-d '{"prompt": '\` + at + `''x"}'`, curl.JSONSingle},
		"nested too deeply":           {at + strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100), curl.TooDeep},
		"nested beyond all measure":   {strings.Repeat(`[`, 20000), curl.TooDeep},
		"a quote that is never there": {start + "-d {" + at + "prompt:x}", curl.JSONOther},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(c.text, at, "", 1)
			_, err := curl.Parse(text, curl.Options{})
			var e *curl.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			if e.Fault != c.fault {
				t.Errorf("got %v, want %s", e, c.fault)
			}
			if before, _, marked := strings.Cut(c.text, at); marked {
				line, column := 1+strings.Count(before, "\n"), 1+len([]rune(before[strings.LastIndex(before, "\n")+1:]))
				if e.Line != line || e.Column != column {
					t.Errorf("got line %d, column %d, want %d, %d: %v", e.Line, e.Column, line, column, e)
				}
			}
		})
	}
}

// No error contains the key, wherever it is in the text.
func TestErrorsNeverHoldTheKey(t *testing.T) {
	key := testKey()
	for _, text := range []string{
		key, "{" + key, `{"prompt": ` + key, "curl " + key, "curl https://" + key + ".com/image_gen", "curl https://api.dreamlook.ai/" + key,
		"curl https://api.dreamlook.ai/image_gen -X " + key + " -d x", "curl --" + key, "curl -" + key, "curl $" + key, "curl ${" + key + "}",
		"curl https://api.dreamlook.ai/image_gen -d @" + key, "curl -H authorization: Bearer " + key, "curl -d " + key + " -d " + key,
		"curl https://user:" + key + "@example.com/image_gen -d x", "curl https://api.dreamlook.ai/image_gen -d '" + key + "'", "curl `" + key, "curl '" + key,
		"curl.exe $env:" + key + " `\n", "curl %" + key + "% ^\n", "curl --expand-" + key + " x", "curl https://api.dreamlook.ai/image_gen -d 'Bearer " + key + "'",
	} {
		_, err := curl.Parse(text, curl.Options{})
		if err == nil {
			t.Errorf("%s was read", strings.ReplaceAll(text, key, "<KEY>"))
			continue
		}
		if strings.Contains(err.Error(), key[3:]) {
			t.Errorf("%q repeats the key", strings.ReplaceAll(err.Error(), key, "<KEY>"))
		}
	}
}

// Texts that a clipboard may contain, and texts made to take long or to nest
// deeply.
func TestHostileTexts(t *testing.T) {
	const start = "curl https://api.dreamlook.ai/image_gen "
	for name, text := range map[string]string{
		"5 MB":                   strings.Repeat("x", 5<<20),
		"5 MB of JSON":           `{"prompt":"` + strings.Repeat("x", 5<<20) + `"}`,
		"too long a request":     `{"prompt":"` + strings.Repeat("x", 2<<20) + `"}`,
		"a picture":              "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
		"zero bytes":             "curl\x00 x",
		"broken UTF-8":           "curl \xff\xfe",
		"parentheses":            "curl " + strings.Repeat("(", 500_000),
		"substitutions":          "curl " + strings.Repeat("$(", 250_000),
		"substitutions in quote": `curl "` + strings.Repeat(`$(`, 250_000),
		"expansions":             "curl " + strings.Repeat("${a:-", 100_000),
		"backticks":              "curl " + strings.Repeat("`", 500_000),
		"reserved words":         strings.Repeat("if ", 160_000),
		"braces":                 "curl " + strings.Repeat("{", 500_000),
		"brackets":               "curl " + strings.Repeat("[", 500_000),
		"JSON brackets":          strings.Repeat("[", 500_000),
		"JSON braces":            strings.Repeat(`{"a":`, 100_000),
		"quotes":                 start + "-d " + strings.Repeat(`''`, 250_000),
		"dollar quotes":          start + "-d " + strings.Repeat(`$'\n'`, 100_000),
		"double quotes":          start + "-d " + strings.Repeat(`""`, 250_000),
		"options":                start + strings.Repeat("-s ", 160_000),
		"bodies":                 start + strings.Repeat("--json 1 ", 50_000),
		"headers":                start + strings.Repeat("-H a:b ", 70_000),
		"letters":                start + "-" + strings.Repeat("s", 500_000),
		"words":                  strings.Repeat("a ", 250_000),
		"lines":                  strings.Repeat("\n", 500_000),
		"remarks":                strings.Repeat("#\n", 250_000),
		"continuations":          start + strings.Repeat("\\\n", 250_000),
		"PowerShell's doubles":   "curl.exe https://api.dreamlook.ai/image_gen -d '" + strings.Repeat(`''`, 120_000) + strings.Repeat(`\"`, 120_000) + "'",
		"PowerShell's backticks": "curl.exe https://api.dreamlook.ai/image_gen `\n -d \"" + strings.Repeat("`\"\\\"", 120_000) + "\"",
		"cmd's carets":           start + "^\n" + strings.Repeat("^", 500_000),
		"cmd's backslashes":      start + "^\n" + strings.Repeat(`\`, 500_000),
		"cmd's quotes":           start + "^\n" + strings.Repeat(`^"`, 250_000),
		"cmd's percent signs":    start + "^\n" + strings.Repeat(`%`, 500_000),
	} {
		t.Run(name, func(t *testing.T) {
			begun := used(t)
			_, err := curl.Parse(text, curl.Options{})
			var e *curl.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			// Linear work of this size takes a few dozen milliseconds, quadratic
			// work minutes.
			if took := used(t) - begun; took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if len(e.Error()) > 300 {
				t.Errorf("a long sentence: %.400q", e.Error())
			}
		})
	}
}
