package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/app/media"
	"lookbook/app/media/infotext"
	"lookbook/app/media/origin"
)

const (
	rebuiltPictures = 160_000
	sampledPictures = 2000 // that exiftool reads
)

// rebuild is how long it takes from a folder of 160,000 saved pictures and an empty library until the
// library is complete, beside `exiftool -fast2 -json -r`, which reads a sample of 2,000 of the same
// files; its time is scaled. Both read the beginning of each file: the pictures are of a few pixels, so
// that the folder is 0.7 GB rather than 160.
func rebuild(b *testing.B) {
	p := openProgram(b, "http://127.0.0.1:9", nil) // nobody answers, and nobody asks
	sample := filepath.Join(b.TempDir(), "sample")
	must(b, errors.Join(os.Mkdir(p.folder, 0o755), os.Mkdir(sample, 0o755)))
	say(b, "writing %d pictures", rebuiltPictures)
	var writing errgroup.Group
	writing.SetLimit(2)
	for n := range rebuiltPictures {
		writing.Go(func() error {
			path := filepath.Join(p.folder, fmt.Sprintf("%06d.png", n))
			data, err := savedPicture(n)
			if err == nil {
				err = os.WriteFile(path, data, 0o644)
			}
			if err == nil && n%(rebuiltPictures/sampledPictures) == 0 {
				err = os.Link(path, filepath.Join(sample, filepath.Base(path)))
			}
			return err
		})
	}
	must(b, writing.Wait())
	_ = exec.CommandContext(b.Context(), "sync").Run() // as in download
	began := time.Now()
	result, err := p.engine.Files.Rescan(context.Background())
	must(b, err)
	took := time.Since(began).Seconds()
	if result.Added != rebuiltPictures {
		b.Fatalf("the library took in %+v", result)
	}
	began = time.Now()
	output, err := exec.CommandContext(b.Context(), "exiftool", "-fast2", "-json", "-r", sample).Output()
	must(b, err)
	theirs := time.Since(began).Seconds() * rebuiltPictures / sampledPictures
	if read := bytes.Count(output, []byte(`"SourceFile"`)); read != sampledPictures {
		b.Fatalf("exiftool read %d pictures", read)
	}
	tell("rebuild", took, "s")
	tell("rebuild_exiftool", theirs, "s")
	compare("rebuild", took, theirs)
}

// savedPicture is a picture as Lookbook saves it, but for its size.
func savedPicture(n int) ([]byte, error) {
	config := request(n, 16)
	pixels := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	pixels.Pix[0], pixels.Pix[1], pixels.Pix[2] = byte(n), byte(n>>8), byte(n>>16)
	var plain, saved bytes.Buffer
	if err := png.Encode(&plain, pixels); err != nil {
		return nil, err
	}
	index := n % 16
	ours, err := origin.Origin{
		JobID: fmt.Sprintf("ig_%05d", n/16), ImageID: fmt.Sprintf("%06d", n), Index: &index, Made: time.Unix(1_760_000_000+int64(n), 0), Request: config, App: "bench",
	}.Text()
	if err != nil {
		return nil, err
	}
	err = media.Embed(&saved, bytes.NewReader(plain.Bytes()), int64(plain.Len()), []media.Text{{Keyword: infotext.Keyword, Value: infotext.Format(config)}, ours})
	return saved.Bytes(), err
}
