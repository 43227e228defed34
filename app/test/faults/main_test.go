package faults_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// When a toxic closes its end, Toxiproxy's goroutine before it keeps writing
// for ever. That leak isn't ours.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run"),
		goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2.(*ToxicLink).read"),
		goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2.(*ToxicLink).write"),
	)
}

// patience is how long a test waits for anything before it gives up: far longer
// than a busy machine needs.
const patience = 2 * time.Minute

// figure prints a measurement.
func figure(name string, value any, unit string) {
	if number, ok := value.(float64); ok {
		value = fmt.Sprintf("%.2f", number)
	}
	fmt.Printf("figure %s %v %s\n", name, value, unit)
}

// fromEnvironment returns the number in an environment variable, or otherwise
// if it isn't set.
func fromEnvironment(t *testing.T, name string, otherwise int64) int64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
