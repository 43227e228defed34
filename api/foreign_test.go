package api

import (
	"errors"
	"net/http"
	"testing"
)

// The meaning of an error depends on who answered: the service, or something in
// between.
func TestWhoAnswered(t *testing.T) {
	for body, want := range map[string]bool{
		`{"detail":"Job not found"}`:                          true,
		`{"detail":[{"loc":["path"],"msg":"no","type":"x"}]}`: true,
		`{"error":"blocked","ray":"1"}`:                       false,
		`{"detail":null}`:                                     false,
		`{"detail":"cut o`:                                    false,
		`"Not found"`:                                         false,
		`<html><title>403 Forbidden</title></html>`:           false,
		``: false,
	} {
		c := newClient(t, record(t, says(http.StatusForbidden, body)).URL)
		_, err := c.Job(t.Context(), TypeImageGen, "ig_1")
		told, ok := errors.AsType[*Error](err)
		if !ok || told.Foreign == want || !errors.Is(err, ErrUnauthorized) {
			t.Errorf("%s: %+v", body, told)
		}
	}
}
