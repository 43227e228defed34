package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/cost"
	"lookbook/app/description"
	"lookbook/app/edit"
	"lookbook/app/engine"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/modelfile"
	"lookbook/app/secrets"
	"lookbook/app/settings"
	"lookbook/app/snapshots"
	"lookbook/app/supervisor"
)

// Params says what to open.
type Params struct {
	Paths    settings.Paths // the user's own; the demo uses folders beside them
	Settings *settings.Store
	Key      func() string // returns the API key of the first account; "": there is none
	// Secrets has the keys of the other accounts, and knows whether the one in the
	// environment is of an account of its own. Nil: there are none.
	Secrets *secrets.Store
	BaseURL string // "": DefaultBaseURL of package api
	Demo    bool
	Log     *slog.Logger
	Version string // of the program
	Crashed func(*supervisor.PanicError)
	Clock   clockwork.Clock // of the engine; nil: the real clock
	Settle  time.Duration   // see engine.Params; with it the library's index is filled when a list needs it
	// Front is called, on a goroutine of the session, when the program was started again for the same
	// pictures; see Claim.Answer.
	Front func(Visit) (shown <-chan struct{})
	// Described is called, on a goroutine of the session, when Description has
	// changed; nil: nothing is called.
	Described func()
	// ModelsChanged is called, on any goroutine, when a save of Models has
	// progressed; nil: nothing is called.
	ModelsChanged func()
	// Serve does what commands ask of the open session, on goroutines of the claim;
	// in and out are the connection. Nil, or the demo: they are sent away.
	Serve func(ctx context.Context, s *Session, in io.Reader, out io.Writer)
	// Rekeyed is called, on any goroutine, when a command changed the key in the keychain; nil:
	// nothing is called.
	Rekeyed func()
	// Claim is the process's claim. If it is nil, or for other pictures, the
	// session takes its own.
	Claim *Claim
}

// Session is an open library with everything that works on it.
type Session struct {
	Library *library.Library // for reading
	Edit    *edit.Service    // makes a person's changes
	Engine  *engine.Engine
	Client  *api.Client // of the first account
	// Accounts are all accounts, each with its client.
	Accounts *Accounts
	// Description is the service's description of its requests.
	Description *description.Keeper
	Models      *modelfile.Saver // saves the files of models
	Demo        bool
	// Aside is the name of a damaged library that was renamed, to be reported once; "": none was.
	Aside string
	// Restored is when the copy was made that replaced a lost or damaged
	// library; zero: no copy was needed, or there is none.
	Restored time.Time
	// Holds is what came back with it.
	Holds library.Contents
	// Snapshots keeps copies of the library.
	Snapshots *snapshots.Keeper

	folder    string // default pictures folder
	work      *supervisor.Group
	serving   *Claim // whose visitors are served; nil: none
	rekeyed   func() // Params.Rekeyed
	claim     *Claim // the session's own; nil: Params.Claim is used
	simulator *apitest.Server
}

