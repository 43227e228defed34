package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"lookbook/api"
	"lookbook/app/secrets"
	"lookbook/app/ui/message"
)

// key keeps the API key. It is never an argument: others see those.
type key struct {
	Set    keySet    `cmd:""`
	Forget keyForget `cmd:""`
	Where  keyWhere  `cmd:""`
}

type keySet struct{}

// Run reads the key from a terminal without showing it, or from a pipe.
func (*keySet) Run(ctx context.Context, env *Env) error {
	text, err := env.readKey()
	if err != nil {
		return &problem{Usage, message.T("key.unread", message.With{"Why": endless(message.FileError(err))})}
	}
	clean, err := api.CleanKey(text)
	if err != nil {
		return &problem{Usage, message.T("key.not.stored", message.With{"Why": message.Error(err)})}
	}
	keys := secrets.Open(secrets.Options{Environ: func(string) string { return "" }})
	where, err := keys.Save(ctx, clean)
	if err != nil {
		return err
	}
	if where.Place != secrets.Keychain { // it would be gone with this command
		return &problem{NoKey, message.T("key.not.stored", message.With{"Why": message.Cause(where.Why)})}
	}
	return nil
}

// readKey reads a line, from a terminal without echo.
func (e *Env) readKey() (string, error) {
	if file, ok := e.In.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		_, _ = fmt.Fprint(e.Err, message.T("command.key.ask"), " ")
		typed, err := term.ReadPassword(int(file.Fd()))
		_, _ = fmt.Fprintln(e.Err)
		return string(typed), err
	}
	line, err := bufio.NewReader(io.LimitReader(e.In, 4096)).ReadString('\n')
	if errors.Is(err, io.EOF) && strings.TrimSpace(line) != "" {
		err = nil
	}
	return line, err
}

type keyForget struct{}

func (*keyForget) Run(ctx context.Context) error {
	return secrets.Open(secrets.Options{}).Forget(ctx)
}

type keyWhere struct{}

// Run says where the key is, and never what it is.
func (*keyWhere) Run(ctx context.Context, env *Env) error {
	found, err := secrets.Open(secrets.Options{}).Load(ctx)
	if err != nil {
		return keyless(err)
	}
	out := newPrinter(env.Out)
	return errors.Join(out.line(string(found.Where.Place)), out.flush())
}
