package picture_test

import (
	"testing"

	"lookbook/app/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }
