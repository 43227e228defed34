package command

import (
	"context"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"lookbook/api"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/ui/message"
)

// generate makes pictures.
type generate struct {
	File    string `arg:"" optional:""`
	Prompts string `placeholder:"FILE" xor:"input"`
	Print   bool   `xor:"do"`

	kong.Plugins // the fields of the request
}

func (g *generate) Run(ctx context.Context, env *Env) error {
	plans, err := g.plans(env)
	if err != nil {
		return err
	}
	all, err := env.requestsOf(plans)
	if err != nil {
		return err
	}
	return printRequests(newPrinter(env.Out), all)
}

// plans are the requests that were asked for.
func (g *generate) plans(env *Env) (plans []variations.Plan, err error) {
	fields := givenFields(g.Plugins)
	var bases []api.Config
	switch {
	case g.File != "" && g.Prompts != "":
		return nil, wrong("two.inputs")
	case g.Prompts != "":
		text, err := env.text(g.Prompts)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				c := request.Defaults()
				c.Prompt = line
				bases = append(bases, c)
			}
		}
		if len(bases) == 0 {
			return nil, wrong("no.prompts")
		}
	case g.File != "":
		text, err := env.text(g.File)
		if err != nil {
			return nil, err
		}
		configs, err := env.inputs(text)
		if err != nil {
			return nil, err
		}
		for _, c := range configs {
			bases = append(bases, env.withModel(written(c), fields))
		}
	case len(fields) == 0:
		return nil, wrong("nothing.asked")
	default:
		bases = []api.Config{request.Defaults()}
	}
	for n, base := range bases {
		plan, err := planOf(base, fields)
		if err != nil && len(bases) > 1 {
			_, words := outcome(err)
			return nil, wrong("line", message.With{"Number": n + 1, "Why": words})
		}
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return plans, nil
}

// withModel gives a request that names no model the one that a new user starts
// with, and says so: other programs' pictures and short commands name none.
func (e *Env) withModel(c api.Config, fields []given) api.Config {
	if c.BaseModel != "" || c.CheckpointID != "" || slices.ContainsFunc(fields, func(f given) bool { return f.row.Kind == request.KindModel }) {
		return c
	}
	usual := request.Defaults()
	c = request.Complete(c, api.Config{BaseModel: usual.BaseModel, ModelType: usual.ModelType})
	e.say(message.T("command.model.usual", message.With{"Model": c.BaseModel}))
	return c
}
