package faults_test

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/cause"
	"lookbook/app/test/desktop"
	"lookbook/app/test/faults"
)

// mountSmall creates a folder and mounts a disk of size bytes on it until the
// test ends. It returns false if this user may not mount.
func mountSmall(t *testing.T, folder string, size int) bool {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	err := syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, fmt.Sprintf("size=%d,mode=700", size))
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Logf("no disk can be mounted here (%v): a limit on the size of files has to do, see TestFilesThatMayNotGrow", err)
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return true
}

// enlarge changes the size of a mounted disk.
func enlarge(t *testing.T, folder string, size int) {
	t.Helper()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_NOSUID|syscall.MS_NODEV, fmt.Sprintf("size=%d", size)); err != nil {
		t.Fatal(err)
	}
}

// The pictures folder is on a disk that fills up. What fits is saved; the rest
// waits and says why. No half-written file has a picture's name, and everything
// is saved once there is room.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	l := newLab(t, faults.NewFast(time.Now(), 20), apitest.Options{QueueTime: 2 * time.Second, RunTime: 10 * time.Second})
	disk := filepath.Join(l.dir, "disk")
	if !mountSmall(t, disk, 1<<20) {
		return
	}
	l.size = [2]int{256, 320}
	l.saving.Folder = filepath.Join(disk, "pictures")
	l.open()
	const jobs, images = 3, 8
	for range jobs {
		l.submit(images)
	}
	l.until("a full disk", func() bool {
		p := l.engine.Status().FolderProblem
		return p != nil && p.Cause.Why != nil && p.Cause.Why.Code == cause.DiskFull && l.totals().Images == jobs*images && l.totals().Unfinished == 0
	})
	full := l.totals()
	if full.Saved == jobs*images {
		t.Fatal("the disk was too large for this test")
	}
	// Neither a new try nor a restart makes it worse.
	if err := l.engine.Downloads.RetryFailed(t.Context()); err != nil {
		t.Error(err)
	}
	l.until("another try", func() bool { return l.engine.Status().FolderProblem != nil && l.totals().Failed > 0 })
	l.close()
	whole := wholePictures(t, l.saving.Folder)
	l.open()
	l.until("the full disk to be noticed again", func() bool { return l.engine.Status().FolderProblem != nil })
	enlarge(t, disk, 64<<20)
	l.until("all pictures", l.done(jobs*images))
	l.until("the problem to be over", func() bool { return l.engine.Status().FolderProblem == nil })
	result := l.compare(jobs, jobs*images)
	figure("full_disk_saved_while_full", whole, "images")
	figure("full_disk_lost", result.lost, "images")
	figure("full_disk_duplicated", result.duplicated, "jobs and images")
}

// wholePictures decodes the pictures in a folder and counts them.
func wholePictures(t *testing.T, folder string) (n int) {
	t.Helper()
	for _, path := range filesIn(t, folder) {
		if filepath.Ext(path) != ".png" {
			continue
		}
		data, err := os.ReadFile(path)
		if err == nil {
			_, err = png.Decode(bytes.NewReader(data))
		}
		if err != nil {
			t.Errorf("%s is not whole: %v", path, err)
		}
		n++
	}
	return n
}

// The library is on a disk that fills up at the worst moment: the service has
// accepted a job and the answer is on its way. The job is neither lost nor
// submitted again, a request that can't be stored is not sent, and everything
// goes on once there is room. The same if the program ends meanwhile.
func TestFullDiskUnderTheLibrary(t *testing.T) {
	t.Parallel()
	for _, ends := range []bool{false, true} {
		t.Run(fmt.Sprintf("the program ends, %v", ends), func(t *testing.T) {
			t.Parallel()
			l := newLab(t, faults.NewFast(time.Now(), 20), apitest.Options{QueueTime: 2 * time.Second, RunTime: 10 * time.Second})
			disk := filepath.Dir(l.database())
			if !mountSmall(t, disk, 16<<20) {
				return
			}
			l.open()
			l.submit(4)
			l.until("the first job", l.done(4))
			ballast := filepath.Join(disk, "ballast")
			filled := make(chan error, 1)
			l.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.Edit, Edit: func(body []byte) []byte {
				filled <- fill(ballast)
				return body
			}})
			l.submit(4)
			if err := <-filled; err != nil {
				t.Fatal(err)
			}
			l.until("trouble with the library", func() bool { return l.engine.Status().LibraryTrouble() != nil })
			if unsettled := l.totals().Unsettled; unsettled != 1 {
				t.Errorf("%d submissions are unsettled, want the one whose outcome there was no room for", unsettled)
			}
			said := l.engine.Status().LibraryTrouble()
			if said == nil || said.Cause.Code != cause.LibraryFull {
				t.Errorf("it says %+v, not that the library's disk is full", said)
			}
			posts := len(l.server.Calls())
			if _, err := l.engine.Outbox.Send(t.Context(), faults.Config(l.next, 4, 128, 160)); err == nil {
				t.Error("a request was taken on although it could not be written down")
			}
			for _, call := range l.server.Calls()[posts:] {
				if call.Method == "POST" {
					t.Error("a request was sent that is not written down")
				}
			}
			if ends {
				l.abandon()
			}
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
			if ends {
				l.open()
			}
			l.until("all pictures", l.done(8))
			result := l.compare(2, 8)
			figure("full_library_lost_"+strconv.FormatBool(ends), result.lost, "images")
			figure("full_library_duplicated_"+strconv.FormatBool(ends), result.duplicated, "jobs and images")
		})
	}
}