// Open opens the library, connects it with the service (or, for the demo, with
// a simulated one in this process), and starts the engine. Errors: ErrInUse;
// *library.NewerError; *api.InsecureURLError; others of the disk.
func Open(ctx context.Context, p Params) (s *Session, err error) {
	s = &Session{Demo: p.Demo}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.release())
			s = nil
		}
	}()
	paths := p.Paths
	if p.Demo {
		paths = paths.Demo()
		if err := s.startSimulator(&p); err != nil {
			return s, err
		}
	}
	s.folder = paths.Pictures
	s.Accounts = &Accounts{params: p, clients: map[int64]*api.Client{}}
	if !p.Claim.holds(paths) {
		if s.claim, err = claim(paths, false); err != nil {
			if errors.Is(err, ErrInUse) && ask(paths.Socket(), askWho) == sayCommand {
				err = ErrCommand
			}
			return s, err
		}
		if p.Front != nil {
			s.claim.Answer(p.Front)
		}
		if s.claim.listenErr != nil {
			// Then a second window only says that it can't run.
			p.Log.Warn("a second window could not ask for this one", "error", s.claim.listenErr)
		}
	}
	if err := paths.Make(); err != nil {
		p.Log.Warn("making Lookbook’s own folders", "error", err)
	}
	s.Snapshots = copiesOf(paths, p)
	if err := s.openLibrary(ctx, paths.Library(), p); err != nil {
		return s, err
	}
	if err := s.Accounts.open(ctx, s.Library); err != nil {
		return s, err
	}
	s.Client = s.Accounts.Client(library.FirstAccount)
	newest, err := s.Library.Jobs.Newest(ctx)
	if err != nil {
		return s, err
	}
	s.Engine = engine.New(engine.Params{
		API: s.Client, Others: s.Accounts.others(), Images: s.Client.Images, Library: s.Library, Log: p.Log, AppVersion: p.Version, Crashed: p.Crashed, Clock: p.Clock,
		ThumbDir: paths.Thumbnails(), Settle: p.Settle,
		TryHost: s.Client.Images.TryHost, UsualHost: s.usualHost(),
		Saving: func() folder.Saving { return s.saving(p.Settings.Current()) },
		Terms: func() cost.Terms {
			if p.Demo { // nothing is charged there
				return cost.Terms{}
			}
			return TermsOf(p.Settings.Current())
		},
		Rebuild: marked(paths.Library()), Newest: newest, Rebuilt: unmark(paths.Library()),
	})
	s.Accounts.engine = s.Engine
	s.Engine.ShowAccount(s.Accounts.Shown())
	s.Engine.Start()
	s.Description = description.New(description.Params{
		API: s.Client, Service: s.Client.String(), Path: paths.Description(), Clock: cmp.Or(p.Clock, clockwork.NewRealClock()), Log: p.Log, Changed: p.Described,
	})
	s.work = supervisor.New(p.Log, p.Crashed)
	s.work.Go("ask the service to describe itself", s.Description.Run)
	s.work.Go("copy the library", s.Snapshots.Run)
	s.Models = modelfile.New(modelfile.Params{
		API: s.Accounts, Images: s.Client.Images, Journal: paths.Models(), Work: s.work, Clock: cmp.Or(p.Clock, clockwork.NewRealClock()), Random: rand.Float64, Log: p.Log,
		Free: folder.Free, Changed: p.ModelsChanged,
	})
	s.work.Go("go on saving models", func(context.Context) error {
		s.Models.Start()
		return nil
	})
	if p.Serve != nil && !p.Demo {
		s.serving, s.rekeyed = cmp.Or(s.claim, p.Claim), p.Rekeyed
		s.serving.serve(func(ctx context.Context, in io.Reader, out io.Writer) { p.Serve(ctx, s, in, out) })
	}
	return s, nil
}

// NewClient makes a client that calls the same service as a session with these
// Params. The error is an *api.InsecureURLError.
func NewClient(p Params) (*api.Client, error) {
	return api.New(api.Options{
		BaseURL: p.BaseURL, Key: p.Key, UserAgent: "Lookbook/" + p.Version,
		AllowHost: func(host string) bool { return p.Settings.Current().AllowsHost(host) },
		Proxy:     ProxyOf(p.Settings),
	})
}

// TermsOf reads the prices and limits that a person entered.
func TermsOf(v settings.Values) cost.Terms {
	return cost.Read(cost.Typed{Prices: v.Prices, Token: v.TokenPrice, Day: v.LimitDay, Month: v.LimitMonth})
}

// saving says where pictures go. The demo always uses a folder of its own.
func (s *Session) saving(v settings.Values) folder.Saving {
	saving := folder.Saving{Folder: v.Folder, Template: v.Template, AtOnce: v.Downloads}
	saving.Metadata = folder.Metadata{Source: v.TellSource, Prompt: v.TellPrompt, Writer: v.PromptWriter, Marks: v.WriteMarks}
	if s.Demo || saving.Folder == "" {
		saving.Folder, saving.Create = s.folder, true
	}
	return saving
}

// usualHost is the image host to try while no other is known.
func (s *Session) usualHost() string {
	if s.Client.Local() {
		return ""
	}
	return api.UsualImageHost
}

// HostsChanged says that a person allowed another host for pictures, or revoked
// one. It returns at once.
func (s *Session) HostsChanged() {
	s.Accounts.close() // drops connections that were allowed before
	s.Engine.Downloads.HostsChanged()
}

// ProxyChanged tries again over another proxy what waits after errors. It asks the service, so it
// blocks. The error is that of Follower.SyncNow, which the engine's status tells too.
func (s *Session) ProxyChanged(ctx context.Context) error {
	s.HostsChanged()
	return s.Engine.Jobs.SyncNow(ctx)
}

