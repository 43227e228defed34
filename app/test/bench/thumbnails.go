package bench

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/sync/errgroup"

	"lookbook/api/apitest"
	"lookbook/app/media"
)

// thumbnailsRow is how long 200 pictures of 768×1024 take to become thumbnails
// of 256 pixels in files, with two workers, as the engine has. The peer is
// vipsthumbnail under xargs -P2 on the same files: whichever is the quickest of
// several numbers of files for each process, and of one thread or two for
// each. Both write JPEGs of the quality of our cache (90) without syncing them;
// ours starts within this process, vips' with xargs, as each would be used.
//
// The likeness is the structural similarity (SSIM, in brightness, Gaussian
// windows of 11 pixels with a deviation of 1.5) to the picture reduced by
// Lanczos' kernel in floating point: the mean over all pictures of what Lookbook
// paints first, and of what it reads back from its cache, where vips' is read
// from its files as well.
func thumbnailsRow() Row {
	return Row{
		Name: "thumbnails", Alone: true,
		Targets: []Target{
			{Name: "thumbnails", Ratio: true, Most: 0.8, What: "200 pictures of 768×1024 to 256 px ÷ `vipsthumbnail` (xargs -P2)"},
			{Name: "thumbnails", What: "the same, one picture, in ms"},
			{Name: "thumbnails_loss", Most: 0.02, What: "1 − SSIM against a Lanczos reference"},
			{Name: "thumbnails_cached_ssim", What: "SSIM of what is read back from the cache"},
			{Name: "thumbnails_vips_ssim", What: "SSIM of vipsthumbnail’s files"},
		},
		Run: runThumbnails,
	}
}

const (
	thumbnailPictures = 200
	thumbnailPixels   = 256
	thumbnailWorkers  = 2
	thumbnailTurns    = 5
)

func runThumbnails(ctx context.Context, s *Stage) error {
	paths, err := thumbnailSources(ctx, s)
	if err != nil {
		return err
	}
	vips, err := fastestVips(ctx, s, paths)
	if err != nil {
		return err
	}
	var ours, theirs []float64
	out, vipsOut := filepath.Join(s.Scratch(), "ours"), filepath.Join(s.Scratch(), "vips")
	for turn := range thumbnailTurns {
		took, err := reduceAll(out, paths)
		if err != nil {
			return err
		}
		peer, err := vips.run(ctx, vipsOut, paths)
		if err != nil {
			return err
		}
		s.Logf("turn %d: Lookbook %.2f s, vipsthumbnail %.2f s", turn+1, took.Seconds(), peer.Seconds())
		ours, theirs = append(ours, took.Seconds()), append(theirs, peer.Seconds())
	}
	s.Figure("thumbnails", median(ours)/thumbnailPictures*thumbnailWorkers*1000, "ms")
	s.Figure("thumbnails_all", median(ours), "s")
	s.Figure("thumbnails_vips", median(theirs), "s")
	s.Ratio("thumbnails", median(ours), median(theirs))
	return thumbnailLikeness(s, paths, out, vipsOut)
}

// thumbnailSources draws the pictures, as the service would send them.
func thumbnailSources(ctx context.Context, s *Stage) ([]string, error) {
	dir := filepath.Join(s.Scratch(), "pictures")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	paths := make([]string, thumbnailPictures)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(thumbnailWorkers)
	for n := range paths {
		paths[n] = filepath.Join(dir, fmt.Sprintf("%03d.png", n))
		group.Go(func() error {
			picture := apitest.Draw(fmt.Sprintf("a lake at dawn, number %d", n/8), int64(n), 768, 1024)
			return errors.Join(ctx.Err(), os.WriteFile(paths[n], apitest.Encode(picture), 0o644))
		})
	}
	return paths, group.Wait()
}

// reduceAll makes the thumbnails of files as the engine's two workers do.
func reduceAll(dir string, paths []string) (time.Duration, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	began := time.Now()
	group := errgroup.Group{}
	group.SetLimit(thumbnailWorkers)
	for _, path := range paths {
		group.Go(func() error {
			small, err := reduceFile(path)
			if err != nil {
				return err
			}
			file, err := os.Create(filepath.Join(dir, filepath.Base(path)+".jpg"))
			if err != nil {
				return err
			}
			return errors.Join(media.EncodeThumbnail(file, small), file.Close())
		})
	}
	err := group.Wait()
	return time.Since(began), err
}

func reduceFile(path string) (*image.RGBA, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return media.Thumbnail(file, thumbnailPixels)
}

// vipsWay is a way of calling vipsthumbnail.
type vipsWay struct {
	files   int // for each process
	threads int
}

// run makes the thumbnails of files.
func (v vipsWay) run(ctx context.Context, dir string, paths []string) (time.Duration, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, "xargs", "-P", fmt.Sprint(thumbnailWorkers), "-n", fmt.Sprint(v.files),
		"vipsthumbnail", "--size", fmt.Sprintf("%dx%d", thumbnailPixels, thumbnailPixels),
		"-o", filepath.Join(dir, fmt.Sprintf("%%s.jpg[Q=%d]", vipsQuality)))
	cmd.Env = append(os.Environ(), fmt.Sprint("VIPS_CONCURRENCY=", v.threads))
	cmd.Stdin = strings.NewReader(strings.Join(paths, "\n"))
	began := time.Now()
	output, err := cmd.CombinedOutput()
	took := time.Since(began)
	if err != nil {
		return 0, fmt.Errorf("vipsthumbnail: %w\n%s", err, output)
	}
	return took, nil
}

// vipsQuality is that of the thumbnails that media.EncodeThumbnail writes.
const vipsQuality = 90

