package outline

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// spoken are the words of outlines besides known names.
var spoken = set(`text empty long whole number true or false null list lists of objects object nothing more and fields sometimes not always
	cut off JSON from here time date with a blank digits of fraction in UTC zone id ig db ckp TEST address https http gs signed f A F z Za Z`)

var word = regexp.MustCompile(`[A-Za-z]+`)

// onlyOwnWords fails if an outline contains a word that isn't the package's own, or a number that
// could be a value.
func onlyOwnWords(t interface{ Fatalf(string, ...any) }, told string) {
	if len(told) > Most {
		t.Fatalf("%d bytes", len(told))
	}
	for _, line := range strings.Split(told, "\n") {
		for _, w := range word.FindAllString(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(line, "$1 $2"), -1) {
			if !words[strings.ToLower(w)] && !spoken[w] {
				t.Fatalf("%q is in %q", w, line)
			}
		}
		for _, number := range regexp.MustCompile(`\d+`).FindAllString(line, -1) {
			if len(number) > 2 {
				t.Fatalf("%q is in %q", number, line)
			}
		}
	}
}

func TestAJobsShape(t *testing.T) {
	data, err := os.ReadFile("../testdata/job.json")
	if err != nil {
		t.Fatal(err)
	}
	told := Of(data)
	onlyOwnWords(t, told)
	for _, want := range []string{
		"job_id: id ig_ and 8 of 0-9a-f", "  prompt: text", "state_queued_start: time with 6 digits of fraction\n",
		"image_gen_results: list of objects", "generated_images: list of objects", "seed: whole number", "tags: ",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("it lacks %q:\n%s", want, told)
		}
	}
}

func TestShapes(t *testing.T) {
	for in, want := range map[string]string{
		`{"jobs": [{"job_id": "db_JE1sONMk"}, {"job_id": null, "state": "x"}], "next": ""}`: "object\n  jobs: list of objects\n    job_id: id db_ and 8 of 0-9A-Za-z or null\n    state (not always): text\n  next: empty text\n",
		`[]`:                              "empty list\n",
		`[1, 2.5, "2023-06-10T12:00:00"]`: "list of whole number or number or time\n",
		`{"captions": {"my cat.jpg": "a", "dog of ann.png": ["b"]}}`:                              "object\n  captions: object\n    ?: text or list of text\n",
		`{"/jobs/{job_type}/{job_id}": {}, "imageUrl": "https://a.example/b?X-Goog-Signature=1"}`: "object\n  /jobs/{job_type}/{job_id}: object\n  imageUrl: address with https, signed\n",
		`[[1], [2]]`:                      "list of list of whole number\n",
		`<html>`:                          "nothing\n(cut off, or not JSON from here)\n",
		`{"state": "running", "job`:       "object\n  state: text\n(cut off, or not JSON from here)\n",
		`{"learning_rate_te1": 1e-6}`:     "object\n  learning_rate_te1: number\n",
		`{"made_up_7731": {"ukj": true}}`: "object\n  made_?_?: object\n    ?: true or false\n",
	} {
		if got := Of([]byte(in)); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", in, got, want)
		}
		onlyOwnWords(t, Of([]byte(in)))
	}
}

// Whatever an answer contains, its outline consists of words that are known
// beforehand.
func TestNothingOfAnAnswerGetsOut(t *testing.T) {
	secret := rapid.OneOf(
		rapid.StringMatching(`dl-[0-9A-Fa-f]{32}`),
		rapid.StringMatching(`(ig|db|ckp)_[0-9A-Za-z]{8}`),
		rapid.StringMatching(`https://[a-z]{5,12}\.example/[a-z]{4,9}/[a-z]{4,9}\.png\?sig=[0-9a-f]{20}`),
		rapid.StringMatching(`(a photo of|portrait) [a-z]{4,9}( [a-z]{4,9}){0,5}`),
		rapid.StringMatching(`[qxzj][a-z]{5,12}(_[qxzj][a-z]{3,9}){0,3}`),
		rapid.StringMatching(`[0-9]{3,12}`),
		rapid.String(),
	)
	names := rapid.OneOf(secret, rapid.SampledFrom([]string{"prompt", "job_id", "config", "url", "image-gen", "tags"}))
	var value func(depth int) *rapid.Generator[any]
	value = func(depth int) *rapid.Generator[any] {
		plain := []*rapid.Generator[any]{
			secret.AsAny(), rapid.Int64().AsAny(), rapid.Float64Range(-1e9, 1e9).AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil),
		}
		if depth == 0 {
			return rapid.OneOf(plain...)
		}
		deeper := rapid.Deferred(func() *rapid.Generator[any] { return value(depth - 1) })
		return rapid.OneOf(append(plain, rapid.SliceOfN(deeper, 0, 4).AsAny(), rapid.MapOfN(names, deeper, 0, 5).AsAny())...)
	}
	rapid.Check(t, func(t *rapid.T) {
		data, err := json.Marshal(value(4).Draw(t, "answer"))
		if err != nil {
			t.Fatal(err)
		}
		onlyOwnWords(t, Of(data))
		onlyOwnWords(t, Of(data[:rapid.IntRange(0, len(data)).Draw(t, "cut")]))
	})
}

func FuzzOf(f *testing.F) {
	for _, seed := range []string{`{"a": [1]}`, `[[[`, `{"dl-00": {"ig_63d83f95": "x"}}`, "\xff", `"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { onlyOwnWords(t, Of(data)) })
}

func TestHugeAnswers(t *testing.T) {
	var b strings.Builder
	b.WriteString("{")
	for i := range 20_000 {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(`"prompt_` + strings.Repeat("a_", i%30) + `url": {"` + strings.Repeat("key_", i%15) + `b": "x"}`)
	}
	b.WriteString("}")
	for _, in := range []string{b.String(), strings.Repeat(`{"config":[`, 200_000), `["` + strings.Repeat("x", 5<<20) + `"]`} {
		onlyOwnWords(t, Of([]byte(in)))
	}
}

func TestHeaders(t *testing.T) {
	h := http.Header{}
	for name, value := range map[string]string{
		"Content-Type": "application/json; charset=utf-8", "Server": "uvicorn", "Date": "Mon, 02 Jan 2006 15:04:05 GMT", "Set-Cookie": "session=verysecret",
		"X-Odd": "whoknows", "Link": `<https://a.example/jobs?page=2>; rel="next"`, "X-Goog-Hash": "crc32c=AAAA==,md5=BBBB==", "ETag": `"0123"`,
		"Location": "https://b.example/", "Retry-After": "7", "Via": "1.1 proxy.of.mine", "Allow": "GET, FOO",
	} {
		h.Set(name, value)
	}
	want := "Allow: GET\nContent-Type: application/json\nDate\nEtag: strong\nLink: next\nLocation\nRetry-After: seconds\nServer: uvicorn\nVia\nX-Goog-Hash: crc32c, md5"
	if got := strings.Join(Header(h), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	odd := http.Header{"Server": {"my-secret-host"}, "Content-Type": {"application/secret"}, "Allow": {"SECRET"}, "Link": {"secret"}, "Www-Authenticate": {"secret"}}
	if got := strings.Join(Header(odd), "\n"); strings.Contains(got, "secret") {
		t.Errorf("got\n%s", got)
	}
}