// fill writes a file until the disk has no room for another byte.
func fill(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	for size := 1 << 20; size > 0; {
		_, err := file.Write(make([]byte, size))
		if errors.Is(err, syscall.ENOSPC) {
			size /= 2
			continue
		}
		if err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return file.Close()
}

// A limit on the size of files, in a separate process, affects pictures and the
// database alike; unlike mounting, it works everywhere. With a limit of
// nothing, not even the first answer can be stored; with a larger one, the rows
// of the pictures can't.
func TestFilesThatMayNotGrow(t *testing.T) {
	t.Parallel()
	for _, room := range []int{0, 40_000, 120_000} {
		t.Run(strconv.Itoa(room), func(t *testing.T) { t.Parallel(); filesMayNotGrow(t, room) })
	}
}

func filesMayNotGrow(t *testing.T, room int) {
	since := time.Now()
	server, err := apitest.New(apitest.Options{Clock: faults.NewFast(time.Unix(0, since.UnixNano()), 20), QueueTime: 2 * time.Second, RunTime: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	const jobs, images = 2, 4
	child, dir := desktop.Build(t, "lookbook/app/test/faults/child"), t.TempDir()
	arguments := []string{
		"-dir", dir, "-api", server.URL(), "-since", strconv.FormatInt(since.UnixNano(), 10), "-speed", "20",
		"-jobs", strconv.Itoa(jobs), "-images", strconv.Itoa(images), "-width", "640", "-height", "800",
	}
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	p := start(t, child, append(arguments, "-room", strconv.Itoa(room))...)
	var why string
	if !p.until(deadline.C, func(r faults.Report) bool {
		why = r.Failed + r.Folder + r.Library
		return why != "" && r.Submitted == jobs
	}) {
		t.Fatalf("nobody noticed that files may not grow: %v", p)
	}
	t.Logf("it says %q", why)
	p.kill()
	p = start(t, child, append(arguments, "-again")...)
	if !p.until(deadline.C, func(r faults.Report) bool {
		return r.Totals.Saved == jobs*images && r.Totals.Unsaved == 0 && r.Totals.Unfinished == 0 && r.Totals.Unsettled == 0 && r.Fetching == 0
	}) {
		t.Errorf("with room enough the child came no further than %v", p)
	}
	report, _ := p.report()
	p.quit()
	result := compare(t, server, filepath.Join(dir, "library.db"), filepath.Join(dir, "pictures"), report.Again, nil)
	if result.jobs != jobs || result.images != jobs*images {
		t.Errorf("%d jobs with %d images, want %d with %d", result.jobs, result.images, jobs, jobs*images)
	}
	figure("file_limit_lost_"+strconv.Itoa(room), result.lost, "images")
	figure("file_limit_duplicated_"+strconv.Itoa(room), result.duplicated, "jobs and images")
}

// A disk is unmounted while pictures arrive, and mounted again. Nothing is
// saved into the empty mount point, no picture counts as gone, and everything
// is saved when the disk is back.
func TestADiskIsUnmounted(t *testing.T) {
	t.Parallel()
	l := newLab(t, faults.NewFast(time.Now(), 20), apitest.Options{QueueTime: 2 * time.Second, RunTime: 10 * time.Second})
	disk, at := filepath.Join(l.dir, "disk"), filepath.Join(l.dir, "mounted")
	if err := errors.Join(os.Mkdir(disk, 0o700), os.Mkdir(at, 0o700)); err != nil {
		t.Fatal(err)
	}
	mounted := false
	mount := func() bool {
		err := syscall.Mount(disk, at, "", syscall.MS_BIND, "")
		if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
			t.Logf("no disk can be mounted here (%v): see the engine's TestADiskThatGoesAndComesBack", err)
			return false
		}
		if err != nil {
			t.Fatal(err)
		}
		mounted = true
		return true
	}
	unmount := func() {
		if err := syscall.Unmount(at, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
		mounted = false
	}
	if !mount() {
		return
	}
	t.Cleanup(func() {
		if mounted {
			unmount()
		}
	})
	l.saving.Folder, l.saving.Create = at, false
	l.open()
	l.submit(4)
	l.until("the first job", l.done(4))
	for range 2 { // within one run, and between two runs
		unmount()
		l.submit(4)
		l.engine.Files.Check()
		l.until("the other folder to be noticed", func() bool {
			return l.engine.Status().OtherFolder && l.totals().Unsaved > 0 && l.totals().Unfinished == 0
		})
		if entries, err := os.ReadDir(at); err != nil || len(entries) != 0 || l.totals().Gone != 0 {
			t.Errorf("the empty folder holds %v, %v; %+v", entries, err, l.totals())
		}
		l.close()
		l.open()
		l.until("the other folder to be noticed again", func() bool { return l.engine.Status().OtherFolder })
		if !mount() {
			t.Fatal("it can't be mounted again")
		}
		l.engine.FolderChanged()
		l.until("all pictures", func() bool { return l.totals().Unsaved == 0 && l.totals().Unfinished == 0 })
	}
	result := l.compare(3, 12)
	figure("unmounted_lost", result.lost, "images")
	figure("unmounted_duplicated", result.duplicated, "jobs and images")
}
