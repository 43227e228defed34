package ui

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/test/harness"
	"lookbook/app/ui/params"
)

func (b *bench) drop(path string) {
	b.handover.dropped(fyne.NewPos(100, 100), []fyne.URI{storage.NewFileURI(path)})
}

// drawn writes a PNG with these texts and returns its path.
func drawn(t *testing.T, name string, texts ...media.Text) string {
	t.Helper()
	var plain, file bytes.Buffer
	if err := png.Encode(&plain, image.NewRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	if err := media.Embed(&file, bytes.NewReader(plain.Bytes()), int64(plain.Len()), texts); err != nil {
		t.Fatal(err)
	}
	return written(t, name, file.Bytes())
}

func written(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAPictureOfOursComesBackWhole(t *testing.T) {
	_, b := opened(t)
	want := smallRequest("a {glass} lighthouse, größer 👩‍👩‍👧‍👦", 16)
	want.Unknown = map[string]json.RawMessage{"lora": json.RawMessage(`{"w":1}`)}
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	b.drop(drawn(t, "mine.png", media.Text{
		Keyword: media.KeywordLookbook,
		Value:   `{"job_id":"ig_1","image_id":"x","seed":2811570194,"request":` + string(raw) + `}`,
	}))
	b.until("the panel to be filled", func() bool { return b.says("Filled in from “mine.png”.") })
	got, problems := b.main.params.Config()
	seed := int64(2811570194)
	want.Seed = &seed
	if diff := cmp.Diff(want, got); diff != "" || problems != nil {
		t.Errorf("problems %v, -want +got:\n%s", problems, diff)
	}
	if b.says("Not taken over") {
		t.Error("something is missing")
	}
}

func TestAPictureOfAnotherProgram(t *testing.T) {
	_, b := opened(t)
	before := smallRequest("mine", 5)
	b.main.params.SetState(params.StateOf(before))
	b.drop(drawn(t, "theirs.png", media.Text{
		Keyword: media.KeywordParameters,
		Value: "a red coat {in} the rain\nNegative prompt: blurry\nSteps: 25, Sampler: Euler a, CFG scale: 6.5, Seed: 965400086, Size: 640x832, " +
			"Clip skip: 2, ENSD: 31337, Hires upscaler: Latent, Face restoration: CodeFormer, Eta: 0.67",
	}))
	b.until("the panel to be filled", func() bool { return b.says("made with AUTOMATIC1111") })
	got, _ := b.main.params.Config()
	if got.Prompt != "a red coat {in} the rain" || got.NegativePrompt != "blurry" || got.NumInferenceSteps != 25 || got.Width != 640 || got.Height != 832 ||
		got.Seed == nil || *got.Seed != 965400086 || got.GuidanceScale == nil || *got.GuidanceScale != 6.5 {
		t.Errorf("the panel shows %+v", got)
	}
	if got.NumSamples != 5 || got.BaseModel != before.BaseModel {
		t.Errorf("what the picture does not say became %+v", got)
	}
	if told := b.banners(); !strings.Contains(told, "Not taken over:") || !strings.Contains(told, "more") {
		t.Errorf("nothing is said to be missing: %q", told)
	}
	b.press("List them")
	for _, missing := range []string{"Clip skip: 2", "ENSD: 31337", "Eta: 0.67"} {
		if !b.says(missing) {
			t.Errorf("%q is not listed: %q", missing, b.words())
		}
	}
	b.press("Close")
	b.press("Undo")
	if got, _ := b.main.params.Config(); !api.Same(before, got) {
		t.Errorf("undone to %+v", got)
	}
}

// bomb is a PNG with a compressed text of 60 MB.
func bomb(t *testing.T) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := png.Encode(&plain, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	text.WriteString("parameters\x00\x00")
	packed := zlib.NewWriter(&text)
	if _, err := packed.Write(bytes.Repeat([]byte("a"), 60<<20)); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	chunk := binary.BigEndian.AppendUint32(nil, uint32(text.Len()))
	chunk = append(append(chunk, "zTXt"...), text.Bytes()...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const header = 8 + 25 // signature and IHDR
	return append(append(bytes.Clone(plain.Bytes()[:header]), chunk...), plain.Bytes()[header:]...)
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		words   string
	}{
		"plain.png":  {nil, "no parameters in this picture"},
		"cut.png":    {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "damaged"},
		"bomb.png":   {bomb(t), "too large"},
		"junk.bin":   {[]byte("\x00\x01\x02\xff"), "no picture, no file of presets and no API request"},
		"empty.json": {[]byte{}, "the text is empty"},
		"broken.sh":  {[]byte("curl https://api.dreamlook.ai/image_gen -d '{\"prompt\":"), "is never closed"},
		"half.json":  {[]byte("{\"prompt\": \"x"), "half.json"},
		"novel.txt":  {bytes.Repeat([]byte("once upon a time "), 20<<20/17), "MB"},
	} {
		t.Run(name, func(t *testing.T) {
			_, b := opened(t)
			b.typed("mine")
			before := b.main.params.State()
			if c.content == nil {
				b.drop(drawn(t, name))
			} else {
				b.drop(written(t, name, c.content))
			}
			b.until("why it can't be read", func() bool { return b.says(c.words) })
			if !b.says("“" + name + "”") {
				t.Errorf("the file is not named: %q", b.words())
			}
			if diff := cmp.Diff(before, b.main.params.State()); diff != "" {
				t.Errorf("the panel changed:\n%s", diff)
			}
		})
	}
}

func TestAFileThatIsNotThere(t *testing.T) {
	_, b := opened(t)
	b.drop(filepath.Join(t.TempDir(), "gone.png"))
	b.until("that it is gone", func() bool { return b.says("the file can’t be found.") })
	b.drop(t.TempDir())
	b.until("that it is a folder", func() bool { return b.says("this is no file that can be read.") })
}

func TestADroppedTextIsARequest(t *testing.T) {
	_, b := opened(t)
	b.drop(written(t, "command.txt", []byte("curl https://api.dreamlook.ai/image_gen -d '{\"prompt\":\"from a file\"}'")))
	b.until("the panel to be filled", func() bool { return b.main.params.State().Config.Prompt == "from a file" })
}

// Any other text is a prompt, also one that another program shows of a picture. The rest of the panel
// stays, and a key in the text is taken out.
func TestADroppedTextIsAPrompt(t *testing.T) {
	w, b := opened(t)
	b.main.params.SetState(params.StateOf(smallRequest("mine", 7)))
	b.drop(written(t, "prompt.txt", []byte("\r\na {red|blue} coat\r\nin the rain "+w.key+"\n")))
	b.until("the prompt to be filled", func() bool { return b.says("The text of “prompt.txt” is the prompt now.") })
	c, _ := b.main.params.Config()
	if state := b.main.params.State(); !strings.HasPrefix(state.Config.Prompt, "a {red|blue} coat\nin the rain ") || c.NumSamples != 7 {
		t.Errorf("the panel shows %+v", state)
	}
	if raw, err := json.Marshal(b.main.params.State()); err != nil || strings.Contains(string(raw), w.key) || b.says(w.key) {
		t.Error("the key is in the prompt")
	}
	b.press("Undo")
	if got := b.main.params.State().Config.Prompt; got != "mine" {
		t.Errorf("undone to %q", got)
	}
	b.drop(written(t, "copied.txt", []byte("a red coat\nNegative prompt: blurry\nSteps: 25, Sampler: Euler a, CFG scale: 6.5, Seed: 965400086, Size: 640x832")))
	b.until("the parameters", func() bool { return b.says("made with AUTOMATIC1111") })
	if c, _ := b.main.params.Config(); c.Prompt != "a red coat" || c.NegativePrompt != "blurry" || c.Width != 640 {
		t.Errorf("the panel shows %+v", c)
	}
	b.drop(written(t, "novel.txt", bytes.Repeat([]byte("once upon a time "), 4000)))
	b.until("that it is too long", func() bool { return b.says("characters, and at most") })
}

// A file with a key alone is no prompt: the key is asked about, like a pasted one.
func TestADroppedKeyIsAskedAbout(t *testing.T) {
	w := newWorld(t, instant())
	w.ring.key = "dl-" + strings.Repeat("a1", 16)
	b := w.window()
	b.until("the panes", b.onMain)
	b.drop(written(t, "key.txt", []byte(w.key+"\n")))
	b.until("the question", func() bool { return b.says("Store this key?") })
	if b.says(w.key) || b.main.params.State().Config.Prompt != "" || strings.Contains(w.log.String(), w.key) {
		t.Error("the key is in sight, in the prompt or in the log")
	}
	b.press("Don’t store it")
}

func TestRecentPromptsComeBack(t *testing.T) {
	_, b := opened(t)
	for word, prompt := range map[string]string{"coat": "a red coat", "hat": "a blue hat {x}"} {
		b.generate(smallRequest(prompt, 1))
		b.until("the job", func() bool {
			prompts, err := b.session.Library.Prompts.Recent(t.Context(), word, 1)
			return err == nil && len(prompts) == 1 && b.says("1 image")
		})
	}
	b.main.params.SetState(params.StateOf(smallRequest("mine", 1)))
	b.choose("Recent prompts…")
	b.until("the prompts", func() bool { return b.says("a red coat") && b.says(`a blue hat \{x\}`) })
	b.typed("blue")
	b.enter() // before the search is done
	b.until("the list to close", func() bool { return b.Window.window.Canvas().Overlays().Top() == nil })
	if got, _ := b.main.params.Config(); got.Prompt != "a blue hat {x}" {
		t.Errorf("the prompt is %q", got.Prompt)
	}
	if !b.promptFocused() {
		t.Error("the prompt has not got the keyboard")
	}
	b.choose("Recent prompts…")
	b.Window.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.Window.window.Canvas().Overlays().Top() != nil || !b.promptFocused() {
		t.Error("Escape leaves the list")
	}
}

// A signed picture's texts are in its sidecar, and count like texts within the
// file.
func TestASignedPictureComesBackWhole(t *testing.T) {
	_, b := opened(t)
	want := smallRequest("a glass lighthouse", 16)
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	packet, err := media.IntoPacket(nil, []media.Text{{Keyword: media.KeywordLookbook, Value: `{"job_id":"ig_1","image_id":"x","request":` + string(raw) + `}`}})
	if err != nil {
		t.Fatal(err)
	}
	path := written(t, "signed.png", harness.Signed(t, 1)[".png"])
	if err := os.WriteFile(origin.Beside(path), packet, 0o600); err != nil {
		t.Fatal(err)
	}
	b.drop(path)
	b.until("the panel to be filled", func() bool { return b.says("Filled in from “signed.png”.") })
	if got, problems := b.main.params.Config(); problems != nil || got.Prompt != want.Prompt {
		t.Errorf("%+v, problems %v", got, problems)
	}
	b.drop(origin.Beside(path))
	b.until("the panel to be filled", func() bool { return b.says("Filled in from “signed.png.xmp”.") })
}
