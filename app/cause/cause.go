// Package cause says why something failed, as a code with parameters. Packages below the window
// know no sentences. The window has one for each code, in app/ui/message, so a stored problem can
// be read in another language.
//
// Codes are stored. They are never renamed, and one that is no longer used keeps its sentence.
//
// Goroutines: plain values and pure functions; call them from anywhere. A Cause that others may
// read is not changed any more.
package cause

// Code names a cause.
type Code string

// Cause is a code with the parameters of its sentence.
type Cause struct {
	Code Code              `json:"code"`
	With map[string]string `json:"with,omitempty"` // parameters of the sentence
	Why  *Cause            `json:"why,omitempty"`  // the cause behind it
}

// New makes a cause. Parameters are pairs of name and value.
func New(code Code, with ...string) Cause {
	c := Cause{Code: code}
	for i := 0; i+1 < len(with); i += 2 {
		if c.With == nil {
			c.With = map[string]string{}
		}
		c.With[with[i]] = with[i+1]
	}
	return c
}

// Because returns the cause with another one behind it.
func (c Cause) Because(why Cause) Cause {
	if !why.IsZero() {
		c.Why = &why
	}
	return c
}

// IsZero reports whether the cause is unknown.
func (c Cause) IsZero() bool { return c.Code == "" }

// Error is an error with a cause.
type Error interface {
	error
	Cause() Cause
}

// Err returns an error that is only a cause; errors.Is distinguishes them.
func Err(code Code) error { return coded(code) }

type coded Code

func (c coded) Error() string { return string(c) }
func (c coded) Cause() Cause  { return New(Code(c)) }

// Other is any cause without a code. Text is its description for people.
const Other Code = "other"

// Unexpected is an unknown error. Text is the error's own text, which the
// window shows under Details only.
const Unexpected Code = "unexpected"

// Outcomes of a request or a picture. The cause behind says why. Here and
// below, the parameters are behind each code.
const (
	Unsent    Code = "unsent"    // the request was not sent
	Unsaved   Code = "unsaved"   // the picture is not in the folder
	Searching Code = "searching" // the answer was lost; the job is searched
)

// Requests.
const (
	Closed       Code = "closed"           // the program was closed before sending
	KeyNotTaken  Code = "key.not.taken"    // the service refuses the key at present
	SharedAnswer Code = "shared.answer"    // the answer named another request's job
	NotInList    Code = "not.in.list"      // the outcome is unknown; the list doesn't show the job
	NoList       Code = "no.list"          // the outcome is unknown; there is no list
	LeftOut      Code = "request.left.out" // What: names of fields with their sizes
	Settled      Code = "request.settled"
	StateChanged Code = "state.changed" // it is not as it was when it was shown
	OutboxFull   Code = "outbox.full"
	NotHeld      Code = "outbox.gone"
	HeldLate     Code = "held.late"    // it was due while the program was closed or could not send; perhaps a cause behind
	EndedBefore  Code = "ended.before" // the program ended before the answer came
)

// The service and the way to it.
const (
	Firewall       Code = "firewall"
	KeyRefused     Code = "key.refused"
	NoKey          Code = "no.key"
	ModelGone      Code = "model.gone"
	NoTokens       Code = "no.tokens"
	Invalid        Code = "invalid" // the service doesn't accept the request as it is
	SlowDown       Code = "slow.down"
	ServiceTrouble Code = "service.trouble"
	NoAnswer       Code = "no.answer"
	Expired        Code = "expired"
	NotThere       Code = "not.there"
	BadAnswer      Code = "bad.answer"
	TooSlow        Code = "too.slow"
	Insecure       Code = "insecure"    // Text; only in stored problems of earlier versions
	Unreachable    Code = "unreachable" // Host, and a cause behind
	PrivateHost    Code = "host"        // with the network after a dot; Host, Where
)

// The program and the library.
const (
	Panic              Code = "panic"
	LibraryFull        Code = "library.full"
	LibraryBusy        Code = "library.busy"
	LibraryReadOnly    Code = "library.read.only"
	LibraryUnreachable Code = "library.unreachable"
	LibraryDisk        Code = "library.disk"
	LibraryDamaged     Code = "library.damaged"
)

// Folders and disks.
const (
	OtherFolder     Code = "folder.other"
	FolderAbsent    Code = "folder.absent"
	FolderForbidden Code = "folder.forbidden"
	NotFolder       Code = "folder.not"
	FolderLink      Code = "folder.link" // Name
	DiskFull        Code = "disk.full"
	DiskReadOnly    Code = "disk.read.only"
	DiskTrouble     Code = "disk.trouble"
	DiskOther       Code = "disk.other"
	InUse           Code = "file.in.use"
	FileLarge       Code = "file.large"
	FilesOpen       Code = "files.open"
	LinkLoop        Code = "link.loop"
	NameTooLong     Code = "file.name.long"
)

