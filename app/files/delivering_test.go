package files_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/cause"
	"lookbook/app/files"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/media/naming"
	"lookbook/app/media/xmp"
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

// Other programs write who made a picture into EXIF and IPTC data. "Credits only" keeps exactly that.
func TestExportOfCreditsOfOtherPrograms(t *testing.T) {
	w, images := saved(t, 1)
	was := harness.ReadFile(t, images[0].Path)
	order := binary.BigEndian
	exif := order.AppendUint16([]byte("MM\x00*\x00\x00\x00\x08"), 3)
	const artist, description = "Zoë; Max\x00", "a secret recipe\x00"
	for _, f := range []struct {
		tag           uint16
		count, offset uint32
	}{{0x010E, uint32(len(description)), 50 + uint32(len(artist))}, {0x013B, uint32(len(artist)), 50}, {0x8298, 3, order.Uint32([]byte("CC0\x00"))}} {
		exif = order.AppendUint16(order.AppendUint16(exif, f.tag), 2)
		exif = order.AppendUint32(order.AppendUint32(exif, f.count), f.offset)
	}
	exif = append(order.AppendUint32(exif, 0), artist+description...)
	iptc := "\x1C\x02\x6E\x00\x06Studio" + "\x1C\x02\x78\x00\x06secret" // its credit and its caption
	at := bytes.Index(was, []byte("IDAT")) - 4
	with := slices.Concat(was[:at], chunk("eXIf", string(exif)), was[at:])
	with = embedded(t, with, media.Text{Keyword: "Raw profile type iptc", Value: fmt.Sprintf("\niptc\n%8d\n%x\n", len(iptc), iptc)})
	rewrite(t, images[0], with)
	for _, as := range []convert.Options{{}, {Format: media.JPEG}, {Format: media.WebP, Percent: 50}} {
		to := files.ExportTo{As: as, Credits: true}
		copied := harness.ReadFile(t, exportTo(t, w, images, to).Files[0].Path)
		values, err := xmp.Read([]byte(textsOf(t, copied)[media.KeywordXMP]))
		if err != nil {
			t.Fatal(err)
		}
		want := map[xmp.Name][]string{
			{Space: xmp.Dublin, Local: "creator"}: {"Zoë", "Max"}, {Space: xmp.Dublin, Local: "rights"}: {"CC0"}, {Space: xmp.Photoshop, Local: "Credit"}: {"Studio"},
		}
		if diff := cmp.Diff(want, map[xmp.Name][]string(values)); diff != "" {
			t.Errorf("%+v: -want +told\n%s", as, diff)
		}
		whole := exportTo(t, w, images, files.ExportTo{As: as, Metadata: true})
		if all := textsOf(t, harness.ReadFile(t, whole.Files[0].Path)); as.Format != "" && !strings.Contains(all[media.KeywordXMP], "Max") {
			t.Errorf("%+v: with everything it tells %q", as, all)
		}
		if bytes.Contains(copied, []byte("secret")) || bytes.Contains(copied, []byte("ukj")) || len(textsOf(t, copied)) != 1 {
			t.Errorf("%+v: it tells %q", as, textsOf(t, copied))
		}
	}
}

// Of our own pictures, "credits only" keeps what says that a model made them, and who wrote the prompt,
// without the prompt.
func TestExportOfOurOwnCredits(t *testing.T) {
	w, images := saved(t, 1)
	packet, err := xmp.Set(nil, xmp.Property{Name: xmp.SourceType, Value: xmp.TrainedAlgorithmicMedia}, xmp.Property{Name: xmp.System, Value: "dreamlook.ai"},
		xmp.Property{Name: xmp.SystemVersion, Value: "ckp_secret"}, xmp.Property{Name: xmp.Prompt, Value: "a secret"}, xmp.Property{Name: xmp.PromptWriter, Value: "Zoë"})
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, images[0], embedded(t, harness.ReadFile(t, images[0].Path), media.Text{Keyword: media.KeywordXMP, Value: string(packet)}))
	copied := harness.ReadFile(t, exportTo(t, w, images, files.ExportTo{Credits: true}).Files[0].Path)
	values, err := xmp.Read([]byte(textsOf(t, copied)[media.KeywordXMP]))
	want := map[xmp.Name][]string{xmp.SourceType: {xmp.TrainedAlgorithmicMedia}, xmp.System: {"dreamlook.ai"}, xmp.PromptWriter: {"Zoë"}}
	if diff := cmp.Diff(want, map[xmp.Name][]string(values)); err != nil || diff != "" || bytes.Contains(copied, []byte("secret")) {
		t.Errorf("%v; -want +told\n%s", err, diff)
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

// Plain copies in the pictures folder write over nothing, and are no pictures of their own, however often
// it is done. When the picture is gone, its whole copy is that picture.
func TestExportOfPlainCopiesIntoThePicturesFolder(t *testing.T) {
	w, images := saved(t, 3)
	before := map[string][]byte{}
	for _, image := range images {
		before[image.Path] = harness.ReadFile(t, image.Path)
	}
	for n := range 2 {
		for _, to := range []files.ExportTo{{Folder: w.Saving.Folder, Metadata: true}, {Folder: w.Saving.Folder}, {Folder: w.Saving.Folder, Credits: true}} {
			exportTo(t, w, images, to)
		}
		w.Rescan()
		if totals := w.Totals(); totals.Images != 3 || totals.Saved != 3 || totals.Entries != 1 {
			t.Errorf("after %d exports the library has %+v", n+1, totals)
		}
		for i, image := range w.images() {
			if image.Path != images[i].Path || !bytes.Equal(harness.ReadFile(t, image.Path), before[image.Path]) {
				t.Errorf("picture %d is %s now, or another file", i, image.Path)
			}
		}
	}
	if names := w.Names(); len(names) != 3+3*3*2 {
		t.Errorf("the folder holds %q", names)
	}
	if err := os.Remove(images[0].Path); err != nil {
		t.Fatal(err)
	}
	w.Rescan()
	if is := w.Image(images[0].ID); is.State != library.ImageSaved || !bytes.Equal(harness.ReadFile(t, is.Path), before[images[0].Path]) {
		t.Errorf("the picture is %s at %s", is.State, is.Path)
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
