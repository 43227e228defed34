package files_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/app/cause"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/media/naming"
	"lookbook/app/test/harness"
)

func rewrite(t *testing.T, image library.Image, data []byte) {
	t.Helper()
	if err := os.WriteFile(image.Path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func exportTo(t *testing.T, w *world, images []library.Image, to files.ExportTo) files.Exported {
	t.Helper()
	if to.Folder == "" {
		to.Folder = t.TempDir()
	}
	exported, err := w.Files.Copies.Export(t.Context(), harness.IDs(images), to, nil)
	if err != nil || len(exported.Files) != len(images) || len(exported.Skipped) != 0 {
		t.Fatalf("%+v, %v", exported, err)
	}
	return exported
}

func textsOf(t *testing.T, file []byte) map[string]string {
	t.Helper()
	list, err := media.ReadTexts(media.Bytes(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, text := range list {
		texts[text.Keyword] = text.Value
	}
	return texts
}

// Copies come in the format and size that were asked for, and say what they were to say.
func TestExportAs(t *testing.T) {
	w, images := saved(t, 2)
	was := harness.ReadFile(t, images[0].Path)
	before := textsOf(t, was)
	for _, format := range []media.Format{media.PNG, media.JPEG, media.WebP} {
		for _, tells := range []string{"all", "credits", "none"} {
			to := files.ExportTo{As: convert.Options{Format: format, Quality: 90, LongEdge: 20}, Metadata: tells == "all", Credits: tells == "credits"}
			exported := exportTo(t, w, images, to)
			for i, file := range exported.Files {
				if want := strings.TrimSuffix(filepath.Base(images[i].Path), ".png") + format.Extension(); filepath.Base(file.Path) != want {
					t.Errorf("%s: %q, want %q", format, filepath.Base(file.Path), want)
				}
			}
			is := harness.ReadFile(t, exported.Files[0].Path)
			info, err := media.Inspect(media.Bytes(is), int64(len(is)))
			if err != nil || info.Format != format || max(info.Width, info.Height) != 20 {
				t.Errorf("%s, %s: %+v, %v", format, tells, info, err)
			}
			after := textsOf(t, is)
			switch tells {
			case "all":
				for _, keyword := range []string{media.KeywordLookbook, media.KeywordParameters} {
					if after[keyword] != before[keyword] && !(keyword == media.KeywordParameters && after[media.KeywordUserComment] == before[keyword]) {
						t.Errorf("%s: %s is %q, was %q", format, keyword, after[keyword], before[keyword])
					}
				}
			case "none":
				if len(after) != 0 || bytes.Contains(is, []byte("ukj")) {
					t.Errorf("%s tells %q", format, after)
				}
			default:
				if strings.Contains(after[media.KeywordXMP], "AIPromptInformation") || after[media.KeywordLookbook] != "" || after[media.KeywordParameters] != "" {
					t.Errorf("%s tells %q", format, after)
				}
			}
			if exported.Shortened != 0 {
				t.Errorf("%s: %d are shortened", format, exported.Shortened)
			}
			told, err := w.Files.Copies.Preview(t.Context(), images[0].ID, to)
			if err != nil || told.Bytes != int64(len(is)) || len(told.Texts) < len(after) || told.Format != format || told.Name != filepath.Base(exported.Files[0].Path) {
				t.Errorf("%s, %s: it was told %+v, %v", format, tells, told, err)
			}
		}
	}
	if !bytes.Equal(was, harness.ReadFile(t, images[0].Path)) {
		t.Error("the picture changed")
	}
	w.check(2)
}

// A PNG that is exported as a PNG of the same size is copied, not encoded.
func TestExportKeepsBytes(t *testing.T) {
	w, images := saved(t, 1)
	for _, as := range []convert.Options{{}, {Format: media.PNG}, {LongEdge: 100_000}} {
		exported := exportTo(t, w, images, files.ExportTo{As: as, Metadata: true})
		if !bytes.Equal(harness.ReadFile(t, images[0].Path), harness.ReadFile(t, exported.Files[0].Path)) {
			t.Errorf("%+v: the copy is another file", as)
		}
	}
}

// Credits stay without the prompt, in a copy of the same format too.
func TestExportOfCredits(t *testing.T) {
	w, images := saved(t, 1)
	packet := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
		xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
		photoshop:Credit="Studio Ä" Iptc4xmpExt:AIPromptInformation="a secret recipe"><dc:creator><rdf:Seq><rdf:li>Zoë</rdf:li><rdf:li>Max</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`
	var with bytes.Buffer
	was := harness.ReadFile(t, images[0].Path)
	if err := media.Embed(&with, media.Bytes(was), int64(len(was)), []media.Text{{Keyword: media.KeywordXMP, Value: packet}}); err != nil {
		t.Fatal(err)
	}
	rewrite(t, images[0], with.Bytes())
	for _, as := range []convert.Options{{}, {Format: media.JPEG}, {Format: media.WebP, Percent: 50}} {
		exported := exportTo(t, w, images, files.ExportTo{As: as, Credits: true})
		is := textsOf(t, harness.ReadFile(t, exported.Files[0].Path))
		told := is[media.KeywordXMP]
		for _, want := range []string{"Studio Ä", "Zoë", "Max"} {
			if !strings.Contains(told, want) {
				t.Errorf("%+v: %q is not in %q", as, want, told)
			}
		}
		if len(is) != 1 || strings.Contains(told, "secret") {
			t.Errorf("%+v: it tells %q", as, is)
		}
	}
}

// Copies are named by a template, in folders too; two with one name are numbered.
func TestExportByTemplate(t *testing.T) {
	w, images := saved(t, 3)
	exported := exportTo(t, w, images, files.ExportTo{Template: "for you/{prompt}", As: convert.Options{Format: media.JPEG}})
	for i, file := range exported.Files {
		if filepath.Base(filepath.Dir(file.Path)) != "for you" || filepath.Ext(file.Path) != ".jpg" || file.Image != images[i].ID {
			t.Errorf("%q", file.Path)
		}
	}
	for _, template := range []string{"../{prompt}", "/etc/{seed}", "{what}", `a\b`} {
		_, err := w.Files.Copies.Export(t.Context(), harness.IDs(images), files.ExportTo{Folder: t.TempDir(), Template: template}, nil)
		if fault, is := errors.AsType[*naming.TemplateError](err); !is {
			t.Errorf("%q: %v, %v", template, fault, err)
		}
	}
}

// A copy in the pictures folder is never taken for its picture, even when that is gone.
func TestExportIntoThePicturesFolder(t *testing.T) {
	w, images := saved(t, 1)
	for _, format := range []media.Format{media.JPEG, media.WebP, media.PNG} {
		exported := exportTo(t, w, images, files.ExportTo{Folder: w.Saving.Folder, Metadata: true, As: convert.Options{Format: format, LongEdge: 16}})
		is := textsOf(t, harness.ReadFile(t, exported.Files[0].Path))
		if is[media.KeywordLookbook] != "" || strings.Contains(is[media.KeywordXMP], "dreamlook>") || is[media.KeywordParameters]+is[media.KeywordUserComment] == "" {
			t.Errorf("%s: the copy tells %q", format, is)
		}
	}
	if _, err := w.Files.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	if is := w.Image(images[0].ID); is.Path != images[0].Path || is.State != library.ImageSaved {
		t.Errorf("the picture is %+v now", is)
	}
}

// What can't be decoded is left out with a reason, and nothing of it stays. Stopping leaves whole copies.
func TestExportAsOfSpoilt(t *testing.T) {
	w, images := saved(t, 12)
	damaged := harness.ReadFile(t, images[0].Path)
	at := bytes.Index(damaged, []byte("IDAT"))
	rewrite(t, images[0], damaged[:at+4])
	folder := t.TempDir()
	to := files.ExportTo{Folder: folder, As: convert.Options{Format: media.JPEG, Quality: 80}}
	exported, err := w.Files.Copies.Export(t.Context(), harness.IDs(images[:2]), to, nil)
	if err != nil || len(exported.Files) != 1 || len(exported.Skipped) != 1 || exported.Skipped[0].Cause.Code != cause.FileNotConverted || len(namesIn(t, folder)) != 1 {
		t.Errorf("%+v, %v; %q", exported, err, namesIn(t, folder))
	}
	if _, err := w.Files.Copies.Preview(t.Context(), images[0].ID, to); err == nil {
		t.Error("it is told what a damaged picture tells")
	}
	ctx, cancel := context.WithCancel(t.Context())
	to.Folder = t.TempDir()
	exported, err = w.Files.Copies.Export(ctx, harness.IDs(images[1:]), to, func(done, _ int) {
		if done == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || len(exported.Files) < 2 || len(exported.Files) > 10 || len(namesIn(t, to.Folder)) != len(exported.Files) {
		t.Errorf("%d copies, %v; %q", len(exported.Files), err, namesIn(t, to.Folder))
	}
	for _, file := range exported.Files {
		if _, err := media.Decode(bytes.NewReader(harness.ReadFile(t, file.Path))); err != nil {
			t.Errorf("%s: %v", file.Path, err)
		}
	}
}
