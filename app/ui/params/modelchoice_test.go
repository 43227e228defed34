package params

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/app/cause"
	"lookbook/app/request"
)

func TestModelsThatCannotBeListed(t *testing.T) {
	b := readyBench(t)
	b.modelsErr = cause.Err(cause.NoAnswer)
	b.drain()
	if want := "Your trained models could not be listed: there was no answer, or it broke off."; b.model.note.Text() != want || !b.model.retry.Visible() {
		t.Fatalf("note %q, retry %v", b.model.note.Text(), b.model.retry.Visible())
	}
	b.modelsErr, b.models = nil, []request.Model{{ID: "ckp_1", Name: "photo of ukj man", Display: "photo of ukj man · step 1500", Step: 1500}}
	test.Tap(b.model.retry)
	b.drain()
	if b.model.retry.Visible() || b.model.note.Text() != "Stock model · sd-v1" {
		t.Errorf("after the retry: %q", b.model.note.Text())
	}
	b.write(b.model.name.FocusTarget(), "photo of ukj man · step 1500")
	if config, _ := b.Config(); config.CheckpointID != "ckp_1" || config.BaseModel != "" {
		t.Errorf("picked by name: checkpoint %q, base %q", config.CheckpointID, config.BaseModel)
	}
}

func TestTheModelTakesTypeAndSizeAlong(t *testing.T) {
	b := readyBench(t)
	b.write(b.model.name.FocusTarget(), "stable-diffusion-xl-v1-0")
	config, _ := b.Config()
	if config.ModelType != request.SDXL || config.Width != 1024 || b.size.width.Text() != "1024" {
		t.Errorf("type %q, width %d, shown %s", config.ModelType, config.Width, b.size.width.Text())
	}
	if b.model.kind.Text() != "" || b.model.note.Text() != "Stock model · sdxl-v1" {
		t.Errorf("type shown as %q, note %q", b.model.kind.Text(), b.model.note.Text())
	}
	b.write(b.model.kind.FocusTarget(), "sd-v2")
	b.write(b.model.name.FocusTarget(), "my-own-model")
	test.TapAt(b.model.sentAs, fyne.NewPos(b.model.sentAs.MinSize().Width/2, 5))
	if config, _ = b.Config(); config.ModelType != "sd-v2" || config.CheckpointID != "my-own-model" {
		t.Errorf("type %q, checkpoint %q", config.ModelType, config.CheckpointID)
	}
}

func TestTypingIsNotWrittenOverByTheList(t *testing.T) {
	b := readyBench(t)
	b.models = []request.Model{{ID: "ckp_1", Name: "photo of ukj man"}}
	b.write(b.model.name.FocusTarget(), "ckp_1")
	b.drain()
	if got := b.model.name.Text(); got != "ckp_1" {
		t.Errorf("the field says %q while it is being typed into", got)
	}
	if got := b.model.note.Text(); got != "ckp_1 · sd-v1" {
		t.Errorf("note %q", got)
	}
}

func TestDenoisingComesWithTheFix(t *testing.T) {
	b := readyBench(t)
	if !b.highRes.strength.Disabled() {
		t.Error("denoising can be typed without the fix")
	}
	test.Tap(b.highRes.on)
	config, _ := b.Config()
	if b.highRes.strength.Disabled() || b.highRes.strength.Text() != "0.6" || config.DenoisingStrength == nil {
		t.Errorf("with the fix: %q, sent %v", b.highRes.strength.Text(), config.DenoisingStrength)
	}
	test.Tap(b.highRes.on)
	if config, _ = b.Config(); config.DenoisingStrength != nil || !b.highRes.strength.Disabled() {
		t.Errorf("without the fix %v is sent", config.DenoisingStrength)
	}
}

func TestLockedSidesAreShown(t *testing.T) {
	b := readyBench(t)
	test.Tap(b.size.lock)
	b.write(b.size.width.FocusTarget(), "384")
	if config, _ := b.Config(); config.Width != 384 || config.Height != 512 || b.size.height.Text() != "512" || !b.size.lock.On() {
		t.Errorf("%d × %d, shown as %q", config.Width, config.Height, b.size.height.Text())
	}
	test.Tap(b.size.swap)
	b.write(b.size.height.FocusTarget(), "300")
	b.size.height.FocusTarget().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if config, problems := b.Config(); config.Width != 408 || config.Height != 304 || problems != nil || b.size.height.Text() != "304" {
		t.Errorf("%d × %d, %v", config.Width, config.Height, problems)
	}
	test.Tap(b.size.lock)
	b.write(b.size.width.FocusTarget(), "512")
	if config, _ := b.Config(); config.Height != 304 {
		t.Errorf("unlocked, the height became %d", config.Height)
	}
}
