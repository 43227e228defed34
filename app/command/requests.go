package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"lookbook/api"
	"lookbook/api/curl"
	"lookbook/api/redact"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/session"
	"lookbook/app/ui/message"
)

// maxInput is the largest file of requests or prompts, in bytes.
const maxInput = 64 << 20

// requestFlags makes a flag for each field that the panel shows.
func requestFlags() kong.Plugins {
	var fields []reflect.StructField
	for i, row := range request.Rows() {
		if row.Section == 0 {
			continue
		}
		text := reflect.TypeFor[*string]()
		tag := "name:" + strconv.Quote(flagName(row.Field)) + ` placeholder:"TEXT" help:` + strconv.Quote(fieldHelp(row))
		if row.Kind == request.KindTags {
			text, tag = reflect.TypeFor[[]string](), tag+` sep:"none"`
		}
		fields = append(fields, reflect.StructField{Name: "F" + strconv.Itoa(i), Type: text, Tag: reflect.StructTag(tag)})
	}
	return kong.Plugins{reflect.New(reflect.StructOf(fields)).Interface()}
}

// flagName returns the flag of a field: its JSON name with hyphens.
func flagName(f request.Field) string { return strings.ReplaceAll(string(f), "_", "-") }

// fieldHelp describes a field: its name and its values.
func fieldHelp(row request.Row) string {
	with := message.With{"Name": message.Field(row.Field)}
	switch {
	case row.Vary.Examples != nil:
		with["Example"] = row.Vary.Examples[0]
	case row.Kind == request.KindPrompt:
		with["Example"] = "a {red|blue} coat"
	case row.Kind == request.KindTags:
		with["Example"] = "key=value"
	}
	return message.T("command.field", with)
}

// given holds the flags that were typed, in the order of the table of fields.
type given struct {
	row  request.Row
	text string
}

func givenFields(plugins kong.Plugins) (fields []given) {
	flags := reflect.ValueOf(plugins[0]).Elem()
	n := 0
	for _, row := range request.Rows() {
		if row.Section == 0 {
			continue
		}
		switch value := flags.Field(n).Interface().(type) {
		case *string:
			if value != nil {
				fields = append(fields, given{row, strings.ReplaceAll(*value, "\r\n", "\n")})
			}
		case []string:
			if value != nil {
				fields = append(fields, given{row, strings.Join(value, "\n")})
			}
		}
		n++
	}
	return fields
}

// written returns a request written elsewhere, with its braces escaped: they are not variations.
func written(c api.Config) api.Config {
	c.Prompt, c.NegativePrompt = variations.Escape(c.Prompt), variations.Escape(c.NegativePrompt)
	return c
}

// planned is a plan with the prompt it was made from.
type planned struct {
	variations.Plan
	written string
}

// planOf applies flags to a request.
func planOf(base api.Config, fields []given, lists variations.Lists) (planned, error) {
	draft := request.NewDraft(base)
	var sweeps []variations.Sweep
	for _, f := range slices.Concat(only(fields, true), only(fields, false)) {
		switch {
		case f.row.Varies() && several(f.text):
			sweeps = append(sweeps, variations.Sweep{Field: f.row.Field, Text: f.text})
		case f.row.Field == request.CheckpointID && f.text != "":
			draft.Model.Set(request.Model{ID: f.text, Kind: request.Trained})
		case f.row.Field == request.BaseModel && f.text != "":
			draft.Model.Set(request.Model{ID: f.text, Kind: request.Stock})
		case f.row.Field == request.ModelType:
			draft.Model.SetType(f.text, request.Model{})
		case f.row.Field == request.Tags:
			draft.SetTags(f.text)
		case f.row.Field == request.HighRes && f.text == "true":
			draft.SetHighRes(true)
		default:
			draft.Set(f.row.Field, f.text)
		}
	}
	for _, p := range draft.Problems() {
		if draft.Rejected(p.Field) {
			return planned{}, &problem{Usage, fieldWords(p.Field, p.Why)}
		}
	}
	plan, err := variations.With(lists, draft.Config(), sweeps)
	if err != nil {
		return planned{}, unplanned(err)
	}
	return planned{plan, draft.Config().Prompt}, nil
}

// only returns the flags that choose a model, or all others. Models come first, because they set
// the defaults of other fields.
func only(fields []given, models bool) (some []given) {
	for _, f := range fields {
		if (f.row.Kind == request.KindModel || f.row.Field == request.ModelType) == models {
			some = append(some, f)
		}
	}
	return some
}

// several reports whether a text is a list of values or a range.
func several(text string) bool { return strings.ContainsAny(text, ",") || strings.Contains(text, "..") }

