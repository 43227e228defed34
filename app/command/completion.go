package command

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"lookbook/app/ui/message"
)

// bashScript completes in bash, and in zsh by its way of reading such scripts.
//
//go:embed completion.bash
var bashScript string

//go:embed completion.zsh
var zshBeginning string

// completion prints what a shell needs to complete commands and flags.
type completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish"`
}

func (c *completion) Run(env *Env, app *kong.Context) error {
	out := newPrinter(env.Out)
	return errors.Join(out.line(complete(c.Shell, app.Model.Node)), out.flush())
}

// complete is the script for a shell. It knows the words alone; what stands in
// their place otherwise are files.
func complete(shell string, root *kong.Node) string {
	var b strings.Builder
	switch shell {
	case "fish":
		for _, command := range root.Children {
			if command.Hidden {
				continue
			}
			fish(&b, "-n", "__fish_use_subcommand", "-f", "-a", command.Name, "-d", quoted(command.Help))
			for _, flag := range allFlags(command) {
				words := []string{"-n", quoted("__fish_seen_subcommand_from " + command.Name), "-l", flag.Name, "-d", quoted(flag.Help)}
				if !flag.IsBool() {
					words = append(words, "-r")
				}
				fish(&b, words...)
			}
		}
	case "zsh", "bash":
		if shell == "zsh" {
			b.WriteString(zshBeginning)
		}
		var cases strings.Builder
		var names []string
		for _, command := range root.Children {
			if command.Hidden {
				continue
			}
			names = append(names, command.Name)
			var words []string
			for _, child := range command.Children {
				words = append(words, child.Name)
			}
			for _, flag := range allFlags(command) {
				words = append(words, "--"+flag.Name)
			}
			fmt.Fprintf(&cases, "  %s) words=%s ;;\n", command.Name, quoted(strings.Join(words, " ")))
		}
		b.WriteString(strings.NewReplacer("@commands", strings.TrimSuffix(cases.String(), "\n"), "@names", quoted(strings.Join(names, " "))).Replace(bashScript))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func allFlags(command *kong.Node) (flags []*kong.Flag) {
	for _, group := range command.AllFlags(true) {
		flags = append(flags, group...)
	}
	return flags
}

// fish writes one line of fish's script.
func fish(b *strings.Builder, words ...string) {
	b.WriteString(strings.Join(append([]string{"complete", "-c", "lookbook"}, words...), " ") + "\n")
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// man prints the manual page, made of the same words as the help.
type man struct{}

func (*man) Run(env *Env, app *kong.Context) error {
	out := newPrinter(env.Out)
	return errors.Join(out.line(manual(app.Model.Node)), out.flush())
}

func manual(root *kong.Node) string {
	var b strings.Builder
	section := func(name string) { b.WriteString(".SH " + message.T("command.man."+name) + "\n") }
	b.WriteString(".TH " + strings.ToUpper(root.Name) + " 1\n")
	section("name")
	b.WriteString(root.Name + ` \- ` + roff(message.T("command.description")) + "\n")
	section("synopsis")
	b.WriteString(".B " + root.Name + "\n" + roff(root.Summary()) + "\n")
	section("commands")
	for _, command := range root.Leaves(true) {
		b.WriteString(".SS " + roff("lookbook "+command.Summary()) + "\n" + roff(command.Help) + "\n.PP\n" + roff(strings.TrimSpace(command.Detail)) + "\n")
		for _, flag := range command.Flags {
			b.WriteString(".TP\n.B " + roff(flag.String()) + "\n" + roff(flag.Help) + "\n")
		}
	}
	section("status")
	b.WriteString(roff(root.Detail))
	return b.String()
}

// roff is text for a manual page: nothing in it is an instruction.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "’", `\(cq`, "“", `\(lq`, "”", `\(rq`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}