// Files of models.
const (
	ModelFileGone Code = "model.file.gone"
	ModelDamaged  Code = "model.damaged"
	DiskShort     Code = "disk.short" // Need, Free
)

// Pictures that were skipped, and their files.
const (
	ImageUnknown     Code = "image.unknown"
	ImageNotYet      Code = "image.not.yet"
	ImageDownloading Code = "image.downloading"
	ImageFailed      Code = "image.failed"
	ImageTrashed     Code = "image.trashed"
	ImageNoFile      Code = "image.no.file"
	FileGone         Code = "file.gone"
	FileOther        Code = "file.other"
	FileChanged      Code = "file.changed"
	FileForbidden    Code = "file.forbidden"
	FileFolderAbsent Code = "file.folder.absent"
	FileUnreadable   Code = "file.unreadable" // and why
	FileNotStripped  Code = "file.stripped"   // and why
	FileNotConverted Code = "file.converted"  // and why
	FileTaken        Code = "file.taken"
	FileNotOne       Code = "file.not.one"
	FileUnseen       Code = "file.unseen" // and why
	FileNoPath       Code = "file.no.path"
	FileFolderUnseen Code = "file.folder.unseen" // and why
	FileFolderShut   Code = "file.folder.shut"
	NotPermitted     Code = "not.permitted"
)

// The keychain.
const (
	KeychainSilent Code = "keychain.silent"
	KeychainBusy   Code = "keychain.busy"
	KeychainNone   Code = "keychain.none"
	KeychainLocked Code = "keychain.locked"
	ClipboardWords Code = "clipboard.words" // it takes no pictures here
	KeychainOther  Code = "keychain.other"  // Text
)

// Keys that can't be sent: codes of package api behind two dots.
const (
	KeyFormMissing    Code = "key.form.missing"
	KeyFormBroken     Code = "key.form.broken"
	KeyFormUnsendable Code = "key.form.unsendable"
	KeyFormLong       Code = "key.form.long"
)

// The trash, and on Windows the Recycle Bin.
const (
	TrashNone       Code = "trash.none"
	TrashNotMade    Code = "trash.not.made"
	TrashNowhere    Code = "trash.nowhere"
	TrashElsewhere  Code = "trash.elsewhere" // Path
	TrashLink       Code = "trash.link"      // Path
	TrashGone       Code = "trash.gone"
	TrashUnread     Code = "trash.unread"    // and why
	TrashUnwritten  Code = "trash.unwritten" // and why
	TrashUnfound    Code = "trash.unfound"   // and why
	TrashUnreached  Code = "trash.unreached" // and why
	TrashFull       Code = "trash.full"
	TrashNames      Code = "trash.names"
	TrashRefused    Code = "trash.refused" // and why
	TrashNumber     Code = "trash.number"  // Number
	TrashFinder     Code = "trash.finder"
	TrashBack       Code = "trash.back"        // and why
	TrashBackFolder Code = "trash.back.folder" // and why
	TrashBackUnsure Code = "trash.back.unsure" // and why
	TrashBackListed Code = "trash.back.listed" // and why
	BinNone         Code = "bin.none"
	BinGone         Code = "bin.gone"
	BinUnfound      Code = "bin.unfound"   // and why
	BinUnreached    Code = "bin.unreached" // and why
	BinPathLong     Code = "bin.path.long"
	BinSmall        Code = "bin.small"
	BinNumber       Code = "bin.number" // Number
)

// The clipboard.
const (
	ClipboardNone      Code = "clipboard.none"
	ClipboardNoDisplay Code = "clipboard.no.display"
	ClipboardSilent    Code = "clipboard.silent"
	ClipboardTaken     Code = "clipboard.taken"
	ClipboardNoPicture Code = "clipboard.no.picture"
)

// Names, presets and their files.
const (
	NameTaken        Code = "name.taken"
	NoName           Code = "name.missing"
	PresetGone       Code = "preset.gone"  // Name
	PresetTaken      Code = "preset.taken" // Name
	PresetNoName     Code = "preset.no.name"
	PresetNameLong   Code = "preset.name.long" // Most
	PresetsUnread    Code = "presets.unread"   // and why
	PresetsLarge     Code = "presets.large"    // Most
	PresetsNotJSON   Code = "presets.not.json"
	PresetsNoList    Code = "presets.no.list"
	PresetsMany      Code = "presets.many" // Number, Most
	PresetsBad       Code = "presets.bad"  // Number
	PresetsNone      Code = "presets.none"
	PresetsNoVersion Code = "presets.no.version"
	PresetsNewer     Code = "presets.newer" // Number, Most
)

