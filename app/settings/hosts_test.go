package settings

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
)

func TestHostsAreAllowedAndTakenBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"images.example", "::1", "images.example", "", "two words"} {
		s.Update(func(v *Values) { v.AllowHost(host, true) })
	}
	if err := s.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path); err != nil {
		t.Fatal(err)
	}
	v := s.Current()
	if got := v.AllowedHosts(); !slices.Equal(got, []string{"::1", "images.example"}) || !v.AllowsHost("::1") || v.AllowsHost("images") || v.AllowsHost("") {
		t.Errorf("allowed are %q", got)
	}
	v.AllowHost("::1", false)
	if v.AllowsHost("::1") || !v.AllowsHost("images.example") {
		t.Errorf("left are %q", v.AllowedHosts())
	}
}
