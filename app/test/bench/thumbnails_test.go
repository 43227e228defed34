package bench

import (
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // decodes vips' files and the cache's
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/sync/errgroup"

	"lookbook/api/apitest"
	"lookbook/app/media"
)

// thumbnails measures how long 200 pictures of 768×1024 take to become thumbnail files of 256
// pixels, with two workers like the engine's. The peer is vipsthumbnail under xargs -P2 on the same
// files, in its quickest variant: several numbers of files per process and one or two threads are
// tried. Both write JPEGs of our cache's quality (90) without syncing them.
//
// The likeness is the structural similarity (SSIM of the brightness) to the picture reduced with
// Lanczos' kernel in floating point: for what Lookbook paints first, and for what it reads back from
// its cache. vips' thumbnails are read from their files too.
func thumbnails(b *testing.B) {
	dir := b.TempDir()
	folder := func(name string) string {
		path := filepath.Join(dir, name)
		must(b, os.MkdirAll(path, 0o755))
		return path
	}
	pictures, painted, cached, vips := folder("pictures"), folder("painted"), folder("cached"), folder("vips")
	var names []string
	for n := range thumbnailPictures {
		names = append(names, fmt.Sprintf("%03d", n))
	}
	must(b, each(names, func(name string) error {
		var n int64
		_, err := fmt.Sscanf(name, "%d", &n)
		data := apitest.Encode(apitest.Draw(fmt.Sprintf("a lake at dawn, number %d", n/8), n, 768, 1024))
		return errors.Join(err, os.WriteFile(filepath.Join(pictures, name+".png"), data, 0o644))
	}))
	// As the service and the cache have them. The painted ones are kept for the likeness, untimed.
	keep := func(painted bool, to string) func(string) error {
		return func(name string) error {
			file, err := os.Open(filepath.Join(pictures, name+".png"))
			if err != nil {
				return err
			}
			defer file.Close()
			small, err := media.Thumbnail(file, thumbnailPixels)
			if err != nil {
				return err
			}
			out, err := os.Create(filepath.Join(to, name))
			if err != nil {
				return err
			}
			if painted {
				return errors.Join(png.Encode(out, small), out.Close())
			}
			return errors.Join(media.EncodeThumbnail(out, small), out.Close())
		}
	}
	best, least := vipsWay{}, time.Duration(1<<62)
	for _, way := range []vipsWay{{10, 1}, {25, 1}, {50, 1}, {100, 1}, {10, 2}, {25, 2}, {50, 2}, {100, 2}} {
		if took := way.run(b, pictures, vips, names); took < least {
			best, least = way, took
		}
	}
	say(b, "vipsthumbnail is quickest with %d files a process and %d threads in each", best.files, best.threads)
	var ours, theirs []float64
	for range 5 {
		began := time.Now()
		must(b, each(names, keep(false, cached)))
		ours = append(ours, time.Since(began).Seconds())
		theirs = append(theirs, best.run(b, pictures, vips, names).Seconds())
	}
	tell("thumbnails", median(ours)/thumbnailPictures*thumbnailWorkers*1000, "ms")
	tell("thumbnails_all", median(ours), "s")
	tell("thumbnails_vips", median(theirs), "s")
	compare("thumbnails", median(ours), median(theirs))

	must(b, each(names, keep(true, painted)))
	seen := likeness(b, names, pictures, func(name string) string { return filepath.Join(painted, name) })
	tell("thumbnails_loss", 1-seen, "1−SSIM")
	tell("thumbnails_ssim", seen, "SSIM")
	tell("thumbnails_cached_ssim", likeness(b, names, pictures, func(name string) string { return filepath.Join(cached, name) }), "SSIM")
	tell("thumbnails_vips_ssim", likeness(b, names, pictures, func(name string) string { return filepath.Join(vips, name+".jpg") }), "SSIM")
}

const (
	thumbnailPictures = 200
	thumbnailPixels   = 256
	thumbnailWorkers  = 2
)

// each calls do for each name, two at a time.
func each(names []string, do func(string) error) error {
	group := errgroup.Group{}
	group.SetLimit(thumbnailWorkers)
	for _, name := range names {
		group.Go(func() error { return do(name) })
	}
	return group.Wait()
}

// vipsWay is a way of calling vipsthumbnail: files and threads per process.
type vipsWay struct{ files, threads int }

// run makes the thumbnails of files.
func (v vipsWay) run(b *testing.B, from, to string, names []string) time.Duration {
	cmd := exec.CommandContext(b.Context(), "xargs", "-P", fmt.Sprint(thumbnailWorkers), "-n", fmt.Sprint(v.files),
		"vipsthumbnail", "--size", fmt.Sprintf("%[1]dx%[1]d", thumbnailPixels), "-o", to+"/%s.jpg[Q=90]")
	cmd.Dir, cmd.Env = from, append(os.Environ(), fmt.Sprint("VIPS_CONCURRENCY=", v.threads))
	cmd.Stdin = strings.NewReader(strings.Join(names, ".png\n") + ".png")
	began := time.Now()
	if output, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("vipsthumbnail: %v\n%s", err, output)
	}
	return time.Since(began)
}

