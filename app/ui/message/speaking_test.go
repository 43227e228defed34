package message_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dustin/go-humanize"

	"lookbook/app/ui/message"
)

// speak makes a language that of the test.
func speak(t *testing.T, languages ...string) {
	t.Helper()
	message.Use(languages...)
	t.Cleanup(func() { message.Use() })
}

// A missing language, and one without a sentence, fall back to English.
func TestLanguages(t *testing.T) {
	for _, wanted := range []struct {
		languages []string
		speaks    string
	}{
		{nil, "en"},
		{[]string{"", "xx-YY"}, "en"},
		{[]string{"not a tag", "C", "POSIX"}, "en"},
		{[]string{"de-AT"}, "de"},
		{[]string{"", "de-DE", "en-US"}, "de"},
		{[]string{"en", "de-DE"}, "en"}, // chosen against the system
		{[]string{"sr-Latn", "ja-JP"}, "ja"},
		{[]string{"ja"}, "ja"},
		{[]string{"it-CH"}, "it"},
		{[]string{"pt-PT"}, "pt-BR"},
		{[]string{"ko-KR"}, "ko"},
		{[]string{"zh-CN"}, "zh-Hans"},
		{[]string{"zh-SG", "en"}, "zh-Hans"},
		{[]string{"en-GB"}, "en"},
		{[]string{message.Pseudo}, message.Pseudo},
	} {
		speak(t, wanted.languages...)
		if got := message.Current(); got != wanted.speaks {
			t.Errorf("%q: it speaks %q, want %q", wanted.languages, got, wanted.speaks)
		}
	}
}