// The preferences.
const (
	SettingsShut     Code = "settings.shut"     // and why
	SettingsLong     Code = "settings.long"     // File
	SettingsUnread   Code = "settings.unread"   // File
	SettingsNonsense Code = "settings.nonsense" // File
	SettingsEmpty    Code = "settings.empty"    // File
	SettingKind      Code = "setting.kind"      // Field, Value
	SettingRange     Code = "setting.range"     // Field, Value, Least, Most, Used
	SettingWord      Code = "setting.word"      // Field, Value, Used
	SettingLong      Code = "setting.long"      // Field, Value, Most
	SettingBytes     Code = "setting.bytes"     // Field, Value
	SettingNoPath    Code = "setting.no.path"   // Field, Value
	SettingEmpty     Code = "setting.empty"     // Field, Value
	SettingProxy     Code = "setting.proxy"     // Field
	NoHome           Code = "no.home"
)

// Prices and limits.
const (
	PriceEmpty      Code = "price.empty"
	PriceZero       Code = "price.zero"
	PriceNegative   Code = "price.negative"
	PriceNumber     Code = "price.number"
	PriceGrouped    Code = "price.grouped" // it can be read in two ways
	PriceFine       Code = "price.fine"    // too many digits
	PriceHuge       Code = "price.huge"
	PriceCurrency   Code = "price.currency"
	PriceNoCurrency Code = "price.no.currency"
	PriceTokens     Code = "price.tokens"
	PriceNoSize     Code = "price.no.size"
	LimitDay        Code = "limit.day"     // Limit, Spent, Asked, Unit: the currency; "": tokens
	LimitMonth      Code = "limit.month"   // as before
	LimitUnknown    Code = "limit.unknown" // as before
)

// What an answer without words was, and why there was no answer: codes of package api after a dot.
const (
	AnswerEmpty     Code = "answer.empty"
	AnswerPage      Code = "answer.page" // Text
	AnswerBroken    Code = "answer.broken"
	AnswerNothing   Code = "answer.nothing"
	AnswerRedirect  Code = "answer.redirect" // Text
	LackStopped     Code = "lack.stopped"
	LackLate        Code = "lack.late"        // Time
	LackSilent      Code = "lack.silent"      // Time
	LackSlow        Code = "lack.slow"        // Time
	LackName        Code = "lack.name"        // Name
	LackCertificate Code = "lack.certificate" // Text
	LackHTTPS       Code = "lack.https"
	LackRefused     Code = "lack.refused" // Text
	LackBroken      Code = "lack.broken"  // Text
	LackProxy       Code = "lack.proxy"   // Text
)

// Refused addresses: codes of package api.
const (
	AddressUnreadable        Code = "address.unreadable"
	AddressUser              Code = "address.user"   // Address
	AddressScheme            Code = "address.scheme" // Address
	AddressPlain             Code = "address.plain"  // Address
	AddressRest              Code = "address.rest"   // Address
	AddressElsewhere         Code = "address.elsewhere"
	PictureAddressLong       Code = "picture.address.long"
	PictureAddressUnreadable Code = "picture.address.unreadable"
	PictureAddressScheme     Code = "picture.address.scheme" // Address
	PictureAddressUser       Code = "picture.address.user"   // Address
	PictureAddressPlain      Code = "picture.address.plain"  // Address
	PictureAddressNowhere    Code = "picture.address.nowhere"
)

// Faults of a file that should be a picture.
const (
	PictureDamaged Code = "picture.damaged"      // Format, Part, Byte; Text is the decoder's error
	PicturePixels  Code = "picture.large.pixels" // Number, Most
	PictureBytes   Code = "picture.large.bytes"  // Number, Most
	PictureParts   Code = "picture.large.parts"  // Number, Most
	PictureEmpty   Code = "picture.empty"
	PicturePage    Code = "picture.page"
	PictureUnknown Code = "picture.unknown"
	PictureNoTexts Code = "picture.no.texts"
	PictureSilent  Code = "picture.silent"
	PictureSigned  Code = "picture.signed" // and silent beside that
	FileOdd        Code = "file.odd"
	FileNames      Code = "file.names"
	FileOutside    Code = "file.outside" // Name
)