// fastestVips tries the ways once and returns the quickest.
func fastestVips(ctx context.Context, s *Stage, paths []string) (vipsWay, error) {
	var best vipsWay
	var least time.Duration
	for _, files := range []int{10, 25, 50, 100} {
		for _, threads := range []int{1, 2} {
			way := vipsWay{files, threads}
			took, err := way.run(ctx, filepath.Join(s.Scratch(), "try"), paths)
			if err != nil {
				return best, err
			}
			if least == 0 || took < least {
				best, least = way, took
			}
		}
	}
	s.Logf("vipsthumbnail is quickest with %d files a process and %d threads in each", best.files, best.threads)
	return best, nil
}

// thumbnailLikeness tells how much the results look like the pictures.
func thumbnailLikeness(s *Stage, paths []string, out, vipsOut string) error {
	painted, cached, vips := make([]float64, len(paths)), make([]float64, len(paths)), make([]float64, len(paths))
	group := errgroup.Group{}
	group.SetLimit(thumbnailWorkers)
	for n, path := range paths {
		group.Go(func() (err error) {
			original, err := decodeFile(path)
			if err != nil {
				return err
			}
			small, err := reduceFile(path)
			if err != nil {
				return err
			}
			reference := lanczosGray(original, small.Rect.Dx(), small.Rect.Dy())
			name := filepath.Base(path)
			read, err := decodeFile(filepath.Join(out, name+".jpg"))
			if err != nil {
				return err
			}
			theirs, err := decodeFile(filepath.Join(vipsOut, strings.TrimSuffix(name, ".png")+".jpg"))
			if err != nil {
				return err
			}
			painted[n], cached[n], vips[n] = ssim(reference, brightness(small)), ssim(reference, brightness(read)), ssim(reference, brightness(theirs))
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	s.Figure("thumbnails_ssim", mean(painted), "SSIM")
	s.Figure("thumbnails_ssim_least", slices.Min(painted), "SSIM")
	s.Figure("thumbnails_cached_ssim", mean(cached), "SSIM")
	s.Figure("thumbnails_vips_ssim", mean(vips), "SSIM")
	s.Figure("thumbnails_loss", 1-mean(painted), "1−SSIM")
	return nil
}

func decodeFile(path string) (*image.RGBA, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return media.Decode(file)
}

// plane is one value for each pixel, 0 to 255.
type plane struct {
	width, height int
	at            []float64
}

func newPlane(width, height int) plane { return plane{width, height, make([]float64, width*height)} }

// brightness is what a picture is without its colours (ITU-R BT.601).
func brightness(m *image.RGBA) plane {
	p := newPlane(m.Rect.Dx(), m.Rect.Dy())
	for y := range p.height {
		for x := range p.width {
			pixel := m.Pix[y*m.Stride+4*x:]
			p.at[y*p.width+x] = 0.299*float64(pixel[0]) + 0.587*float64(pixel[1]) + 0.114*float64(pixel[2])
		}
	}
	return p
}

// lanczosGray is a picture's brightness reduced by Lanczos' kernel of three
// lobes, in floating point and by nothing of ours.
func lanczosGray(m *image.RGBA, width, height int) plane {
	kernel := draw.Kernel{Support: 3, At: func(x float64) float64 {
		if x == 0 {
			return 1
		}
		x *= math.Pi
		return 3 * math.Sin(x) * math.Sin(x/3) / (x * x)
	}}
	small := image.NewRGBA64(image.Rect(0, 0, width, height))
	kernel.Scale(small, small.Rect, m, m.Rect, draw.Src, nil)
	p := newPlane(width, height)
	for y := range height {
		for x := range width {
			c := small.RGBA64At(x, y)
			p.at[y*width+x] = (0.299*float64(c.R) + 0.587*float64(c.G) + 0.114*float64(c.B)) / 257
		}
	}
	return p
}

// ssim is the mean structural similarity of two pictures of one size (Wang et
// al. 2004), 1 when they are the same. Pictures of other sizes have none.
func ssim(a, b plane) float64 {
	if a.width != b.width || a.height != b.height {
		return 0
	}
	const c1, c2 = (0.01 * 255) * (0.01 * 255), (0.03 * 255) * (0.03 * 255)
	times := func(a, b plane) plane {
		p := newPlane(a.width, a.height)
		for i := range p.at {
			p.at[i] = a.at[i] * b.at[i]
		}
		return p
	}
	meanA, meanB := a.blurred(), b.blurred()
	squareA, squareB, product := times(a, a).blurred(), times(b, b).blurred(), times(a, b).blurred()
	sum := 0.0
	for i := range meanA.at {
		ma, mb := meanA.at[i], meanB.at[i]
		va, vb, v := squareA.at[i]-ma*ma, squareB.at[i]-mb*mb, product.at[i]-ma*mb
		sum += (2*ma*mb + c1) * (2*v + c2) / ((ma*ma + mb*mb + c1) * (va + vb + c2))
	}
	return sum / float64(len(meanA.at))
}

// blurred is the plane seen through SSIM's window, without the edge where that
// sticks out.
func (p plane) blurred() plane {
	const reach, deviation = 5, 1.5
	var window [2*reach + 1]float64
	total := 0.0
	for i := range window {
		d := float64(i - reach)
		window[i] = math.Exp(-d * d / (2 * deviation * deviation))
		total += window[i]
	}
	across := newPlane(p.width-2*reach, p.height)
	for y := range across.height {
		for x := range across.width {
			for i, w := range window {
				across.at[y*across.width+x] += w / total * p.at[y*p.width+x+i]
			}
		}
	}
	down := newPlane(across.width, p.height-2*reach)
	for y := range down.height {
		for x := range down.width {
			for i, w := range window {
				down.at[y*down.width+x] += w / total * across.at[(y+i)*across.width+x]
			}
		}
	}
	return down
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
