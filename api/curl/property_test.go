package curl_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/api/curl"
)

// text draws texts with many characters that shells, JSON and terminals
// interpret.
func text() *rapid.Generator[string] {
	odd := rapid.SampledFrom([]string{
		"'", `"`, `\`, "`", "$", "$(id)", "${HOME}", "$HOME", "$DREAMLOOK_API_KEY", "%DREAMLOOK_API_KEY%", "%PATH%", "%", "^", "^\"", "!", "!!",
		"\n", "\r\n", "\t", "\x01", "\x1b[31m", "\x7f", "\u0085", "\u200e", "\u202e", "\u2028", "\ufeff", "👩‍👩‍👧", "é", "e\u0301", "日本",
		"’", "“", "''", `\'`, `\"`, `\\`, `'\''`, " ^\n", " `\n", "\\\n", "#", "&&", "|", ";", "<", ">", "(a:1.1)", "{a|b}", "*", "~", "@x", "\u0000"[:0],
	})
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.OneOf(odd, rapid.StringMatching(`[a-z ]{0,8}`), rapid.StringN(0, 5, -1)), 0, 8).Draw(t, "parts")
		return strings.ReplaceAll(strings.ToValidUTF8(strings.Join(parts, ""), ""), "\x00", "")
	})
}

// value draws any JSON value.
func value(depth int) *rapid.Generator[json.RawMessage] {
	return rapid.Custom(func(t *rapid.T) json.RawMessage {
		kinds := 6
		if depth == 0 {
			kinds = 4
		}
		var v any
		switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
		case 0:
			v = text().Draw(t, "text")
		case 1:
			v = json.RawMessage(rapid.StringMatching(`-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "number"))
		case 2:
			v = rapid.Bool().Draw(t, "bool")
		case 3:
			v = nil
		case 4:
			v = rapid.SliceOfN(value(depth-1), 0, 3).Draw(t, "list")
		default:
			v = rapid.MapOfN(text(), value(depth-1), 0, 3).Draw(t, "object")
		}
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	})
}

// unknown draws unknown fields, and known ones of another type.
func unknown() *rapid.Generator[map[string]json.RawMessage] {
	name := rapid.OneOf(text(), rapid.SampledFrom([]string{"width", "seed", "tags", "base_model", "lora"}))
	return rapid.MapOfN(name, value(2), 0, 4)
}

// config draws a random request, as a program would build it.
func config() *rapid.Generator[api.Config] {
	return rapid.Custom(func(t *rapid.T) api.Config {
		s := func(name string) string { return text().Draw(t, name) }
		c := api.Config{
			Prompt: s("prompt"), NegativePrompt: s("negative"), CheckpointID: s("checkpoint"), ModelType: s("type"), BaseModel: s("base"),
			SchedulerType: s("scheduler"), OutputFormat: s("format"), Callback: s("callback"), DryRun: rapid.Bool().Draw(t, "dry"),
			Width: rapid.Int().Draw(t, "width"), Height: rapid.IntRange(0, 4096).Draw(t, "height"),
			NumSamples: rapid.IntRange(0, 50).Draw(t, "samples"), NumInferenceSteps: rapid.IntRange(0, 150).Draw(t, "steps"),
			GuidanceScale: rapid.Ptr(rapid.Float64Range(-1e9, 1e9), true).Draw(t, "guidance"), EnableHRF: rapid.Ptr(rapid.Bool(), true).Draw(t, "hrf"),
			DenoisingStrength: rapid.Ptr(rapid.Float64Range(0, 1), true).Draw(t, "denoising"), Seed: rapid.Ptr(rapid.Int64(), true).Draw(t, "seed"),
			Unknown: unknown().Draw(t, "unknown"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "tags") {
			c.Tags = append(c.Tags, api.Tag{Key: "k" + s("key"), Value: s("value"), Unknown: rapid.MapOfN(text(), value(1), 0, 1).Draw(t, "tag")})
		}
		return c
	})
}

// checkSame fails unless both are the same request: fields with the same
// values, and JSON with the same meaning.
func checkSame(t interface {
	Helper()
	Fatalf(string, ...any)
}, want, got api.Config,
) {
	t.Helper()
	meaning := cmp.Transformer("meaning", func(raw json.RawMessage) any { return meaningOf(raw) })
	whole := func(c api.Config) any {
		raw, err := json.Marshal(c)
		if err != nil {
			t.Fatalf("%v", err)
		}
		return meaningOf(raw)
	}
	if diff := cmp.Diff(whole(want), whole(got), cmp.Comparer(sameNumber)); diff != "" {
		t.Fatalf("-want +got:\n%s", diff)
	}
	// Decoding decides whether a field or its value in Unknown counts.
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var read api.Config
	if err := json.Unmarshal(raw, &read); err != nil {
		t.Fatalf("%v", err)
	}
	if diff := cmp.Diff(read, got, meaning, cmp.Comparer(sameNumber), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("-want +got:\n%s", diff)
	}
}

// sameNumber compares by value, without rounding.
func sameNumber(a, b json.Number) bool {
	x, errX := a.Float64()
	y, errY := b.Float64()
	return a == b || errX == nil && errY == nil && x == y && math.Abs(x) < 1<<53
}

func meaningOf(raw json.RawMessage) any {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "not JSON: " + string(raw)
	}
	return v
}

func TestWhatIsFormattedReadsBack(t *testing.T) {
	formats := map[string]func(api.Config, string) (string, error){"sh": curl.Format, "cmd": curl.FormatCmd}
	for name, format := range formats {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				want := config().Draw(t, "config")
				base := rapid.SampledFrom([]string{"", "https://api.dreamlook.ai/", "https://example.org/it's", "http://127.0.0.1:8080"}).Draw(t, "base")
				command, err := format(want, base)
				if err != nil {
					t.Fatal(err)
				}
				request, err := curl.Parse(command, curl.Options{BaseURL: base})
				if err != nil {
					t.Fatalf("%v\n%s", err, command)
				}
				checkSame(t, want, request.Config)
				if !request.KeyIsVariable || len(request.Ignored) > 0 {
					t.Fatalf("variable %v, ignored %q", request.KeyIsVariable, request.Ignored)
				}
				for _, r := range command {
					if r < ' ' && r != '\n' && r != '\r' || 0x7f <= r && r < 0xa0 || r == '\u202e' {
						t.Fatalf("%U is in %q", r, command)
					}
				}
			})
		})
	}
}

// Exactly the website's format.
func TestFormat(t *testing.T) {
	seed := int64(-1)
	got, err := curl.Format(api.Config{Prompt: "it's a <b> & \"c\"\n", Width: 768, Seed: &seed, Unknown: map[string]json.RawMessage{"x": json.RawMessage(`[1,{}]`)}}, "")
	if err != nil {
		t.Fatal(err)
	}
	want := `curl 'https://api.dreamlook.ai/image_gen' \
  -H "content-type: application/json" \
  -H "authorization: Bearer $DREAMLOOK_API_KEY" \
  --data-raw '{
  "prompt": "it'\''s a <b> & \"c\"\n",
  "width": 768,
  "seed": -1,
  "x": [
    1,
    {}
  ]
}'`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := curl.Format(api.Config{Unknown: map[string]json.RawMessage{"x": json.RawMessage("{")}}, ""); err == nil {
		t.Error("what is no JSON cannot be written")
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 5 {
		f.Fatalf("%d examples, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		key := testKey()
		read := func(string) ([]byte, error) { return []byte(plainJSON), nil }
		request, err := curl.Parse(strings.ReplaceAll(text, "KEY", key), curl.Options{ReadFile: read})
		if err != nil {
			e, ok := err.(*curl.Error)
			if !ok || e.Fault == "" || strings.Contains(e.Error(), key) || (e.Line == 0) != (e.Column == 0) {
				t.Fatalf("%#v", err)
			}
			return
		}
		if said := fmt.Sprint(request.Ignored, request.Unknown); strings.Contains(said, key) {
			t.Fatalf("the key is in %q", said)
		}
		command, err := curl.Format(request.Config, "")
		if err != nil {
			t.Fatal(err)
		}
		again, err := curl.Parse(command, curl.Options{})
		if err != nil {
			t.Fatalf("%v\n%s", err, command)
		}
		checkSame(t, request.Config, again.Config)
	})
}
