// Package naming makes file names and puts files under them.
package naming

import (
	"errors"
	"time"
)

const Default = "{date} {time} {prompt} {seed} {index}"

const MaxName = 150

type Template struct{ source string }

type Fields struct {
	Time         time.Time
	Prompt       string
	Seed         *int64
	Job          string
	Index, Count int
	Model        string
	Extension    string
}

var errTODO = errors.New("not written yet")

func Parse(template string) (Template, error) { return Template{}, errTODO }

func (t Template) String() string { return t.source }

func (t Template) Name(f Fields) string { return "" }

func Place(tempPath, folder, name string) (finalPath string, err error) { return "", errTODO }
