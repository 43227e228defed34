package version

import "testing"

func TestOf(t *testing.T) {
	const details = "[Details]\nName = \"Lookbook\"\n  Version=\"1.2.3\"\r\nBuild = 4\n[Migrations]\nVersion = \"9\"\n"
	for _, c := range []struct{ linked, details, want string }{
		{"", details, "1.2.3"},
		{"2.0.0-rc.1", details, "2.0.0-rc.1"},
		{"", "Name = \"Lookbook\"\nVersion = \"\"\n", "unknown"},
		{"", "", "unknown"},
	} {
		if got := Of(c.linked, c.details); got != c.want {
			t.Errorf("Of(%q, %q) = %q, want %q", c.linked, c.details, got, c.want)
		}
	}
}
