package library

import (
	"context"
	"errors"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
)

var errUnbuilt = errors.New("not built yet")

type Options struct {
	Clock clockwork.Clock // nil: the real one
}
type Library struct{}

func Open(ctx context.Context, path string, opts Options) (*Library, error) { return nil, errUnbuilt }
func (l *Library) Close() error                                             { return errUnbuilt }
func (l *Library) Check(ctx context.Context) error                          { return errUnbuilt }
func SetAside(path string) (newPath string, err error)                      { return "", errUnbuilt }
func (l *Library) Subscribe(f func(Event)) (cancel func())                  { return func() {} }
func (l *Library) BeginSubmission(ctx context.Context, c api.Config) (Entry, error) {
	return Entry{}, errUnbuilt
}
func (l *Library) AcceptSubmission(ctx context.Context, submissionID, jobID string) (Entry, error) {
	return Entry{}, errUnbuilt
}
func (l *Library) SettleSubmission(ctx context.Context, submissionID string, state SubmissionState, p *Problem) (Entry, error) {
	return Entry{}, errUnbuilt
}
func (l *Library) PutJobs(ctx context.Context, updates []JobUpdate) (changed []Entry, err error) {
	return nil, errUnbuilt
}
func (l *Library) MarkJobMissing(ctx context.Context, jobID string) (Entry, error) {
	return Entry{}, errUnbuilt
}
func (l *Library) SetProblem(ctx context.Context, entryID int64, p *Problem) (Entry, error) {
	return Entry{}, errUnbuilt
}
func (l *Library) Unfinished(ctx context.Context) ([]Entry, error) { return nil, errUnbuilt }
func (l *Library) Unsettled(ctx context.Context) ([]Entry, error)  { return nil, errUnbuilt }
func (l *Library) PendingImages(ctx context.Context, limit int) ([]Image, error) {
	return nil, errUnbuilt
}
func (l *Library) StartImage(ctx context.Context, id int64) (Image, error) {
	return Image{}, errUnbuilt
}
func (l *Library) SaveImage(ctx context.Context, id int64, s Saved) (Image, error) {
	return Image{}, errUnbuilt
}
func (l *Library) FailImage(ctx context.Context, id int64, p *Problem, nextTry time.Time) (Image, error) {
	return Image{}, errUnbuilt
}
func (l *Library) SetImageState(ctx context.Context, id int64, state ImageState) (Image, error) {
	return Image{}, errUnbuilt
}
func (l *Library) Entry(ctx context.Context, id int64) (Entry, error) { return Entry{}, errUnbuilt }
func (l *Library) EntryByJob(ctx context.Context, jobID string) (Entry, error) {
	return Entry{}, errUnbuilt
}
func (l *Library) Image(ctx context.Context, id int64) (Image, error) { return Image{}, errUnbuilt }
func (l *Library) CountEntries(ctx context.Context, f EntryFilter) (int, error) {
	return 0, errUnbuilt
}
func (l *Library) Entries(ctx context.Context, f EntryFilter, offset, limit int) ([]Entry, error) {
	return nil, errUnbuilt
}
func (l *Library) EntryIndex(ctx context.Context, f EntryFilter, id int64) (int, error) {
	return 0, errUnbuilt
}
func (l *Library) CountImages(ctx context.Context, f ImageFilter) (int, error) {
	return 0, errUnbuilt
}
func (l *Library) Images(ctx context.Context, f ImageFilter, offset, limit int) ([]Image, error) {
	return nil, errUnbuilt
}
func (l *Library) ImageIndex(ctx context.Context, f ImageFilter, id int64) (int, error) {
	return 0, errUnbuilt
}
func (l *Library) Totals(ctx context.Context) (Totals, error)             { return Totals{}, errUnbuilt }
func (l *Library) RememberModel(ctx context.Context, m Model) error       { return errUnbuilt }
func (l *Library) ForgetModel(ctx context.Context, kind, id string) error { return errUnbuilt }
func (l *Library) Models(ctx context.Context) ([]Model, error)            { return nil, errUnbuilt }
func (l *Library) SaveDraft(ctx context.Context, name string, json []byte) error {
	return errUnbuilt
}
func (l *Library) Draft(ctx context.Context, name string) ([]byte, error) { return nil, errUnbuilt }
func (l *Library) RecentPrompts(ctx context.Context, text string, limit int) ([]Prompt, error) {
	return nil, errUnbuilt
}
