package curl_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/api/curl"
)

// testKey makes a key of the usual form at run time, so that no file contains
// anything like one.
func testKey() string { return "dl-" + strings.Repeat("0badc0de", 4) }

const plainJSON = `{"prompt":"a red coat","seed":7}`

// want is the request in plainJSON.
func want() api.Config {
	seed := int64(7)
	return api.Config{Prompt: "a red coat", Seed: &seed}
}

func TestEveryShellsQuoting(t *testing.T) {
	for name, text := range map[string]string{
		"the website's": `curl 'https://api.dreamlook.ai/image_gen' \
      -H "content-type: application/json" \
      -H "authorization: Bearer $DREAMLOOK_API_KEY" \
      --data-raw '{ "prompt": "a red coat", "seed": 7 }'`,
		"Windows' line ends":       "curl 'https://api.dreamlook.ai/image_gen' \\\r\n  -H \"authorization: Bearer $DREAMLOOK_API_KEY\" \\\r\n  --data-raw '{ \"prompt\": \"a red coat\",\r\n\"seed\": 7 }'\r\n",
		"another order":            `curl -d '{"prompt":"a red coat","seed":7}' -H 'Authorization: Bearer ${DREAMLOOK_API_KEY}' https://api.dreamlook.ai/image_gen`,
		"braces":                   `curl --url https://api.dreamlook.ai/image_gen -H "AUTHORIZATION:bearer ${DREAMLOOK_API_KEY}" --json '{"prompt":"a red coat","seed":7}'`,
		"double quotes":            `curl "https://api.dreamlook.ai/image_gen" -H "authorization: Bearer $DREAMLOOK_API_KEY" -d "{\"prompt\":\"a red coat\",\"seed\":7}"`,
		"a browser's bash":         `curl 'https://api.dreamlook.ai/image_gen' -H 'authorization: Bearer $DREAMLOOK_API_KEY' --data-raw $'{"prompt":"a red\u0020coat","\x73eed":\067}'`,
		"quotes put together":      `curl https://api.dreamlook.ai/image_gen -H "authorization: Bearer "$DREAMLOOK_API_KEY -d {\"prompt\":'"a red coat"',\"seed\":7}`,
		"options in one word":      `curl -sSLkXPOST https://api.dreamlook.ai/image_gen -H"authorization: Bearer $DREAMLOOK_API_KEY" -d'{"prompt":"a red coat","seed":7}'`,
		"equals signs":             `curl --request=POST --url=https://api.dreamlook.ai/image_gen --header="authorization: Bearer $DREAMLOOK_API_KEY" --data='{"prompt":"a red coat","seed":7}'`,
		"two parts of JSON":        `curl https://api.dreamlook.ai/image_gen -H "authorization: Bearer $DREAMLOOK_API_KEY" --json '{"prompt":"a red coat",' --json '"seed":7}'`,
		"remarks and a semicolon":  "# a job\n\ncurl https://api.dreamlook.ai/image_gen -H \"authorization: Bearer $DREAMLOOK_API_KEY\" -d '{\"prompt\":\"a red coat\",\"seed\":7}' ; # done\n\n",
		"the terminal's line":      `$ curl https://api.dreamlook.ai/image_gen -H "authorization: Bearer $DREAMLOOK_API_KEY" -d '{"prompt":"a red coat","seed":7}'`,
		"a trailing slash":         `curl https://API.dreamlook.ai/image_gen/ -H "authorization: Bearer $DREAMLOOK_API_KEY" -d '{"prompt":"a red coat","seed":7}'`,
		"no scheme":                `curl api.dreamlook.ai/image_gen -H "authorization: Bearer $DREAMLOOK_API_KEY" -d '{"prompt":"a red coat","seed":7}'`,
		"this computer":            `curl http://127.0.0.1:8080/image_gen -H "authorization: Bearer $DREAMLOOK_API_KEY" -d '{"prompt":"a red coat","seed":7}'`,
		"the key as its own":       `curl https://api.dreamlook.ai/image_gen --oauth2-bearer $DREAMLOOK_API_KEY -d '{"prompt":"a red coat","seed":7}'`,
		"PowerShell":               "curl.exe 'https://api.dreamlook.ai/image_gen' `\n  -H 'content-type: application/json' `\r\n  -H \"authorization: Bearer $env:DREAMLOOK_API_KEY\" `\n  --data-raw '{\"prompt\":\"a red coat\",\"seed\":7}'",
		"PowerShell, backslashes":  "curl.exe 'https://api.dreamlook.ai/image_gen' -H \"authorization: Bearer $env:DREAMLOOK_API_KEY\" -d '{\\\"prompt\\\":\\\"a red coat\\\",\\\"seed\\\":7}'",
		"PowerShell, doubled":      "PS C:\\Users\\me> curl.exe 'https://api.dreamlook.ai/image_gen' -H \"authorization: Bearer ${env:DREAMLOOK_API_KEY}\" -d \"{\"\"prompt\"\":\"\"a red coat\"\",\"\"seed\"\":7}\"",
		"PowerShell, backticks":    "& curl.exe https://api.dreamlook.ai/image_gen -H \"authorization: Bearer $Env:DREAMLOOK_API_KEY\" -d \"{`\"prompt`\":`\"a red coat`\",`\"seed`\":7}\"",
		"PowerShell, no signs":     `curl https://api.dreamlook.ai/image_gen -H 'authorization: Bearer $env:DREAMLOOK_API_KEY' -d '{\"prompt\":\"a red coat\",\"seed\":7}'`,
		"cmd":                      "curl \"https://api.dreamlook.ai/image_gen\" ^\r\n  -H \"content-type: application/json\" ^\r\n  -H \"authorization: Bearer %DREAMLOOK_API_KEY%\" ^\r\n  --data-raw \"{\\\"prompt\\\":\\\"a red coat\\\",\\\"seed\\\":7}\"",
		"cmd, doubled":             `C:\Users\me>curl "https://api.dreamlook.ai/image_gen" -H "authorization: Bearer %dreamlook_api_key%" -d "{""prompt"":""a red coat"",""seed"":7}"`,
		"a browser's cmd":          "curl ^\"https://api.dreamlook.ai/image_gen^\" ^\r\n  -H ^\"authorization: Bearer ^%DREAMLOOK_API_KEY^%^\" ^\r\n  --data-raw ^\"^{^\\^\"prompt^\\^\":^\\^\"a red coat^\\^\",^\\^\"seed^\\^\":7^}^\"",
		"a browser's cmd, newline": "curl ^\"https://api.dreamlook.ai/image_gen^\" -H ^\"authorization: Bearer %DREAMLOOK_API_KEY%^\" --data-raw ^\"^{^\r\n\r\n^\\^\"prompt^\\^\":^\\^\"a red coat^\\^\",^\\^\"seed^\\^\":7^}^\"",
	} {
		t.Run(name, func(t *testing.T) {
			request, err := curl.Parse(text, curl.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want(), request.Config); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if !request.KeyIsVariable || request.Key != "" {
				t.Errorf("the key comes from the variable; got %v, variable %v", request.Key, request.KeyIsVariable)
			}
		})
	}
}

