package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"lookbook/api"
	"lookbook/api/curl"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/background"
	"lookbook/app/ui/jobs"
	"lookbook/app/ui/message"
)

// jobsPage is the website's page of image jobs. Single jobs have no known page.
const jobsPage = "https://dreamlook.ai/jobs/image-gen"

// jobActions are the actions on a job.
func (m *mainPage) jobActions() jobs.Actions {
	eng := m.session.Engine
	return jobs.Actions{
		Use:        func(e library.Entry) { _ = m.filler.use(requestOf(e), originOfJob(e)) }, // use reports by itself why it failed
		Again:      func(e library.Entry) { m.sender.again(requestOf(e), originOfJob(e)) },
		CopyAs:     func(e library.Entry) { m.copier.copy(requestOf(e), curl.Format, 1) },
		Variations: func(e library.Entry) { m.nav.group(e) },
		Review:     func(e library.Entry) { m.reviewer.job(e.ID) },
		CopyID:     func(e library.Entry) { m.w.desktop.copy(e.Job.JobID) },
		Website:    func(library.Entry) { m.w.desktop.openURL(jobsPage) },
		Retry: func(e library.Entry) {
			m.do("do.retry", func(ctx context.Context) error { return eng.Downloads.RetryEntry(ctx, e.ID) })
		},
		Resend: m.sender.resend,
		Forget: func(e library.Entry) {
			m.do("do.forget", func(ctx context.Context) error { return eng.Outbox.Forget(ctx, e.ID) })
		},
		Support: func(e library.Entry) { m.w.desktop.copy(supportText(e, m.w.p.Version)) },
		Sent: func(e library.Entry) bool {
			return m.w.debouncer.sent(batchOfOne(request.WithoutDryRun(requestOf(e))))
		},
		Keyed: m.w.actions.ContextMenu,
	}
}

// requestOf returns the request for the same pictures: the one sent from here,
// otherwise the service's echo.
func requestOf(e library.Entry) api.Config {
	if e.Submission != nil {
		return e.Submission.Config
	}
	return e.Asked()
}

// requestOfImage is requestOf for one of the entry's pictures, which may be of
// another configuration than the first.
func requestOfImage(img library.Image, e library.Entry) api.Config {
	if e.Submission != nil {
		return e.Submission.Config
	}
	return img.Asked(e.Job)
}

// originOf identifies a picture as what a request is made from.
func originOf(img library.Image) library.Origin {
	return library.Origin{JobID: img.JobID, ImageID: img.Generated.GeneratedImageID}
}

// originOfJob identifies a job as what a request is made from; zero: it was never
// accepted.
func originOfJob(e library.Entry) library.Origin { return library.Origin{JobID: e.Job.JobID} }

// do runs an action off the UI goroutine. If it fails, it shows the sentence with the key failed.
func (m *mainPage) do(failed string, action func(ctx context.Context) error) {
	background.Try(m.w.run, action, func(err error) {
		if err != nil {
			m.w.notices.fail(failed, err)
		}
	})
}

// syncNow asks the service at once.
func (m *mainPage) syncNow() {
	m.models.refresh()
	m.do("do.sync", m.session.Engine.Jobs.SyncNow)
}

// supportText is a description of a job for support, without secrets. It is
// English in every language.
func supportText(e library.Entry, version string) string {
	var b strings.Builder
	forSupport := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	forSupport("Job", e.Job.JobID)
	forSupport("Job type", e.Job.JobType)
	forSupport("State", string(e.State))
	forSupport("Service's word", string(e.Job.State))
	forSupport("Created", e.Created.UTC().Format(time.RFC3339))
	forSupport("Failure reason", e.Job.FailureReason)
	if len(e.Job.FailureReasonData) > 0 {
		forSupport("Failure data", string(e.Job.FailureReasonData))
	}
	if p := e.Problem; p != nil {
		forSupport("Doing", p.What)
		if p.Status != 0 {
			forSupport("HTTP status", fmt.Sprint(p.Status))
		}
		forSupport("Message", message.Problem(p))
		forSupport("Charged", string(p.Charged))
		forSupport("At", p.At.UTC().Format(time.RFC3339))
	}
	forSupport("Images", fmt.Sprintf("%d known, %d saved, %d failed", e.Images.Known, e.Images.Saved, e.Images.Failed))
	forSupport("Lookbook", version)
	return b.String()
}
