package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"lookbook/api/redact"
	"lookbook/app/platform/signals"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
)

// commands lists all commands in the order of the help.
type commands struct {
	Generate   generate   `cmd:""`
	Outbox     outbox     `cmd:""`
	Jobs       jobs       `cmd:""`
	Wait       wait       `cmd:""`
	Open       open       `cmd:""`
	Pictures   pictures   `cmd:""`
	Show       show       `cmd:""`
	Export     export     `cmd:""`
	Mark       mark       `cmd:""`
	Spend      spend      `cmd:""`
	Rescan     rescan     `cmd:""`
	Backup     backUp     `cmd:""`
	Restore    restore    `cmd:""`
	Doctor     doctor     `cmd:""`
	Support    support    `cmd:""`
	Key        key        `cmd:""`
	Completion completion `cmd:""`
	Man        man        `cmd:"" hidden:""`
}

// Env is what a command works with.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Terminal bool // Err is a terminal, so progress may be shown
	Version  string
}

// Main runs a command of this process and returns its exit code.
func Main(args []string, version string) int {
	env := Env{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: term.IsTerminal(int(os.Stderr.Fd())), Version: version}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	caught, first := signals.Catch(), make(chan os.Signal, 1)
	go signals.Forward(caught, first, slog.New(slog.DiscardHandler))
	go func() {
		<-first
		cancel()
	}()
	return Run(ctx, args, env)
}

// Run runs a command and returns its exit code. The context ends when the
// person interrupts it.
func Run(ctx context.Context, args []string, env Env) (code int) {
	var c commands
	c.Generate.Plugins = requestFlags()
	defer func() {
		// kong's help calls Exit deep inside the parser.
		if ended := recover(); ended != nil {
			exit, ok := ended.(exited)
			if !ok {
				panic(ended)
			}
			code = int(exit)
		}
	}()
	parser, err := newParser(&c, env)
	if err != nil {
		return env.end(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if args[0] == "key" && slices.ContainsFunc(args, func(arg string) bool { return redact.Found(arg) }) {
		return env.end(wrong("key.argument"))
	}
	parsed, err := parser.Parse(hideHyphens(args))
	if err != nil {
		return env.end(&problem{Usage, endless(strings.ReplaceAll(err.Error(), hyphen, "-"))})
	}
	c.showHyphens()
	parsed.BindTo(ctx, (*context.Context)(nil))
	return env.end(parsed.Run(&env))
}

// hyphen stands for the hyphen of a word such as -tag:x while kong parses the
// words of a search: it would take the word for a flag.
const hyphen = "\x00"

// hideHyphens replaces the hyphens before the words of a search. The commands that
// take a search have no flag of one letter but -h.
func hideHyphens(args []string) []string {
	if !slices.Contains([]string{"pictures", "mark", "export"}, args[0]) {
		return args
	}
	args = slices.Clone(args)
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if len(arg) > 1 && arg[0] == '-' && arg[1] != '-' && arg != "-h" {
			args[i] = hyphen + arg[1:]
		}
	}
	return args
}

// showHyphens undoes hideHyphens in what was parsed.
func (c *commands) showHyphens() {
	for _, words := range [][]string{c.Pictures.Query, c.Mark.Pictures, c.Mark.Tag, c.Mark.Untag, c.Export.Pictures} {
		for i := range words {
			words[i] = strings.Replace(words[i], hyphen, "-", 1)
		}
	}
	c.Export.To = strings.Replace(c.Export.To, hyphen, "-", 1)
}

// exited is the value of the panic that replaces kong's call of os.Exit.
type exited int

func newParser(c *commands, env Env) (*kong.Kong, error) {
	parser, err := kong.New(c, kong.Name("lookbook"), kong.Description(message.T("command.description")), kong.Writers(env.Out, env.Err),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 80, NoExpandSubcommands: true}),
		kong.ValueFormatter(func(v *kong.Value) string { return v.Help }))
	if err != nil {
		return nil, err
	}
	explain(parser.Model.Node)
	return parser, nil
}

// explain sets the help texts of a command, its flags and its arguments.
func explain(node *kong.Node) {
	switch node.Type {
	case kong.ApplicationNode:
		node.Detail = message.T("command.codes")
	case kong.CommandNode:
		name := strings.ReplaceAll(node.Path(), " ", ".")
		node.Help = message.T("command.help." + name)
		node.Detail = message.T("command.example."+name) + "\n\n"
	}
	for _, flag := range node.Flags {
		if flag.Help == "" || flag.Name == "help" {
			flag.Help = message.T("command.flag." + flag.Name)
		}
	}
	for _, argument := range node.Positional {
		argument.Help = message.T("command.argument." + argument.Name)
	}
	for _, child := range node.Children {
		explain(child)
	}
}

// end prints what went wrong and returns the exit code.
func (e Env) end(err error) int {
	code, words := outcome(err)
	if words != "" {
		e.say(words)
	}
	return code
}

// say writes a line to the standard error, without keys: an argument may have one in it. A failure
// of that can't be reported anywhere.
func (e Env) say(words string) { _, _ = fmt.Fprintln(e.Err, "lookbook:", redact.Text(words)) }

// endless removes the full stop at the end.
func endless(words string) string { return strings.TrimRight(words, ". ") }

// userPaths returns the user's folders.
func userPaths() (settings.Paths, error) {
	if err := settings.FindHome(); err != nil {
		return settings.Paths{}, homeless(err)
	}
	paths, err := settings.UserPaths()
	return paths, homeless(err)
}

func homeless(err error) error {
	if errors.Is(err, settings.ErrNoHome) {
		return &problem{Failed, message.T("open.no.home")}
	}
	return err
}
