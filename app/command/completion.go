package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"lookbook/app/ui/message"
)

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
			fmt.Fprintf(&b, "complete -c lookbook -n __fish_use_subcommand -f -a %s -d %s\n", command.Name, quoted(command.Help))
			for _, flag := range allFlags(command) {
				fmt.Fprintf(&b, "complete -c lookbook -n '__fish_seen_subcommand_from %s' -l %s%s -d %s\n", command.Name, flag.Name, value(flag), quoted(flag.Help))
			}
		}
	case "zsh", "bash":
		if shell == "zsh" {
			b.WriteString("#compdef lookbook\nautoload -U +X bashcompinit && bashcompinit\n")
		}
		b.WriteString("_lookbook() {\n  local words\n  case \"${COMP_WORDS[1]}\" in\n")
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
			fmt.Fprintf(&b, "  %s) words=%s ;;\n", command.Name, quoted(strings.Join(words, " ")))
		}
		fmt.Fprintf(&b, "  esac\n  if [ \"$COMP_CWORD\" -eq 1 ]; then words=%s; fi\n", quoted(strings.Join(names, " ")))
		b.WriteString("  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\ncomplete -o default -F _lookbook lookbook\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func allFlags(command *kong.Node) (flags []*kong.Flag) {
	for _, group := range command.AllFlags(true) {
		flags = append(flags, group...)
	}
	return flags
}

// value is how fish is told that a flag takes something.
func value(flag *kong.Flag) string {
	if flag.IsBool() {
		return ""
	}
	return " -r"
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