// likeness returns the mean similarity of thumbnails to their pictures.
func likeness(b *testing.B, names []string, pictures string, made func(name string) string) float64 {
	all := make(chan float64, len(names))
	must(b, each(names, func(name string) error {
		original, err := decode(filepath.Join(pictures, name+".png"))
		small, smallErr := decode(made(name))
		if err := errors.Join(err, smallErr); err != nil {
			return err
		}
		// In floating point, and without our own code.
		reference := image.NewRGBA64(small.Bounds())
		lanczos := draw.Kernel{Support: 3, At: func(x float64) float64 {
			if x == 0 {
				return 1
			}
			x *= math.Pi
			return 3 * math.Sin(x) * math.Sin(x/3) / (x * x)
		}}
		lanczos.Scale(reference, reference.Rect, original, original.Bounds(), draw.Src, nil)
		all <- ssim(brightness(reference), brightness(small))
		return nil
	}))
	sum := 0.0
	for range names {
		sum += <-all
	}
	return sum / float64(len(names))
}

func decode(path string) (image.Image, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	picture, _, err := image.Decode(file)
	return picture, err
}

// plane holds one value per pixel, 0 to 255, by lines.
type plane [][]float64

// brightness returns a picture's brightness (ITU-R BT.601).
func brightness(m image.Image) plane {
	p := make(plane, m.Bounds().Dy())
	for y := range p {
		for x := range m.Bounds().Dx() {
			r, g, b, _ := m.At(x, y).RGBA()
			p[y] = append(p[y], (0.299*float64(r)+0.587*float64(g)+0.114*float64(b))/257)
		}
	}
	return p
}

// ssim returns the mean structural similarity of two pictures of equal size (Wang et al. 2004); 1: they are identical.
func ssim(a, b plane) float64 {
	const c1, c2 = (0.01 * 255) * (0.01 * 255), (0.03 * 255) * (0.03 * 255)
	meanA, meanB := blurred(a, nil), blurred(b, nil)
	squareA, squareB, product := blurred(a, a), blurred(b, b), blurred(a, b)
	sum, count := 0.0, 0.0
	for y := range meanA {
		for x, ma := range meanA[y] {
			mb := meanB[y][x]
			va, vb, v := squareA[y][x]-ma*ma, squareB[y][x]-mb*mb, product[y][x]-ma*mb
			sum += (2*ma*mb + c1) * (2*v + c2) / ((ma*ma + mb*mb + c1) * (va + vb + c2))
			count++
		}
	}
	return sum / count
}

// blurred multiplies two planes and applies SSIM's window (a Gaussian of 11 pixels with a deviation of 1.5), without
// the edges. The horizontal pass transposes the plane, and the vertical pass transposes it back.
func blurred(p, times plane) plane {
	const reach, deviation = 5, 1.5
	var window [2*reach + 1]float64
	total := 0.0
	for i := range window {
		d := float64(i - reach)
		window[i] = math.Exp(-d * d / (2 * deviation * deviation))
		total += window[i]
	}
	across := func(p, times plane) plane {
		turned := make(plane, len(p[0])-2*reach)
		for y := range p {
			for x := range turned {
				sum := 0.0
				for i, w := range window {
					value := p[y][x+i]
					if times != nil {
						value *= times[y][x+i]
					}
					sum += w / total * value
				}
				turned[x] = append(turned[x], sum)
			}
		}
		return turned
	}
	return across(across(p, times), nil)
}

// The result is known for flat pictures, which differ in their means only: (2ab+c1)/(a²+b²+c1).
func TestSSIM(t *testing.T) {
	flat := func(value float64) plane {
		return slices.Repeat(plane{slices.Repeat([]float64{value}, 20)}, 30)
	}
	if got, want := ssim(flat(100), flat(120)), (2*100*120+6.5025)/(100*100+120*120+6.5025); math.Abs(got-want) > 1e-9 {
		t.Errorf("100 and 120 are alike by %v, want %v", got, want)
	}
	picture := brightness(apitest.Draw("a lake", 1, 64, 96))
	noisy := make(plane, len(picture))
	for y, line := range picture {
		for x, value := range line {
			noisy[y] = append(noisy[y], value+float64((y*64+x)*7919%41)-20)
		}
	}
	if same, much := ssim(picture, picture), ssim(picture, noisy); math.Abs(same-1) > 1e-9 || much > 0.9 {
		t.Errorf("a picture is like itself by %v, and with noise by %v", same, much)
	}
}
