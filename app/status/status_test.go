package status_test

import (
	"testing"

	"lookbook/app/status"
)

func TestOnlyChangesAreReported(t *testing.T) {
	reported := 0
	v := status.New[int](func() { reported++ })
	for _, n := range []int{0, 1, 1, 2} {
		v.Set(func(value *int) { *value = n })
	}
	if v.Get() != 2 || reported != 2 {
		t.Errorf("the value is %d and %d changes were reported, want 2 and 2", v.Get(), reported)
	}
}
