package picture_test

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	os.Setenv("LANG", "en_GB.UTF-8") // Fyne reports an error without a locale
	os.Exit(m.Run())
}
