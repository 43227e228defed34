package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"lookbook/api"
	"lookbook/app/secrets"
	"lookbook/app/session"
	"lookbook/app/task"
	"lookbook/app/ui/message"
)

// tellLimit bounds the wait for an open window that is told of another key.
const tellLimit = 5 * time.Second

// key keeps the API key. It is never an argument: others see those.
type key struct {
	Set    keySet    `cmd:""`
	Forget keyForget `cmd:""`
	Where  keyWhere  `cmd:""`
}

type keySet struct {
	Account string `placeholder:"NAME"`
}

// Run reads the key from a terminal without showing it, or from a pipe. An
// account that isn't known yet is added.
func (k *keySet) Run(ctx context.Context, env *Env) error {
	text, err := env.readKey(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &problem{Usage, message.T("key.unread", message.With{"Why": endless(message.FileError(err))})}
	}
	clean, err := api.CleanKey(text)
	if err != nil {
		return &problem{Usage, message.T("key.not.stored", message.With{"Why": message.Error(err)})}
	}
	keys := secrets.Open(secrets.Options{Environ: func(string) string { return "" }})
	if k.Account != "" {
		account, err := accountNamed(ctx, k.Account)
		if _, unknown := errors.AsType[*problem](err); unknown || account.Removed {
			account, err = env.addAccount(ctx, k.Account)
		}
		if err != nil {
			return err
		}
		keys = keys.Of(account.UID)
	}
	where, err := keys.Save(ctx, clean)
	if err != nil {
		return err
	}
	if where.Place != secrets.Keychain { // it would be gone with this command
		return &problem{NoKey, message.T("key.not.stored", message.With{"Why": message.Cause(where.Why)})}
	}
	return env.tellWindow(ctx)
}

// tellWindow has an open window ask the keychain again. The key itself is not sent.
func (e *Env) tellWindow(ctx context.Context) error {
	paths, err := userPaths()
	if err != nil {
		return err
	}
	conn, err := session.HandOver(paths)
	if err != nil {
		return nil // no window, or one that is opening and will ask the keychain
	}
	defer conn.Close()
	ctx, stop := context.WithTimeout(ctx, tellLimit)
	defer stop()
	if _, err := (task.Task{Rekeyed: true}).Ask(ctx, conn, func(task.Event) {}); err != nil {
		e.say(message.T("command.key.untold"))
	}
	return nil
}

// readKey reads a line, from a terminal without echo.
func (e *Env) readKey(ctx context.Context) (string, error) {
	if file, ok := e.In.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return e.typedKey(ctx, int(file.Fd()))
	}
	return aside(ctx, func() (string, error) {
		line, err := bufio.NewReader(io.LimitReader(e.In, 4096)).ReadString('\n')
		if errors.Is(err, io.EOF) && strings.TrimSpace(line) != "" {
			err = nil
		}
		return line, err
	})
}

// typedKey asks for the key on a terminal. After Ctrl+C the terminal shows again what is typed.
func (e *Env) typedKey(ctx context.Context, terminal int) (string, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return "", err
	}
	_, _ = fmt.Fprint(e.Err, message.T("command.key.ask"), " ")
	typed, err := aside(ctx, func() ([]byte, error) { return term.ReadPassword(terminal) })
	if ctx.Err() != nil {
		err = errors.Join(err, term.Restore(terminal, before))
	}
	_, _ = fmt.Fprintln(e.Err)
	return string(typed), err
}

type keyForget struct {
	Account string `placeholder:"NAME"`
}

func (k *keyForget) Run(ctx context.Context, env *Env) error {
	keys, err := storeOf(ctx, secrets.Open(secrets.Options{}), k.Account)
	if err != nil {
		return err
	}
	if err := keys.Forget(ctx); err != nil {
		return err
	}
	return env.tellWindow(ctx)
}

type keyWhere struct {
	Account string `placeholder:"NAME"`
}

// Run says where the key is, and never what it is.
func (k *keyWhere) Run(ctx context.Context, env *Env) error {
	keys, err := storeOf(ctx, secrets.Open(secrets.Options{}), k.Account)
	if err != nil {
		return err
	}
	found, err := keys.Load(ctx)
	if err != nil {
		return keyless(err)
	}
	out := newPrinter(env.Out)
	return errors.Join(out.line(string(found.Where.Place)), out.flush())
}
