package naming

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// Folders are copied to disks on which such names are one.
func TestNamesThatDifferByCaseAloneAreNotGivenTwice(t *testing.T) {
	folder := t.TempDir()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, theirs := range []string{"Theirs.PNG", "AbC", "d/Straße.png"} {
		if err := os.MkdirAll(filepath.Join(folder, filepath.Dir(theirs)), 0o700); err != nil {
			t.Fatal(err)
		}
		if theirs == "AbC" {
			err = os.Mkdir(filepath.Join(folder, theirs), 0o700)
		} else {
			err = os.WriteFile(filepath.Join(folder, theirs), nil, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var names Names
	put := func(name string) string {
		t.Helper()
		final, err := PlaceIn(root, &names, filepath.Base(temp(t, folder, name)), name, func(string) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		within, err := filepath.Rel(folder, final)
		if err != nil || read(t, final) != name {
			t.Fatalf("%s holds %q, %v", final, read(t, final), err)
		}
		return filepath.ToSlash(within)
	}
	for _, c := range [][2]string{
		{"ig_Ab.png", "ig_Ab.png"},
		{"ig_aB.png", "ig_aB (2).png"},
		{"IG_AB.png", "IG_AB (3).png"},
		{"theirs.png", "theirs (2).png"},
		{"abc/x.png", "AbC/x.png"},
		{"ABC/X.png", "AbC/X (2).png"},
		{"d/STRASSE.png", "d/STRASSE (2).png"},
		{"caf\u00e9.png", "caf\u00e9.png"},
		{"CAFE\u0301.png", "CAFE\u0301 (2).png"},
	} {
		if got := put(c[0]); got != c[1] {
			t.Errorf("%q became %q, want %q", c[0], got, c[1])
		}
	}
	if err := os.Remove(filepath.Join(folder, "ig_Ab.png")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(folder, "ig_aB (2).png")); err != nil {
		t.Fatal(err)
	}
	if got := put("ig_ab.png"); got != "ig_ab.png" {
		t.Errorf("a name that is free again became %q", got)
	}
}

func TestNamesThatDifferByCaseAtOnce(t *testing.T) {
	folder := t.TempDir()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	var names Names
	var group sync.WaitGroup
	finals := make([]string, 40)
	for i := range finals {
		file := filepath.Base(temp(t, folder, fmt.Sprint(i)))
		name := []string{"New/same.png", "new/SAME.png", "NEW/Same.png"}[i%3]
		group.Go(func() {
			final, err := PlaceIn(root, &names, file, name, func(string) error { return nil })
			if err != nil {
				t.Error(err)
			}
			finals[i] = folded(filepath.Base(final))
		})
	}
	group.Wait()
	slices.Sort(finals)
	if distinct := len(slices.Compact(finals)); distinct != 40 {
		t.Errorf("%d names for 40 files", distinct)
	}
}
