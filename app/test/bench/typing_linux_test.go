package bench

import (
	"encoding/json"
	"image"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/test/bench/year"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// longPrompt is a prompt of 5,000 characters.
var longPrompt = strings.Repeat("portrait of an old sailor, golden hour, ", 125)

// typing measures the UI goroutine's work for a keystroke at the end of a prompt of 5,000 characters: the whole window
// with a year of pictures, on Fyne's test driver, which paints nothing.
//
// type_painted is the time from the key until the letter is on the screen, in the real window of 1280×800, drawn in
// software. The toolkit looks for keys 60 times a second, which alone is up to 17 ms.
func typing(b *testing.B) {
	g := openGallery(b, test.NewApp(), year.Jobs)
	prompt := inSight[*widgets.PromptEntry](g.window.Canvas().Content())[0]
	g.window.Canvas().Focus(prompt)
	prompt.SetText(longPrompt)
	prompt.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	var took []float64
	for n := range 200 {
		began := time.Now()
		prompt.TypedRune(rune("a boat, "[n%8]))
		g.turn()
		took = append(took, milliseconds(time.Since(began)))
		pause(b, 10*time.Millisecond) // what follows a key later comes meanwhile
	}
	if !strings.HasPrefix(prompt.Text, longPrompt+"a boat, a boat") {
		b.Fatal("the letters went elsewhere")
	}
	tell("type", quantile(took, .95), "ms")
	tell("type_p50", median(took), "ms")

	h := newHome(b, "type")
	state, err := json.Marshal(params.State{Config: api.Config{Prompt: longPrompt}})
	must(b, err)
	l, err := library.Open(b.Context(), year.Home(h.Home()).Library(), library.Options{})
	must(b, err)
	must(b, l.Drafts.Save(b.Context(), "panel", state))
	must(b, l.Close())
	p := h.openGallery("lookbook")
	h.Said(p, "pictures listed", 2)
	pause(b, 4*time.Second)
	probe, busy := h.NewProbe(), processorTime(b, p)
	took = nil
	for n := range 80 {
		took = append(took, h.painted(probe, promptArea, uint32("boat"[n%4])))
	}
	tell("type_processor", 1000*(processorTime(b, p)-busy)/80, "ms")
	h.Screenshot("typed")
	tell("type_painted", quantile(took, .95), "ms")
	tell("type_painted_p50", median(took), "ms")
}

var promptArea = image.Rect(0, 60, 400, 500)