func TestNumbersAndSizesByLanguage(t *testing.T) {
	for tag, want := range map[string][4]string{
		"en":      {"1,234,567", "1.2 GB", "999 B", "1,234,567 days ago"},
		"de":      {"1.234.567", "1,2 GB", "999 B", "vor 1.234.567 Tagen"},
		"es":      {"1.234.567", "1,2\u00a0GB", "999\u00a0B", "hace 1.234.567 días"},
		"fr":      {"1\u00a0234\u00a0567", "1,2\u00a0Go", "999\u00a0o", "il y a 1\u00a0234\u00a0567 jours"},
		"it":      {"1.234.567", "1,2 GB", "999 B", "1.234.567 giorni fa"},
		"pt-BR":   {"1.234.567", "1,2 GB", "999 B", "há 1.234.567 dias"},
		"ja":      {"1,234,567", "1.2 GB", "999 B", "1,234,567日前"},
		"ko":      {"1,234,567", "1.2 GB", "999 B", "1,234,567일 전"},
		"zh-Hans": {"1,234,567", "1.2 GB", "999 B", "1,234,567 天前"},
	} {
		speak(t, tag)
		got := [4]string{message.Number(1234567), message.Bytes(1_200_000_000), message.Bytes(999), message.N("time.ago.days", 1234567)}
		if got != want && message.Known("time.now") {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// Amounts have the language's point and groups, and keep all of their digits.
func TestAmountsByLanguage(t *testing.T) {
	for tag, want := range map[string][3]string{
		"en": {"USD 1,234.50", "USD 0.004", "0.25 tokens"},
		"de": {"1.234,50 USD", "0,004 USD", "0,25 Token"},
	} {
		speak(t, tag)
		if got := [3]string{message.Money(1_234_500_000, "USD"), message.Money(4_000, "USD"), message.Tokens(250_000)}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// Round millions have a plural form of their own.
func TestMillionsByLanguage(t *testing.T) {
	for tag, want := range map[string]string{"es": "hace 2.000.000 de días", "fr": "il y a 2\u00a0000\u00a0000 de jours"} {
		speak(t, tag)
		if got := message.N("time.ago.days", 2_000_000); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// A round million joins its noun with a preposition, and nothing is singular in Portuguese.
func TestManyAndNothing(t *testing.T) {
	for tag, want := range map[string][3]string{
		"it":    {"0 immagini", "1 immagine", "1.000.000 di immagini"},
		"pt-BR": {"0 imagem", "1 imagem", "1.000.000 de imagens"},
	} {
		speak(t, tag)
		if got := [3]string{message.N("gallery.count", 0), message.N("gallery.count", 1), message.N("gallery.count", 1_000_000)}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// English sizes and numbers are written as they always were.
func TestEnglishNumbers(t *testing.T) {
	for _, n := range []uint64{0, 1, 9, 10, 999, 1000, 1049, 1050, 9949, 9950, 9999, 10_000, 99_999, 999_499, 1_000_000, 38_123_456, 2_345_678_901, 1 << 62} {
		if got := message.Bytes(n); got != humanize.Bytes(n) {
			t.Errorf("%d bytes: %q, want %q", n, got, humanize.Bytes(n))
		}
		if got, want := message.Number(int(n)), humanize.Comma(int64(n)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := message.Bytes(999_999); got != "1.0 MB" {
		t.Errorf("%q", got)
	}
	if got := message.Number(-1234); got != "-1,234" {
		t.Errorf("%q", got)
	}
}

func TestTimesByLanguage(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC)
	for tag, want := range map[string][3]string{
		"en":      {"1 Mar 2026, 09:05", "3 minutes ago", "2 hours"},
		"de":      {"1. März 2026, 09:05", "vor 3 Minuten", "2 Stunden"},
		"es":      {"1 mar 2026, 09:05", "hace 3 minutos", "2 horas"},
		"fr":      {"1 mars 2026 à 09:05", "il y a 3 minutes", "2 heures"},
		"it":      {"1 mar 2026, 09:05", "3 minuti fa", "2 ore"},
		"pt-BR":   {"1 de mar. de 2026, 09:05", "há 3 minutos", "2 horas"},
		"ja":      {"2026年3月1日 09:05", "3分前", "2時間"},
		"ko":      {"2026년 3월 1일 09:05", "3분 전", "2시간"},
		"zh-Hans": {"2026年3月1日 09:05", "3 分钟前", "2 小时"},
	} {
		speak(t, tag)
		if got := [3]string{message.DateTime(at), message.Ago(at, at.Add(200*time.Second)), message.Span(2 * time.Hour)}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// Names are in the order of the language, and numbers in them count as such.
func TestOrder(t *testing.T) {
	names := []string{"Zoo", "Äpfel", "apfel", "Öl", "ofen", "Bild 10", "Bild 9", "zebra"}
	speak(t, "de")
	slices.SortFunc(names, message.Compare)
	if got := strings.Join(names, " "); got != "apfel Äpfel Bild 9 Bild 10 ofen Öl zebra Zoo" {
		t.Errorf("in German: %s", got)
	}
	kana := []string{"カメラ", "あさ", "かさ", "アリ"}
	speak(t, "ja")
	slices.SortFunc(kana, message.Compare)
	if got := strings.Join(kana, " "); got != "あさ アリ かさ カメラ" {
		t.Errorf("in Japanese: %s", got)
	}
	pinyin := []string{"中国", "北京", "上海", "图片 10", "图片 9"}
	speak(t, "zh-Hans")
	slices.SortFunc(pinyin, message.Compare)
	if got := strings.Join(pinyin, " "); got != "北京 上海 图片 9 图片 10 中国" {
		t.Errorf("in Chinese: %s", got)
	}
}

// A language without plural forms still speaks of one thing as such, where English has other words for it.
func TestOneThingWithoutPluralForms(t *testing.T) {
	for _, tag := range []string{"ja", "ko", "zh-Hans"} {
		speak(t, tag)
		for key, one := range map[string]string{"picture.copy.n": "picture.copy", "picture.trash.n": "picture.trash"} {
			if got, want := message.N(key, 1), message.T(one); got != want {
				t.Errorf("%s: of one it says %q, want %q", tag, got, want)
			}
			if got := message.N(key, 12); !strings.Contains(got, "12") {
				t.Errorf("%s: of twelve it says %q", tag, got)
			}
		}
		if got := message.N("models.leaving", 1, message.With{"Model": "M", "When": "W", "More": 0}); strings.Contains(got, "0") {
			t.Errorf("%s: of one model it says %q", tag, got)
		}
	}
}

// The language may change while other goroutines speak.
func TestTheLanguageChangesUnderTalk(t *testing.T) {
	t.Cleanup(func() { message.Use() })
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 200 {
				if message.N("time.ago.days", i) == "" || message.Compare("a", "b") >= 0 {
					t.Error("nothing is said, or b is before a")
				}
			}
		})
	}
	for _, tag := range []string{"de", "fr", "ja", "en"} {
		message.Use(tag)
	}
	all.Wait()
}

// The pseudo-language has brackets around, accents, more letters, and the parameters.
func TestPseudo(t *testing.T) {
	speak(t, message.Pseudo)
	for _, key := range []string{"menu.preferences", "key.kept.slow", "time.now"} {
		plain := len([]rune(said(t, "en", key)))
		got := said(t, message.Pseudo, key)
		if long := len([]rune(got)) - 2; !strings.HasPrefix(got, "[") || !strings.HasSuffix(got, "]") || long < plain*5/4 || long > plain*3/2+1 {
			t.Errorf("%s: %q has %d letters, and %d in English", key, got, long, plain)
		}
	}
	if got := message.N("time.ago.days", 2); !strings.Contains(got, "2") || !strings.HasPrefix(got, "[") {
		t.Errorf("it says %q", got)
	}
	if got := message.T("export.done", message.With{"Count": "7", "Folder": "F"}); !strings.Contains(got, "7") || !strings.Contains(got, "F") {
		t.Errorf("it says %q", got)
	}
	for _, l := range message.Languages() {
		if l.Tag == message.Pseudo {
			t.Error("the pseudo-language is offered")
		}
	}
}

func said(t *testing.T, tag, key string) string {
	t.Helper()
	before := message.Current()
	message.Use(tag)
	defer message.Use(before)
	return message.T(key)
}
