package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/media/origin"
)

// written says what a copy lacks.
type written struct {
	unsigned  bool // the signature, if its picture has one
	shortened bool // some texts
}

// write writes the bytes of a copy.
func (x *export) write(ctx context.Context, to io.Writer, from *os.File, size int64) (written, error) {
	if x.to.As != (convert.Options{}) {
		info, err := media.InspectHeader(from, size)
		if err != nil {
			return written{}, err
		}
		if !x.to.As.Keeps(info.Format, info.Width, info.Height) {
			return x.writeConverted(ctx, to, from, size)
		}
	}
	switch {
	case x.to.Metadata:
		texts := origin.WithoutSecrets(from, size)
		if len(texts) == 0 {
			return written{}, copyWhole(ctx, to, from)
		}
		return written{unsigned: true}, copyWithout(ctx, to, from, size, texts) // an earlier version wrote the file
	case x.to.Credits:
		texts, _ := media.ReadTexts(from, size) // what can't be read is no credit
		if texts = origin.Credits(texts); len(texts) == 0 {
			break
		}
		var bare bytes.Buffer
		if err := media.Strip(stopped{ctx, &bare}, from, size); err != nil {
			return written{}, err
		}
		shortened, err := embed(ctx, to, bare.Bytes(), texts)
		return written{true, shortened}, err
	}
	return written{unsigned: true}, media.Strip(stopped{ctx, to}, from, size)
}

// writeConverted writes the copy of a picture in another format or size.
func (x *export) writeConverted(ctx context.Context, to io.Writer, from *os.File, size int64) (written, error) {
	data, format, err := x.convert.Convert(ctx, from, size, x.to.As)
	if err != nil {
		return written{}, err
	}
	var texts []media.Text
	lost := false
	if x.to.Metadata || x.to.Credits {
		all, _ := media.ReadTexts(from, size) // what can't be read isn't copied
		if x.to.Metadata {
			texts, lost = x.keptTexts(all, origin.WithoutSecrets(from, size), format)
		} else {
			texts = origin.Credits(all)
		}
	}
	shortened, err := embed(ctx, to, data, texts)
	return written{true, shortened || lost}, err
}

// keptTexts are those of a picture's texts that a format has a place for. lost
// reports whether there are others.
func (x *export) keptTexts(all, clean []media.Text, format media.Format) (kept []media.Text, lost bool) {
	// Within the pictures folder a copy must not pass for the picture that it was made of.
	posing := func(keyword string) bool { return x.inside && keyword == media.KeywordLookbook }
	seen := map[string]bool{}
	add := func(text media.Text) {
		if !seen[text.Keyword] {
			seen[text.Keyword] = true
			kept = append(kept, text)
		}
	}
	credits := false // some that the format has no other place for than the packet
	known := []string{media.KeywordParameters, media.KeywordLookbook, media.KeywordXMP}
	for _, text := range all {
		if i := slices.IndexFunc(clean, func(c media.Text) bool { return c.Keyword == text.Keyword }); i >= 0 {
			text = clean[i]
		}
		switch {
		case posing(text.Keyword):
		case text.Keyword == media.KeywordXMP && x.inside:
			if packet, err := media.WithoutOrigin([]byte(text.Value)); err == nil {
				add(media.Text{Keyword: media.KeywordXMP, Value: string(packet)})
			}
		case format == media.PNG && text.Keyword != media.KeywordUserComment, slices.Contains(known, text.Keyword):
			add(text)
		case text.Keyword == media.KeywordUserComment && !slices.ContainsFunc(all, func(t media.Text) bool { return t.Keyword == media.KeywordParameters }):
			add(media.Text{Keyword: media.KeywordParameters, Value: text.Value})
		case origin.IsCredit(text.Keyword):
			credits = true
		case text.Keyword != media.KeywordUserComment:
			lost = true
		}
	}
	if credits {
		var short bool
		kept, short = withCredits(kept, all)
		lost = lost || short
	}
	return kept, lost
}

// withCredits adds the credits that only other texts have to the packet among those that are kept.
func withCredits(kept, all []media.Text) (with []media.Text, lost bool) {
	at := slices.IndexFunc(kept, func(t media.Text) bool { return t.Keyword == media.KeywordXMP })
	before := ""
	if at >= 0 {
		before = kept[at].Value
	}
	packet, err := origin.WithCredits(before, all)
	switch {
	case err != nil: // it is another program's, in a way of its own
		return kept, true
	case at < 0:
		return append(kept, media.Text{Keyword: media.KeywordXMP, Value: packet}), false
	}
	kept[at].Value = packet
	return kept, false
}

// embed writes a picture with texts. A JPEG has little room for them: those
// that don't fit are left out, ours first, which other programs don't read.
func embed(ctx context.Context, to io.Writer, data []byte, texts []media.Text) (shortened bool, err error) {
	for _, drop := range []string{"", media.KeywordLookbook, media.KeywordXMP, media.KeywordParameters} {
		texts = slices.DeleteFunc(slices.Clone(texts), func(t media.Text) bool { return t.Keyword == drop })
		if len(texts) == 0 {
			break
		}
		var with bytes.Buffer
		err := media.Embed(&with, media.Bytes(data), int64(len(data)), texts)
		if err == nil {
			_, err = stopped{ctx, to}.Write(with.Bytes())
			return drop != "", err
		}
		if !errors.Is(err, media.ErrTooLarge) && !errors.Is(err, media.ErrDamaged) {
			return false, err
		}
		shortened = true
	}
	_, err = stopped{ctx, to}.Write(data)
	return shortened, err
}

// atOnce is how many copies are made at once. Converting keeps a processor busy,
// and the window needs one too.
func (x *export) atOnce() int {
	if x.to.As == (convert.Options{}) {
		return exportAtOnce
	}
	return min(max(runtime.GOMAXPROCS(0)-1, 1), exportAtOnce)
}

// names returns the names of the copies.
func (x *export) names(ctx context.Context, images []library.Image) ([]string, error) {
	names := make([]string, len(images))
	extension := func(path string) string {
		if x.to.As.Format != "" {
			return x.to.As.Format.Extension()
		}
		return filepath.Ext(path)
	}
	if x.to.Template == "" {
		for i, image := range images {
			own := filepath.Base(image.Path)
			names[i] = strings.TrimSuffix(own, filepath.Ext(own)) + extension(own)
			if strings.EqualFold(filepath.Ext(own), ".jpeg") && x.to.As.Format == media.JPEG {
				names[i] = own
			}
		}
		return names, nil
	}
	ids := make([]int64, 0, len(images))
	for _, image := range images {
		ids = append(ids, image.EntryID)
	}
	slices.Sort(ids)
	entries, err := x.from.library.EntriesByID(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	byID := map[int64]library.Entry{}
	for _, e := range entries {
		byID[e.ID] = e
	}
	for i, image := range images {
		names[i] = x.template.Name(folder.NameFields(byID[image.EntryID], image, extension(image.Path)))
	}
	return names, nil
}

// Inside reports whether a folder is that of the pictures, or within it.
func (c *Copies) Inside(folder string) bool { return within(c.saving().Folder, folder) }

// within reports whether a folder is another one or below it, links followed.
func within(outer, inner string) bool {
	top, err := os.Stat(outer)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(inner); err == nil {
		inner = real
	}
	for {
		if at, err := os.Stat(inner); err == nil && os.SameFile(top, at) {
			return true
		}
		up := filepath.Dir(inner)
		if up == inner {
			return false
		}
		inner = up
	}
}
