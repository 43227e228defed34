package api

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTime(t *testing.T) {
	at := time.Date(2023, 6, 29, 16, 28, 31, 0, time.UTC)
	for text, want := range map[string]struct {
		time    time.Time
		written string
	}{
		`"2023-06-29T16:28:31"`:             {at, `"2023-06-29T16:28:31"`},
		`"2023-06-29T16:28:31.317874"`:      {at.Add(317874 * time.Microsecond), `"2023-06-29T16:28:31.317874"`},
		`"2023-06-29T16:28:31.300000"`:      {at.Add(300 * time.Millisecond), `"2023-06-29T16:28:31.300000"`},
		`"2023-06-29T16:28:31.000000001"`:   {at.Add(1), `"2023-06-29T16:28:31.000000001"`},
		`"2023-06-29 16:28:31"`:             {at, `"2023-06-29T16:28:31"`},
		`"2023-06-29T16:28:31Z"`:            {at, `"2023-06-29T16:28:31"`},
		`"2023-06-29T18:28:31+02:00"`:       {at, `"2023-06-29T16:28:31"`},
		`"2023-06-29T11:58:31.5-0430"`:      {at.Add(500 * time.Millisecond), `"2023-06-29T16:28:31.500000"`},
		`"2023-06-29T18:28:31+02"`:          {at, `"2023-06-29T16:28:31"`},
		`"2023-06-29 18:28:31.25 +02"`:      {at.Add(250 * time.Millisecond), `"2023-06-29T16:28:31.250000"`},
		`"2023-06-29  16:28:31 UTC"`:        {at, `"2023-06-29T16:28:31"`},
		`"2023-06-29t16:28:31z"`:            {at, `"2023-06-29T16:28:31"`},
		`" 2023-06-29T16:28 "`:              {at.Add(-31 * time.Second), `"2023-06-29T16:28:00"`},
		`"2023-06-29T16:28:31,5"`:           {at.Add(500 * time.Millisecond), `"2023-06-29T16:28:31.500000"`},
		`"2023-06-29T16:28:31.1234567891"`:  {at.Add(123456789), `"2023-06-29T16:28:31.123456789"`},
		`"20230629T162831Z"`:                {at, `"2023-06-29T16:28:31"`},
		`"Thu, 29 Jun 2023 16:28:31 GMT"`:   {at, `"2023-06-29T16:28:31"`},
		`"Thu, 29 Jun 2023 18:28:31 +0200"`: {at, `"2023-06-29T16:28:31"`},
		`1688056111`:                        {at, `"2023-06-29T16:28:31"`},
		`1688056111.5`:                      {at.Add(500 * time.Millisecond), `"2023-06-29T16:28:31.500000"`},
		`"1688056111"`:                      {at, `"2023-06-29T16:28:31"`},
		`1688056111250`:                     {at.Add(250 * time.Millisecond), `"2023-06-29T16:28:31.250000"`},
		`1688056111000250`:                  {at.Add(250 * time.Microsecond), `"2023-06-29T16:28:31.000250"`},
		`1688056111000000001`:               {at.Add(1), `"2023-06-29T16:28:31.000000001"`},
		`"2023-06-29"`:                      {at.Truncate(24 * time.Hour), `"2023-06-29T00:00:00"`},
		`null`:                              {time.Time{}, `null`},
		`""`:                                {time.Time{}, `null`},
	} {
		var got Time
		if err := json.Unmarshal([]byte(text), &got); err != nil || !got.Equal(want.time) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
		if out, err := json.Marshal(got); err != nil || string(out) != want.written {
			t.Errorf("%s is written as %s, %v; want %s", text, out, err, want.written)
		}
	}
	for _, text := range []string{`5`, `"soon"`, `"2023-13-01T00:00:00"`, `{}`, `-5`, `1e9`, `99999999999999999999999`, `true`, `"2023-06-29T16:28:31+2"`, `"+1688056111"`, `"2023-06-29T16:28:31 and much more text than any time could ever have in it"`} {
		got := Time{at}
		if err := json.Unmarshal([]byte(text), &got); err == nil || !got.Equal(at) {
			t.Errorf("%s was read as %v", text, got)
		}
	}
}

func TestTimeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Time{time.Unix(rapid.Int64Range(0, 250e9).Draw(t, "seconds"), rapid.Int64Range(0, 1e9-1).Draw(t, "ns")).UTC()}
		text, err := want.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var got Time
		if err := got.UnmarshalText(text); err != nil || !got.Equal(want.Time) {
			t.Fatalf("%v became %s became %v, %v", want, text, got, err)
		}
	})
}