// Texts that shells interpret differently.
func TestWhatAQuotedTextIs(t *testing.T) {
	const address = " https://api.dreamlook.ai/image_gen "
	for name, c := range map[string]struct{ text, want string }{
		"bash, apostrophe":                 {`curl` + address + `-d '{"prompt":"it'\''s"}'`, "it's"},
		"bash, backslashes stay":           {`curl` + address + `-d '{"prompt":"a\\b \u00e9"}'`, `a\b é`},
		"bash, double: other backslashes":  {`curl` + address + `-d "{\"prompt\":\"\\\"a\\\" \u00e9 \$5 \` + "`" + `x\` + "`" + `\"}"`, "\"a\" é $5 `x`"},
		"bash, price and history":          {`curl` + address + `-d "{\"prompt\":\"100% wool! $ $, a*b ~ #1\"}"`, "100% wool! $ $, a*b ~ #1"},
		"bash, operators within quotes":    {`curl` + address + `-d '{"prompt":"(a:1.1) <lora:x:1> | & ; > $(id) ${x} $HOME"}'`, "(a:1.1) <lora:x:1> | & ; > $(id) ${x} $HOME"},
		"bash, escapes of a browser":       {`curl` + address + `-d $'{"prompt":"it\'s \\n new\u0021 \U1F600 \ud83d\ude00 \e\t"}'`, ""},
		"bash, surrogates":                 {`curl` + address + `-d $'{"prompt":"it\'s new\u0021 \U1F600 \ud83d\ude00"}'`, "it's new! 😀 😀"},
		"PowerShell, apostrophe":           {`curl.exe` + address + `-d '{"prompt":"it''s"}'`, "it's"},
		"PowerShell, no exe":               {`curl` + address + `-d '{"prompt":"it''s"}'`, "it's"},
		"PowerShell, typographic":          {"curl.exe" + address + "-H 'a: b' `\n -d '{\"prompt\":\"it’’s\"}'", "it’s"},
		"PowerShell, quotes in the prompt": {"curl.exe" + address + `-d '{\"prompt\":\"a \\\"b\\\" c\\d\"}'`, `a "b" c\d`},
		"PowerShell, dollar":               {"curl.exe" + address + "-d \"{`\"prompt`\":`\"`$5 or 5$ ``x``\\n`\"}\"", "$5 or 5$ `x`\n"},
		"cmd, apostrophe":                  {`curl` + address + ` ^` + "\n" + ` -d "{\"prompt\":\"it's 50% & <b> | c\"}"`, "it's 50% & <b> | c"},
		"cmd, quotes in the prompt":        {`curl` + address + ` ^` + "\n" + ` -d "{\"prompt\":\"a \\\"b\\\" c\\d\"}"`, `a "b" c\d`},
		"cmd, escaped signs":               {`curl` + address + ` -d ^"{\^"prompt\^":\^"a ^& b ^^ c %^PATH% ^| d\^"}^"`, `a & b ^ c %PATH% | d`},
		"the key in a text":                {`curl` + address + `-d '{"prompt":"$DREAMLOOK_API_KEY"}'`, "$DREAMLOOK_API_KEY"},
	} {
		t.Run(name, func(t *testing.T) {
			request, err := curl.Parse(c.text, curl.Options{})
			if c.want == "" {
				if err == nil {
					t.Fatalf("a raw escape within a JSON text is no JSON, and was read as %q", request.Config.Prompt)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if request.Config.Prompt != c.want {
				t.Errorf("got %q, want %q", request.Config.Prompt, c.want)
			}
		})
	}
}

func TestBareJSON(t *testing.T) {
	for name, text := range map[string]string{
		"plain": plainJSON, "with blanks": "\n\t " + plainJSON + " \n", "with a mark": "\uFEFF" + plainJSON,
	} {
		request, err := curl.Parse(text, curl.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want(), request.Config); diff != "" || request.KeyIsVariable {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}

func TestKeys(t *testing.T) {
	key := testKey()
	command := func(header string) string {
		return "curl https://api.dreamlook.ai/image_gen -H '" + header + "' -d '" + plainJSON + "'"
	}
	for header, want := range map[string]string{
		"authorization: Bearer " + key:                key,
		"Authorization:" + key:                        key,
		"authorization: Bearer dl-YOURKEYHERE":        "",
		"authorization: Bearer " + key + "0":          key + "0", // of unusual length: the service decides
		"authorization: Bearer sk_live.7Gh" + "-q":    "sk_live.7Gh" + "-q",
		"authorization: Basic dXNlcjpwYXNzd29yZA==":   "",
		"x-something: " + key:                         "",
		key + ": x":                                   "",
		"authorization: Bearer $OTHER_KEY_" + "NAME2": "",
	} {
		found := want != ""
		request, err := curl.Parse(command(header), curl.Options{})
		if err != nil {
			t.Errorf("%.20s…: %v", header, err)
			continue
		}
		if request.Key.Reveal() != want || request.KeyIsVariable {
			t.Errorf("%.30s…: key found %v, want %v", header, request.Key != "", found)
		}
		if !found && len(request.Ignored) == 0 {
			t.Errorf("%.30s…: it is not said that this has no effect", header)
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("request", "request", request, "key", request.Key)
		encoded, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		for _, shown := range []string{
			log.String(), string(encoded),
			fmt.Sprint(request), fmt.Sprintf("%v %+v %#v", request, request, request), fmt.Errorf("x: %v", request).Error(),
			fmt.Sprintf("%v %+v %#v %s %q %x %X", request.Key, request.Key, request.Key, request.Key, request.Key, request.Key, request.Key),
		} {
			if strings.Contains(shown, key) || strings.Contains(shown, fmt.Sprintf("%x", key)) {
				t.Errorf("the key is shown: %s", strings.ReplaceAll(shown, key, "<KEY>"))
			}
		}
	}
}

func TestFiles(t *testing.T) {
	command := func(option string) string {
		return "curl https://api.dreamlook.ai/image_gen " + option
	}
	files := map[string]string{"body.json": "{\"prompt\":\"a red coat\",\r\n\"seed\":7}\n", "big": strings.Repeat(" ", curl.MaxTextBytes+1), "bad": "{\"prompt\": nope}"}
	missing := errors.New("the file is not there")
	asked := 0
	read := func(name string) ([]byte, error) {
		asked++
		content, ok := files[name]
		if !ok {
			return nil, fmt.Errorf("open %s: %w", name, missing)
		}
		return []byte(content), nil
	}
	for _, option := range []string{"-d @body.json", "--data-binary '@body.json'", "--json @body.json", "--data-ascii=@body.json"} {
		request, err := curl.Parse(command(option), curl.Options{ReadFile: read})
		if err != nil {
			t.Errorf("%s: %v", option, err)
			continue
		}
		if diff := cmp.Diff(want(), request.Config); diff != "" {
			t.Errorf("%s: -want +got:\n%s", option, diff)
		}
	}
	if _, err := curl.Parse(command("-d @none"), curl.Options{ReadFile: read}); !errors.Is(err, missing) || !isFault(err, curl.FileUnread, "none") {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := curl.Parse(command("-d @big"), curl.Options{ReadFile: read}); err == nil || !isFault(err, curl.FileLarge, "big") {
		t.Errorf("a large file: %v", err)
	}
	if _, err := curl.Parse(command("-d @bad"), curl.Options{ReadFile: read}); err == nil {
		t.Error("a file that is no JSON")
	}
	asked = 0
	if _, err := curl.Parse(command("--data-raw @body.json"), curl.Options{ReadFile: read}); err == nil || asked > 0 {
		t.Errorf("--data-raw reads no files; got %v, and %d files were asked for", err, asked)
	}
	if _, err := curl.Parse(command("-d @body.json"), curl.Options{}); err == nil || !isFault(err, curl.InFile, "body.json") {
		t.Errorf("without a way to read files: %v", err)
	}
	if _, err := curl.Parse(command("-d @-"), curl.Options{ReadFile: read}); err == nil || asked > 0 {
		t.Errorf("the terminal's input: %v", err)
	}
}

// isFault reports whether an error has this fault and names this file.
func isFault(err error, fault curl.Fault, file string) bool {
	e, ok := errors.AsType[*curl.Error](err)
	return ok && e.Fault == fault && e.With["File"] == file
}

func TestIgnoredAndUnknownAreSaid(t *testing.T) {
	request, err := curl.Parse(`curl -s -sS --compressed -o out.json --max-time 10 -u user:secret -H 'User-Agent: secret' -H 'accept: application/json' `+
		`'https://api.dreamlook.ai/image_gen?secret=1' --data-raw '{"prompt":"x","lora":{"w":1},"width":"wide"}'`, curl.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ignored := []curl.Part{
		{Kind: curl.Option, Name: "-s"},
		{Kind: curl.Option, Name: "-S"},
		{Kind: curl.Option, Name: "--compressed"},
		{Kind: curl.Option, Name: "-o"},
		{Kind: curl.Option, Name: "--max-time"},
		{Kind: curl.Option, Name: "-u"},
		{Kind: curl.Header, Name: "user-agent"},
		{Kind: curl.AddressRest},
	}
	if diff := cmp.Diff(ignored, request.Ignored); diff != "" {
		t.Errorf("ignored: -want +got:\n%s", diff)
	}
	if want := []string{"lora"}; !cmp.Equal(want, request.Unknown) {
		t.Errorf("unknown: %q", request.Unknown)
	}
	if string(request.Config.Unknown["lora"]) != `{"w":1}` || string(request.Config.Unknown["width"]) != `"wide"` {
		t.Errorf("kept: %s", request.Config.Unknown)
	}
}

func TestAnotherAddressOfTheService(t *testing.T) {
	text := "curl https://example.org/v2/image_gen -d '" + plainJSON + "'"
	if _, err := curl.Parse(text, curl.Options{BaseURL: "https://example.org/v2/"}); err != nil {
		t.Error(err)
	}
	if _, err := curl.Parse(text, curl.Options{}); err == nil || !strings.Contains(err.Error(), "example.org") {
		t.Errorf("another host: %v", err)
	}
}
