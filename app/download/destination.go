package download

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"lookbook/api"
	"lookbook/api/redact"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
	"lookbook/app/media/naming"
	"lookbook/app/media/origin"
)

const (
	// lookedThrough bounds how many numbered variants of a picture's name are
	// searched for the picture itself. mostAbsent bounds how many of them may
	// be missing because somebody removed them.
	lookedThrough = 100
	mostAbsent    = 3
)

// destination is where one picture goes, and under which name.
type destination struct {
	saving  folder.Saving
	in      *folder.Folder // the folder, open
	entry   library.Entry
	image   library.Image
	version string
	doubted bool
}

// request returns the request as it was sent, if it was sent from here.
func (d destination) request() api.Config {
	if d.entry.Submission != nil {
		return d.entry.Submission.Config
	}
	return d.asked()
}

// asked returns the picture's request in the service's words. A job that also
// trains has several requests.
func (d destination) asked() api.Config { return d.image.Asked(d.entry.Job) }

// made returns when the job was made.
func (d destination) made() time.Time { return folder.Made(d.entry) }

// name returns the picture's path within the folder.
func (d destination) name(extension string) string {
	template, err := naming.Parse(d.saving.Template)
	if err != nil || d.saving.Template == "" {
		template, err = naming.Parse(naming.Default)
	}
	_ = err // the default is valid; a test checks that
	return template.Name(folder.NameFields(d.entry, d.image, extension))
}

// shown returns what the picture was made with, as far as it is known.
func (d destination) shown() api.Config {
	shown := d.asked()
	if shown.Prompt == "" {
		shown = d.request()
	}
	if d.image.Generated.Seed != nil {
		shown.Seed = d.image.Generated.Seed
	}
	return shown
}

// texts returns the texts of the saved picture.
func (d destination) texts() ([]media.Text, error) {
	shown := d.shown()
	from := origin.Origin{
		JobID: d.image.JobID, ImageID: d.image.Generated.GeneratedImageID,
		Seed: d.image.Generated.Seed, Index: d.image.Generated.GenerationIdx, Made: d.made().UTC(),
		Request: d.request(), Parent: origin.Parent(d.entry.Parent), App: d.version, Doubted: d.doubted,
	}
	ours, err := from.Text()
	if err != nil {
		return nil, fmt.Errorf("describing the picture: %w", err)
	}
	return fitting([]media.Text{
		{Keyword: infotext.Keyword, Value: redact.Text(infotext.Format(shown))},
		ours,
	}, from)
}

// write writes a temporary file: the picture with its texts, synced. It returns
// its name and its length in bytes.
func (d destination) write(p *part) (name string, size int64, err error) {
	texts, err := d.texts()
	if err != nil {
		return "", 0, err
	}
	file, temp, err := d.in.Temp(tempName(d.image.JobID, d.image.Generated.GeneratedImageID), newSuffix, 0o644)
	if err != nil {
		return "", 0, err
	}
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
		if err != nil {
			_ = d.in.Remove(temp) // the earlier error is returned
		}
	}()
	takes := embeds(p)
	if takes {
		if packet, tells := d.packet(p); tells {
			texts = append(texts, packet)
		}
		err = media.Embed(file, p.picture(), p.size, withMore(texts, origin.WithoutSecrets(p.picture(), p.size)))
		if errors.Is(err, media.ErrUnsupported) || errors.Is(err, media.ErrTooLarge) { // a JPEG has less room
			takes, err = false, errors.Join(file.Truncate(0), rewind(file))
		}
	}
	if !takes && err == nil {
		_, err = io.Copy(file, p.all())
	}
	if err != nil {
		return "", 0, err
	}
	if size, err = file.Seek(0, io.SeekCurrent); err != nil {
		return "", 0, err
	}
	return temp, size, file.Sync()
}

func rewind(file *os.File) error {
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// find searches for the picture under a name and its numbered variants.
func (d destination) find(first string, through int) (found library.Saved, ok bool) {
	absent := 0
	for n := 1; n <= through && absent < mostAbsent; n++ {
		found, ok, err := d.holds(naming.Numbered(first, n))
		if ok {
			return found, true
		}
		if errors.Is(err, fs.ErrNotExist) {
			absent++
		}
	}
	return library.Saved{}, false
}

// likelyExtension is the probable extension of a picture that nobody has looked
// at.
func (d destination) likelyExtension() string {
	switch strings.ToLower(d.request().OutputFormat) {
	case "jpeg", "jpg":
		return media.JPEG.Extension()
	case "webp":
		return media.WebP.Extension()
	}
	return media.PNG.Extension()
}

// holds reports whether the file at path is this picture, complete.
func (d destination) holds(path string) (library.Saved, bool, error) {
	none := library.Saved{}
	if info, err := os.Lstat(path); err != nil {
		return none, false, err
	} else if !info.Mode().IsRegular() {
		return none, false, nil // a link to the picture doesn't count
	}
	file, err := media.Open(path)
	if err != nil {
		return none, false, err
	}
	defer func() { _ = file.Close() }() // only read
	stat, err := file.Stat()
	if err != nil || !stat.Mode().IsRegular() {
		return none, false, err
	}
	texts, err := textsOf(file, stat.Size(), path)
	if err != nil {
		return none, false, err
	}
	for _, text := range texts {
		var from origin.Origin
		if text.Keyword != media.KeywordLookbook || json.Unmarshal([]byte(text.Value), &from) != nil {
			continue
		}
		if from.JobID == d.image.JobID && from.ImageID == d.image.Generated.GeneratedImageID {
			info, err := media.Inspect(file, stat.Size())
			return library.Saved{
				Path: path, Bytes: stat.Size(), Width: info.Width, Height: info.Height, Doubted: from.Doubted,
			}, err == nil, err
		}
	}
	return none, false, nil
}

// blame marks an error as the disk's, unless it is about the picture.
func blame(err error) error {
	if _, damaged := errors.AsType[*media.DamagedError](err); damaged {
		return err
	}
	return &savingError{err: err}
}

// withMore adds to texts those of more that have another keyword.
func withMore(texts, more []media.Text) []media.Text {
	for _, text := range more {
		has := false
		for _, t := range texts {
			has = has || t.Keyword == text.Keyword
		}
		if !has {
			texts = append(texts, text)
		}
	}
	return texts
}
