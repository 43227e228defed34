package faults_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/test/harness"

	_ "modernc.org/sqlite" // SQLite's own integrity check, independent of the library
)

// outcome counts the results of a test.
type outcome struct {
	jobs       int // jobs that the service made
	images     int // images of these jobs
	lost       int // images not saved, or saved with other pixels
	duplicated int // jobs made twice for one submission, and images with two files
	posts      int // POSTs that reached the service
}

// compare holds the library and the folder of pictures against the service's
// truth: each submission has one job at most, every picture of every job is
// saved once with the service's own pixels, nothing else is in the folder, and
// the database is sound. again is how many POSTs were made because a person
// said so, and anyway how often that was done, by prompt, although the request
// might have been charged: nobody could tell.
func compare(t *testing.T, server *apitest.Server, database, folder string, again int, anyway map[string]int) outcome {
	t.Helper()
	result := outcome{}
	made, sent := map[string]int{}, map[string]int{}
	for _, call := range server.Calls() {
		if call.Method != "POST" || call.Path != "/image_gen" {
			continue
		}
		var request api.Config
		if err := json.Unmarshal(call.Body, &request); err != nil && call.Done && len(call.Body) > 0 {
			t.Errorf("a POST says %q: %v", call.Body, err)
		}
		result.posts++
		sent[request.Prompt]++
		if call.JobID != "" {
			made[request.Prompt]++
		}
	}
	extra := 0
	for prompt, n := range sent {
		extra += n - 1
		if jobs := made[prompt]; jobs > 1+anyway[prompt] {
			t.Errorf("submission %q was charged %d times", prompt, jobs)
			result.duplicated += jobs - 1 - anyway[prompt]
		}
	}
	if extra > again {
		t.Errorf("%d POSTs were repeated, %d of them because somebody said so", extra, again)
	}
	checkIntegrity(t, database)
	saved := savedImages(t, database)
	files := map[string]bool{} // every file in the folder, and whether it belongs to a picture
	for _, path := range filesIn(t, folder) {
		files[path] = false
	}
	for _, job := range server.Jobs() {
		result.jobs++
		told := map[string]int{}
		for _, results := range job.ImageGenResults {
			for _, generated := range results.GeneratedImages {
				result.images++
				id := generated.GeneratedImageID
				if told[id]++; told[id] > 1 {
					id = fmt.Sprintf("%s~%d", id, told[id]) // one of several with this id
				}
				if !sameAsTruth(t, server, job.JobID, id, saved, files) {
					result.lost++
				}
			}
		}
	}
	for path, accounted := range files {
		if accounted {
			continue
		}
		t.Errorf("%s is left over", path)
		if strings.HasSuffix(path, ".png") {
			result.duplicated++
		}
	}
	return result
}

// sameAsTruth checks one picture's file and marks it as known.
func sameAsTruth(t *testing.T, server *apitest.Server, jobID, imageID string, saved map[[2]string]library.Image, files map[string]bool) bool {
	t.Helper()
	image, known := saved[[2]string{jobID, imageID}]
	if !known || image.State != library.ImageSaved {
		t.Errorf("picture %s of job %s is %q: %+v", imageID, jobID, image.State, image.Problem)
		return false
	}
	accounted, there := files[image.Path]
	if accounted || !there {
		t.Errorf("picture %s of job %s should be %s: it is there: %v, and another's: %v", imageID, jobID, image.Path, there, accounted)
		return false
	}
	files[image.Path] = true
	_, stored, ok := server.Picture(jobID, imageID)
	if !ok {
		t.Errorf("the service has no picture %s of job %s", imageID, jobID)
		return false
	}
	data, err := os.ReadFile(image.Path)
	if err != nil {
		t.Error(err)
		return false
	}
	if !bytes.Equal(harness.Pixels(t, data), harness.Pixels(t, stored)) {
		t.Errorf("%s does not show the service's picture %s", image.Path, imageID)
		return false
	}
	texts, err := media.ReadTexts(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(texts) != 2 || !strings.Contains(texts[1].Value, imageID) || !strings.Contains(texts[1].Value, jobID) {
		t.Errorf("%s says %v of itself (%v)", image.Path, texts, err)
		return false
	}
	return true
}

// savedImages returns all images of the library at path, by job and id.
func savedImages(t *testing.T, path string) map[[2]string]library.Image {
	t.Helper()
	lib, err := library.Open(t.Context(), path, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := lib.Close(); err != nil {
			t.Error(err)
		}
	}()
	images, err := lib.PageImages(t.Context(), library.ImageFilter{}, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[[2]string]library.Image{}
	for _, image := range images {
		byID[[2]string{image.JobID, image.Generated.GeneratedImageID}] = image
	}
	if len(byID) != len(images) {
		t.Errorf("the library has %d rows for %d pictures", len(images), len(byID))
	}
	return byID
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	// The connections of the library may take a moment to close.
	db, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	var verdict string
	if err := db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("the database's integrity check says %q, %v", verdict, err)
	}
	var broken int
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM pragma_foreign_key_check`).Scan(&broken); err != nil || broken > 0 {
		t.Errorf("%d foreign keys are broken, %v", broken, err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// filesIn lists the files in a folder and its subfolders.
func filesIn(t *testing.T, within string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(within, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && entry.Name() != folder.MarkName {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
