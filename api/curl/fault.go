package curl

import "fmt"

// Fault is what is wrong with a text. Error.With has its parameters, which are
// behind each fault.
type Fault string

// Texts that are not a request.
const (
	TooMuch           Fault = "too.much" // Number, Most
	NoText            Fault = "no.text"
	Empty             Fault = "empty"
	OnlyRemarks       Fault = "only.remarks"
	NoCommand         Fault = "no.command"
	PowerShellCommand Fault = "powershell.command"
	SecondCommand     Fault = "second.command" // Sign
	Invisible         Fault = "invisible"      // Number
)

// What a shell would act on, or could not read.
const (
	Unreadable         Fault = "unreadable"
	WorkedOut          Fault = "worked.out"
	Unclosed           Fault = "unclosed"         // Sign
	TypographicOpen    Fault = "typographic.open" // Sign
	Unwritable         Fault = "unwritable"
	NoCharacter        Fault = "no.character"   // Text
	Substitution       Fault = "substitution"   // Sign
	ShellVariable      Fault = "shell.variable" // Name, Known
	Backticks          Fault = "backticks"
	Ampersand          Fault = "ampersand"
	Pipe               Fault = "pipe"
	ReadsFile          Fault = "reads.file"
	WritesFile         Fault = "writes.file"
	ShellSign          Fault = "shell.sign" // Sign
	Semicolon          Fault = "semicolon"
	DocumentMissing    Fault = "document.missing"
	DocumentOpen       Fault = "document.open" // Begin, End
	CmdSign            Fault = "cmd.sign"      // Sign
	CmdQuote           Fault = "cmd.quote"     // Sign
	CmdBlank           Fault = "cmd.blank"
	CmdVariable        Fault = "cmd.variable"        // Name, Known
	PowerShellSign     Fault = "powershell.sign"     // Sign
	PowerShellVariable Fault = "powershell.variable" // Name, Known
)

// Options and addresses.
const (
	UnknownOption   Fault = "unknown.option"    // Option
	NoValue         Fault = "no.value"          // Option
	Form            Fault = "form"              // Option
	NoRequestOption Fault = "no.request.option" // Option
	OptionsFile     Fault = "options.file"      // Option
	NextRequest     Fault = "next.request"      // Option
	CurlVariables   Fault = "curl.variables"    // Option
	SecondAddress   Fault = "second.address"
	NoAddress       Fault = "no.address"
	NotWeb          Fault = "not.web"
	OwnAddress      Fault = "own.address"
	OtherHost       Fault = "other.host" // Host, Service
	OtherPath       Fault = "other.path" // Path, Endpoint
	Method          Fault = "method"     // Method
)

// The request itself.
const (
	NoRequest     Fault = "no.request"
	NoBody        Fault = "no.body"
	SecondBody    Fault = "second.body"
	TerminalInput Fault = "terminal.input"
	InFile        Fault = "in.file"        // File
	FileUnread    Fault = "file.unread"    // File, Why
	FileLarge     Fault = "file.large"     // File
	HalfCharacter Fault = "half.character" // Text
	NotOneObject  Fault = "not.one.object"
	TooLong       Fault = "too.long" // Number, Most
	TooDeep       Fault = "too.deep"
	BodyNotJSON   Fault = "body.not.json"
	NotJSON       Fault = "not.json"
	EndsEarly     Fault = "ends.early"
	JSONQuote     Fault = "json.quote" // Sign
	JSONSingle    Fault = "json.single"
	JSONComma     Fault = "json.comma"
	JSONLineEnd   Fault = "json.line.end"
	JSONOther     Fault = "json.other" // Text
)

// Error says what is wrong with a text, and where.
type Error struct {
	Line, Column int // from 1, columns in characters; 0: the whole text
	Fault        Fault
	With         map[string]string // parameters by name, never a key

	err error
}

func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: %s %v", e.Line, e.Column, e.Fault, e.With)
}

// Unwrap returns the error of Options.ReadFile, if there was one.
func (e *Error) Unwrap() error { return e.err }

// otherQuoting reports whether the text may be valid in another shell.
func (e *Error) otherQuoting() bool {
	switch e.Fault {
	case NotJSON, BodyNotJSON, EndsEarly, JSONQuote, JSONSingle, JSONComma, JSONLineEnd, JSONOther:
		return true
	}
	return false
}

// fault makes an error. with are pairs of name and value.
func fault(f Fault, with ...string) *Error {
	e := &Error{Fault: f, With: map[string]string{}}
	for i := 0; i+1 < len(with); i += 2 {
		e.With[with[i]] = redacted(with[i+1])
	}
	return e
}

// Kind is a kind of ignored part.
type Kind string

// The kinds.
const (
	Option      Kind = "option"       // Name: as written
	Header      Kind = "header"       // Name: of the header
	HeaderFile  Kind = "header.file"  // headers from a file
	HeaderEmpty Kind = "header.empty" // a header without a value
	HeaderNoKey Kind = "header.key"   // an authorization header without a key
	AddressRest Kind = "address.rest" // the part after ? or #
)

// Part is a part of a command that has no effect here.
type Part struct {
	Kind Kind
	Name string // never a value
}
