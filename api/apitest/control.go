package apitest

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"lookbook/api"
)

// controlPath starts the addresses by which another process controls the simulator. They need no
// key, and exist only with Options.Control.
//
//	POST   /_simulate/faults         a Fault: injected
//	DELETE /_simulate/faults         ends all scripted trouble
//	POST   /_simulate/plans          a Plan: for the next jobs
//	POST   /_simulate/unstick        {}: stuck jobs go on
//	POST   /_simulate/jobs           a request: submitted as the website would
//	POST   /_simulate/training-jobs  {"instance_prompt": "…", "steps": [1000]}
//	POST   /_simulate/combined-jobs  {"instance_prompt": "…", "image_gen": [a request, …]}
//	POST   /_simulate/raw-jobs       any job
//	POST   /_simulate/date           {"skew": nanoseconds, "absent": false}: of the Date header
//	GET    /_simulate/jobs           the truth about every job, newest first
//	GET    /_simulate/totals         jobs, tokens, spent, peaks
const controlPath = "_simulate"

// Totals is what the simulator has done so far.
type Totals struct {
	Jobs       int `json:"jobs"`
	Tokens     int `json:"tokens"` // left; -1: unlimited
	Spent      int `json:"spent"`
	APICalls   int `json:"api_calls"`
	ImageCalls int `json:"image_calls"`
	APIPeak    int `json:"api_peak"` // largest number of calls at once
	ImagePeak  int `json:"image_peak"`
}

// Totals counts what the simulator has done so far, including calls through
// Options.Control.
func (s *Server) Totals() Totals {
	t := Totals{Tokens: s.Balance.Left(), Spent: s.Spent(), Jobs: len(s.jobs.all())}
	t.APICalls, t.APIPeak = s.api.log.counts()
	t.ImageCalls, t.ImagePeak = s.image.log.counts()
	return t
}

// control handles a call of another process.
func control(s *Server, x *exchange, parts []string) {
	if len(parts) != 1 {
		x.answer.detail(http.StatusNotFound, "Not Found")
		return
	}
	switch x.request.Method + " " + parts[0] {
	case "POST faults":
		controlled(x, func(f Fault) (any, error) { s.Inject(f); return nil, nil })
	case "DELETE faults":
		s.ClearFaults()
		x.answer.json(http.StatusOK, nil)
	case "POST plans":
		controlled(x, func(p Plan) (any, error) { s.PlanNext(p); return nil, nil })
	case "POST unstick":
		s.Unstick()
		x.answer.json(http.StatusOK, nil)
	case "POST jobs":
		controlled(x, func(c api.Config) (any, error) { return map[string]string{"job_id": s.AddWebsiteJob(c)}, nil })
	case "POST training-jobs":
		controlled(x, func(c struct {
			InstancePrompt string `json:"instance_prompt"`
			Steps          []int  `json:"steps"`
		},
		) (any, error) {
			return map[string]string{"job_id": s.AddTrainingJob(c.InstancePrompt, c.Steps...)}, nil
		})
	case "POST combined-jobs":
		controlled(x, func(c struct {
			InstancePrompt string       `json:"instance_prompt"`
			ImageGen       []api.Config `json:"image_gen"`
		},
		) (any, error) {
			if len(c.ImageGen) == 0 {
				return nil, errors.New("no request")
			}
			return map[string]string{"job_id": s.AddCombinedJob(c.InstancePrompt, c.ImageGen...)}, nil
		})
	case "POST raw-jobs":
		controlled(x, func(raw json.RawMessage) (any, error) { return nil, s.AddRaw(raw) })
	case "POST date":
		controlled(x, func(d struct {
			Skew   time.Duration `json:"skew"`
			Absent bool          `json:"absent"`
		},
		) (any, error) {
			s.Dates.SetSkew(d.Skew)
			s.Dates.SetAbsent(d.Absent)
			return nil, nil
		})
	case "GET jobs":
		x.answer.json(http.StatusOK, s.Jobs())
	case "GET totals":
		x.answer.json(http.StatusOK, s.Totals())
	default:
		x.answer.detail(http.StatusNotFound, "Not Found")
	}
}

// controlled applies the body of a control call.
func controlled[T any](x *exchange, do func(T) (any, error)) {
	var asked T
	err := json.Unmarshal(x.body, &asked)
	var told any
	if err == nil {
		told, err = do(asked)
	}
	if err != nil {
		x.answer.detail(http.StatusUnprocessableEntity, err.Error())
		return
	}
	x.answer.json(http.StatusOK, told)
}