// Rekeyed says that a command changed the key in the keychain. It returns at once.
func (s *Session) Rekeyed() {
	if s.rekeyed != nil {
		s.rekeyed()
	}
}

// Folder returns the absolute path of the pictures folder.
func (s *Session) Folder(v settings.Values) string { return s.saving(v).Folder }

// Close stops the engine and closes everything. Unfinished work continues when
// the session is opened again.
func (s *Session) Close(ctx context.Context) error {
	s.serving.serve(nil)
	left := s.claim.Leave()
	var err error
	if s.Engine != nil {
		err = s.Engine.Close(ctx)
	}
	if err != nil {
		// The engine still writes. Closing the library now would make its last
		// writes fail, and the process is about to end anyway.
		return fmt.Errorf("stop the engine: %w", err)
	}
	return errors.Join(left, s.release())
}

// release closes everything except the engine.
func (s *Session) release() error {
	var errs []error
	if s.work != nil {
		s.work.Stop()
		errs = append(errs, s.work.Wait(context.Background())) // the goroutines end at once
	}
	s.Accounts.close()
	if s.Library != nil {
		errs = append(errs, s.Library.Close())
	}
	if s.simulator != nil {
		errs = append(errs, s.simulator.Close())
	}
	errs = append(errs, s.claim.Release())
	return errors.Join(errs...)
}

// openLibrary opens the library. A damaged one is renamed, never deleted, and replaced by its
// newest copy or, without a copy, by a new library. What is newer than the copy is found in the
// folder and at the service.
func (s *Session) openLibrary(ctx context.Context, path string, p Params) error {
	if err := s.begin(ctx, path, p.Log); err != nil {
		return err
	}
	if err := s.Snapshots.BeforeNewFormat(ctx); err != nil && ctx.Err() == nil {
		p.Log.Warn("copying a library of an earlier format", "error", err) // the migration is a transaction, so it goes on
	}
	lib, err := library.Open(ctx, path, library.Options{Keys: s.Accounts.keys, IndexLater: p.Settle > 0})
	if errors.Is(err, library.ErrDamaged) {
		aside, moved := library.SetAside(path)
		if moved != nil {
			return errors.Join(err, moved)
		}
		s.Aside = filepath.Base(aside)
		if err := s.begin(ctx, path, p.Log); err != nil {
			return err
		}
		lib, err = library.Open(ctx, path, library.Options{Keys: s.Accounts.keys, IndexLater: p.Settle > 0})
	}
	if err != nil {
		return err
	}
	s.Library, s.Edit = lib, edit.New(lib)
	if !s.Restored.IsZero() {
		s.Holds, err = lib.Contents(ctx)
	}
	return err
}

// begin handles a missing library: it writes the mark that makes the folder be
// searched, and restores the newest copy.
func (s *Session) begin(ctx context.Context, path string, log *slog.Logger) error {
	if err := markNew(path); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		return nil
	}
	back, found, err := s.Snapshots.Restore(ctx)
	if err != nil {
		if ctx.Err() == nil {
			log.Error("bringing the library back", "error", err) // a new library is made
		}
		return ctx.Err()
	}
	if found {
		s.Restored = back.Made
	}
	return nil
}

// CheckKey asks the service, with one call, whether it accepts the key. A
// service without a job list for us has accepted the key. The error is an
// *api.Error or an *api.InsecureURLError.
func CheckKey(ctx context.Context, baseURL, key, version string, proxy api.ProxyFunc) error {
	client, err := api.New(api.Options{BaseURL: baseURL, Key: func() string { return key }, UserAgent: "Lookbook/" + version, Proxy: proxy})
	if err != nil {
		return err
	}
	defer client.Close()
	one := func() bool { return false }
	err = client.EachOf(ctx, api.TypeImageGen, func(api.Job) error { return nil }, one)
	if errors.Is(err, api.ErrNotFound) || errors.Is(err, api.ErrInvalid) || errors.Is(err, api.ErrBadAnswer) {
		return nil
	}
	var told *api.Error
	if errors.As(err, &told) && told.Status == 405 {
		return nil
	}
	return err
}

// BaseURL is the service's address from the environment; "": the default.
func BaseURL() string { return os.Getenv("DREAMLOOK_API_URL") }