func unplanned(err error) error {
	if many, ok := errors.AsType[*variations.TooManyError](err); ok {
		jobs, _ := many.Amount()
		return wrong("too.many", message.With{"Jobs": jobs, "Most": variations.MaxJobs})
	}
	if told, ok := errors.AsType[*variations.Error](err); ok {
		return &problem{Usage, fieldWords(told.Field, told.Why)}
	}
	return err
}

func fieldWords(field request.Field, why request.Why) string {
	return message.T("params.reason", message.With{"Field": message.Field(field), "Why": message.Wrong(field, why)})
}

// inputs reads requests from a text: one curl command, one JSON object, or one
// object per line.
func (e *Env) inputs(text string) ([]api.Config, error) {
	if objects, ok := jsonLines(text); ok {
		var configs []api.Config
		for n, line := range objects {
			r, err := curl.Parse(line, curl.Options{BaseURL: session.BaseURL()})
			if err != nil {
				return nil, wrong("line", message.With{"Number": n + 1, "Why": message.Error(err)})
			}
			configs = append(configs, r.Config)
		}
		return configs, nil
	}
	r, err := curl.Parse(text, curl.Options{BaseURL: session.BaseURL(), ReadFile: readBody})
	if err != nil && session.BaseURL() != "" {
		if own, ownErr := curl.Parse(text, curl.Options{ReadFile: readBody}); ownErr == nil {
			r, err = own, nil
		}
	}
	if err != nil {
		return nil, unreadable(err)
	}
	if r.Key != "" {
		e.say(message.T("command.key.in.text"))
	}
	for _, name := range r.Unknown {
		e.say(message.T("request.unknown", message.With{"Name": api.PlainText(name, 60)}))
	}
	return []api.Config{r.Config}, nil
}

// jsonLines splits a text into lines if there are several and each is a JSON object.
func jsonLines(text string) (lines []string, ok bool) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case !strings.HasPrefix(line, "{") || !strings.HasSuffix(line, "}") || !json.Valid([]byte(line)):
			return nil, false
		default:
			lines = append(lines, line)
		}
	}
	return lines, len(lines) > 1
}

// readBody reads a file that a pasted command names, relative to the working
// folder.
func readBody(name string) ([]byte, error) {
	if strings.HasPrefix(name, `\\`) || strings.HasPrefix(name, "//") {
		return nil, &problem{Usage, message.T("file.remote")} // Windows would send the user's credentials to that server
	}
	file, err := media.Open(name)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, curl.MaxTextBytes+1))
	return content, errors.Join(err, file.Close())
}

// text reads a file, or the standard input for "-".
func (e *Env) text(ctx context.Context, name string) (string, error) {
	content, err := aside(ctx, func() ([]byte, error) { return e.content(name) })
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", &problem{Usage, message.T("error.at", message.With{"Path": name, "Why": message.FileError(err)})}
	}
	if len(content) > maxInput {
		return "", wrong("input.long", message.With{"Most": message.Bytes(maxInput)})
	}
	return string(bytes.TrimPrefix(content, []byte("\ufeff"))), nil
}

// content reads at most one byte more than maxInput.
func (e *Env) content(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(e.In, maxInput+1))
	}
	file, err := os.Open(name) // the name may be a pipe of the shell
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	content, err := io.ReadAll(io.LimitReader(file, maxInput+1))
	return content, errors.Join(err, file.Close())
}

// requestsOf returns the requests of plans as they are sent. A request that can't be
// sent is an error; warnings are printed.
func (e *Env) requestsOf(plans []planned) (all [][]variations.Variant, err error) {
	warned := map[string]bool{}
	for _, plan := range plans {
		for _, p := range plan.Problems(api.Description{}) {
			words := fieldWords(p.Field, p.Why)
			if !p.Warning {
				return nil, &problem{Usage, words}
			}
			if !warned[words] {
				warned[words] = true
				e.say(words)
			}
		}
		variants := plan.First(plan.Count())
		for i, v := range variants {
			if parts := library.LeftOutOf(v.Config); parts != nil {
				return nil, &problem{Usage, message.Error(&library.LeftOutError{Parts: parts})}
			}
			variants[i].Config = request.WithoutDryRun(v.Config)
		}
		all = append(all, variants)
	}
	return all, nil
}

// printRequests prints requests as they are sent to the service, one per line.
func printRequests(out *printer, all [][]variations.Variant) error {
	for _, variants := range all {
		for _, v := range variants {
			body, err := json.Marshal(v.Config)
			if err != nil {
				return err
			}
			if err := out.line(string(redact.Bytes(body))); err != nil {
				return err
			}
		}
	}
	return out.flush()
}
