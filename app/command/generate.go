package command

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/alecthomas/kong"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// generate makes pictures.
type generate struct {
	File      string `arg:"" optional:""`
	Prompts   string `placeholder:"FILE"`
	Print     bool   `xor:"do"`
	DryRun    bool   `xor:"do"`
	Hold      bool   `xor:"do"`
	Wait      bool   `xor:"do"`
	JSON      bool   `name:"json"`
	MaxImages int    `placeholder:"N"`
	Yes       bool
	OverLimit bool
	Account   string `placeholder:"NAME"`

	kong.Plugins // the fields of the request
}

func (g *generate) Run(ctx context.Context, env *Env) error {
	if g.MaxImages < 0 {
		return wrong("limit.negative")
	}
	plans, err := g.plans(ctx, env)
	if err != nil {
		return err
	}
	all, err := env.requestsOf(plans)
	if err != nil {
		return err
	}
	if g.Print {
		return printRequests(newPrinter(env.Out), all)
	}
	if err := g.allowed(plans); err != nil {
		return err
	}
	if g.DryRun {
		return env.dryRun(ctx, g.Account, all)
	}
	var account library.Account
	if g.Account != "" {
		if account, err = accountNamed(ctx, g.Account); err != nil {
			return err
		}
	}
	t := task.Task{Despite: g.Yes}
	for i, variants := range all {
		t.Send = append(t.Send, requestsFor(variants, plans[i].written)...)
	}
	for i := range t.Send {
		t.Send[i].Account, t.Send[i].OverLimit = account.ID, g.OverLimit
	}
	if g.Hold {
		return env.hold(ctx, t)
	}
	if g.Wait {
		t.Follow = &task.Follow{}
	}
	return env.follow(ctx, t, g.JSON)
}

// allowed refuses to send more than the person meant.
func (g *generate) allowed(plans []planned) error {
	jobs, images := 0, 0
	for _, plan := range plans {
		jobs += plan.Count()
		images += plan.Images()
	}
	with := message.With{"Jobs": message.N("command.jobs", jobs), "Images": message.N("command.images", images), "Most": g.MaxImages}
	switch {
	case g.MaxImages > 0 && images > g.MaxImages:
		return wrong("max.images", with)
	case !g.Yes && (jobs > variations.AskJobs || images > variations.AskImages):
		return wrong("ask.yes", with)
	}
	return nil
}

// requestsFor returns the requests of a plan in the library's form.
func requestsFor(variants []variations.Variant, written string) []library.Request {
	if len(variants) == 1 {
		return []library.Request{{Config: variants[0].Config, Written: written}}
	}
	configs := make([]api.Config, len(variants))
	labels := make([][]library.Label, len(variants))
	for i, v := range variants {
		configs[i] = v.Config
		for _, l := range v.Labels {
			labels[i] = append(labels[i], library.Label{Name: l.Axis, Value: l.Value})
		}
	}
	return library.NewGroup(configs, labels, written)
}

// dryRun asks the service about each request with an account's key, free of
// charge, and prints its answers.
func (e *Env) dryRun(ctx context.Context, account string, all [][]variations.Variant) error {
	client, err := e.client(ctx, account)
	if err != nil {
		return err
	}
	defer client.Close()
	out := newPrinter(e.Out)
	worst := error(nil)
	for _, variants := range all {
		for _, v := range variants {
			v.Config.DryRun = true
			id, err := client.SubmitImageGen(ctx, v.Config)
			told, isTold := errors.AsType[*api.Error](err)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err == nil && !api.IsDryRun(id):
				return &problem{Unsure, message.T("dry.started")}
			case err == nil:
				err = out.line(message.N("dry.accepted", 1))
			case isTold:
				worst = &problem{Refused, message.T("dry.refused", message.With{"Why": endless(message.Error(told))})}
				e.say(worst.Error())
				worst = &problem{code: Refused}
				err = nil
			}
			if err != nil {
				return err
			}
		}
	}
	return cmp.Or(out.flush(), worst)
}

// plans returns the requests that the command line asks for.
func (g *generate) plans(ctx context.Context, env *Env) (plans []planned, err error) {
	fields := givenFields(g.Plugins)
	var bases []api.Config
	switch {
	case g.File != "" && g.Prompts != "":
		return nil, wrong("two.inputs")
	case g.Prompts != "":
		text, err := env.text(ctx, g.Prompts)
		if err != nil {
			return nil, err
		}
		if bases, err = promptsIn(g.Prompts, text); err != nil {
			return nil, err
		}
	case g.File != "":
		text, err := env.text(ctx, g.File)
		if err != nil {
			return nil, err
		}
		configs, err := env.inputs(text)
		if err != nil {
			return nil, err
		}
		for _, c := range configs {
			if request.AsksDryRun(c) && !g.DryRun && !g.Print {
				return nil, wrong("dry.in.text") // sending it would charge what was to be free
			}
			bases = append(bases, env.withModel(written(c), fields))
		}
	case len(fields) == 0:
		return nil, wrong("nothing.asked")
	default:
		bases = []api.Config{request.Defaults()}
	}
	lists := wildcards()
	for n, base := range bases {
		plan, err := planOf(base, fields, lists)
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

// withModel sets the default model of a new user in a request that names none,
// and says so. Other programs' pictures and short commands often name no model.
func (e *Env) withModel(c api.Config, fields []given) api.Config {
	if c.BaseModel != "" || c.CheckpointID != "" || slices.ContainsFunc(fields, func(f given) bool { return f.row.Kind == request.KindModel }) {
		return c
	}
	usual := request.Defaults()
	c = request.Complete(c, api.Config{BaseModel: usual.BaseModel, ModelType: usual.ModelType})
	e.say(message.T("command.model.usual", message.With{"Model": c.BaseModel}))
	return c
}
