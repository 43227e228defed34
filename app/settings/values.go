package settings

import (
	"lookbook/app/cause"
)

// Theme is the choice between light and dark.
type Theme string

// The themes.
const (
	ThemeSystem Theme = "system" // the desktop's
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// Sections is the gallery's kind of headings.
type Sections string

// The sections.
const (
	SectionsDay  Sections = "day" // day on which the job was made, local time
	SectionsJob  Sections = "job"
	SectionsNone Sections = "none"
)

// Order is the order of the gallery, by the names that package index gives them.
type Order string

// The orders.
const (
	OrderNewest   Order = "newest"
	OrderOldest   Order = "oldest"
	OrderRating   Order = "rating"
	OrderModel    Order = "model"
	OrderPrompt   Order = "prompt"
	OrderSize     Order = "size"
	OrderShuffled Order = "shuffled"
)

// Orders are all orders, the usual one first.
func Orders() []Order {
	return []Order{OrderNewest, OrderOldest, OrderRating, OrderModel, OrderPrompt, OrderSize, OrderShuffled}
}

// Closing is what closing the window does while something is unfinished.
type Closing string

// The ways to close.
const (
	ClosingAsks  Closing = "ask"
	ClosingHides Closing = "tray" // the program keeps working in the tray, where there is one
	ClosingQuits Closing = "quit"
)

// ExportFormat is the format of exported copies.
type ExportFormat string

// The formats of copies.
const (
	ExportOwn  ExportFormat = "own" // each picture's
	ExportPNG  ExportFormat = "png"
	ExportJPEG ExportFormat = "jpeg"
	ExportWebP ExportFormat = "webp"
)

// ExportSize is the kind of size of exported copies.
type ExportSize string

// The sizes of copies.
const (
	ExportFull      ExportSize = "full"
	ExportLongEdge  ExportSize = "edge"
	ExportInPercent ExportSize = "percent"
)

// ExportGround is what shows where a picture is transparent.
type ExportGround string

// The grounds of copies.
const (
	ExportWhite ExportGround = "white"
	ExportBlack ExportGround = "black"
	ExportGrey  ExportGround = "grey"
)

// SheetPaper is what a contact sheet is made for.
type SheetPaper string

// The papers of contact sheets.
const (
	SheetPNG    SheetPaper = "png" // a picture for the screen
	SheetA4     SheetPaper = "a4"
	SheetLetter SheetPaper = "letter"
)

// Values are the preferences. Their defaults and bounds are in fields.
type Values struct {
	// WindowWidth and WindowHeight are the window's last size, in Fyne's
	// device-independent pixels at a Scale of 100.
	WindowWidth, WindowHeight int
	// ParamsWidth and JobsWidth are the widths of the parameter panel and of
	// the job list, in device-independent pixels. The gallery gets the rest.
	ParamsWidth, JobsWidth int
	// Folder is the pictures folder, absolute; "": Paths.Pictures.
	Folder string
	// Template is that of the file names, with {date} {time} {prompt} {seed}
	// {job} {index} {model}; see package naming.
	Template string
	Theme    Theme
	// Language is the tag of the window's language; "": the first of the system's that it speaks.
	Language string
	// HighContrast and Still are wishes of a person's eyes: strong colours, and nothing that moves.
	HighContrast, Still bool
	// Scale is the size of text and controls, in percent; see Scales.
	Scale int
	// ThumbnailSize is the longer side of the gallery's thumbnails, in
	// device-independent pixels.
	ThumbnailSize int
	Sections      Sections
	// Order is that of all pictures, JobOrder that of one job's, and OrderSeed what shuffled ones
	// are shuffled with.
	Order, JobOrder Order
	OrderSeed       int
	// GoOn shows the next picture after a key marked one.
	GoOn bool
	// Downloads is the number of concurrent downloads.
	Downloads int
	// Proxy says which proxy is used, and ProxyAddress is the given one's.
	Proxy        Proxy
	ProxyAddress string
	// AdvancedOpen shows the panel's advanced fields.
	AdvancedOpen bool
	// ExportFolder is the last folder of an export, absolute; "": the user's
	// pictures. ExportBare leaves out the metadata, but with ExportCredits not who
	// made a picture. ExportSidecars copies the files beside the pictures too.
	ExportFolder                              string
	ExportBare, ExportCredits, ExportSidecars bool
	// ExportFormat is the copies' format. ExportSize says whether ExportEdge, in pixels,
	// or ExportPercent is their size; ExportEnlarge makes small pictures larger too.
	// ExportGround shows where a picture is transparent and the format has no
	// transparency. ExportTemplate names the copies; "": they keep their names.
	ExportFormat                             ExportFormat
	ExportSize                               ExportSize
	ExportQuality, ExportEdge, ExportPercent int
	ExportEnlarge                            bool
	ExportGround                             ExportGround
	ExportTemplate                           string
	// Wildcards is the folder of the files that __name__ in a prompt stands for, absolute; "": none.
	Wildcards string
	// SheetPaper, SheetColumns and SheetCaption, as the window numbers the kinds of
	// captions, are those of contact sheets.
	SheetPaper                 SheetPaper
	SheetColumns, SheetCaption int
	// TellSource and TellPrompt write into new pictures, as IPTC properties, that a model made
	// them, and from which prompt. PromptWriter is its author.
	TellSource, TellPrompt bool
	// WriteMarks writes ratings, favourites and tags into sidecars.
	WriteMarks   bool
	PromptWriter string
	// ImageHosts are the hosts in private networks that a person allowed for
	// pictures, separated by spaces; see AllowedHosts.
	ImageHosts string
	// ModelTold is the last day on which a person was told that models will be deleted soon, as
	// 2006-01-02 in local time, then a token for each of these models, separated by spaces.
	ModelTold string
	// UpdatesLook asks UpdatesURL once a day for a newer release. UpdatesAsked is when that was done
	// last, in RFC 3339's form.
	UpdatesLook              bool
	UpdatesURL, UpdatesAsked string
	// NotifyDone, NotifyFailed and NotifyNeeded say which notifications are shown: of
	// jobs that are done, of jobs that failed, and of what needs a person.
	NotifyDone, NotifyFailed, NotifyNeeded bool
	// PromptsOutside shows the beginning of prompts outside of the window: in
	// notifications and in the tray.
	PromptsOutside bool
	Closing        Closing
	// Keys are the keys that a person gave to actions, as the window writes them:
	// id=Ctrl+P;id=… What it doesn't know stays.
	Keys string
	// Account is the uid of the account that is shown; "": the first.
	Account string
	// Prices are the tokens for a picture, as cost.FormatRules writes them; TokenPrice is the money for
	// a token, LimitDay and LimitMonth the most to be spent, all as typed; see cost.Read.
	Prices, TokenPrice, LimitDay, LimitMonth string
	// KeptRating is the rating from which a picture counts as kept, beside favourites; 0: all count that
	// are neither rejected nor in the trash.
	KeptRating int
}

// Scales are the sizes of text and controls to choose from, in percent.
func Scales() []int { return []int{75, 90, 100, 110, 125, 150, 175, 200} }

// Defaults are the preferences of a first start.
func Defaults() Values {
	var v Values
	for _, f := range fields(&v) {
		f.reset()
	}
	return v
}

// PicturesFolder is Folder, or the default if that is empty.
func (v Values) PicturesFolder(usual string) string {
	if v.Folder == "" {
		return usual
	}
	return v.Folder
}

// field is one preference: its name in the file, and functions on its place in
// a Values.
type field struct {
	key   string
	value any                // pointer into the Values
	reset func()             // sets the default
	bound func() cause.Cause // corrects the value; zero: it was within bounds
}

// fields lists the preferences: key in the file, default and bounds.
func fields(v *Values) []field {
	return []field{
		number("window_width", &v.WindowWidth, 1280, 640, 16384),
		number("window_height", &v.WindowHeight, 800, 400, 16384),
		number("params_width", &v.ParamsWidth, 320, 120, 8192),
		number("jobs_width", &v.JobsWidth, 360, 120, 8192),
		text("folder", &v.Folder, "", maxFolder, folderFault),
		text("template", &v.Template, DefaultTemplate, maxTemplate, templateFault),
		word("theme", &v.Theme, ThemeSystem, ThemeLight, ThemeDark),
		text("language", &v.Language, "", maxLanguage, noFault),
		flag("high_contrast", &v.HighContrast, false),
		flag("still", &v.Still, false),
		number("scale", &v.Scale, 100, 75, 200),
		number("thumbnail_size", &v.ThumbnailSize, 192, 96, 512),
		word("sections", &v.Sections, SectionsDay, SectionsJob, SectionsNone),
		word("order", &v.Order, OrderNewest, Orders()...),
		word("job_order", &v.JobOrder, OrderNewest, Orders()...),
		number("order_seed", &v.OrderSeed, 1, 1, 1<<30),
		flag("go_on", &v.GoOn, false),
		number("downloads", &v.Downloads, 6, 1, 6), // we limit ourselves to six connections to the image host
		word("proxy", &v.Proxy, ProxySystem, ProxyNone, ProxyGiven),
		proxyAddress("proxy_address", &v.ProxyAddress),
		flag("advanced_open", &v.AdvancedOpen, false),
		text("export_folder", &v.ExportFolder, "", maxFolder, folderFault),
		flag("export_bare", &v.ExportBare, false),
		flag("export_credits", &v.ExportCredits, false),
		flag("export_sidecars", &v.ExportSidecars, true),
		word("export_format", &v.ExportFormat, ExportOwn, ExportPNG, ExportJPEG, ExportWebP),
		number("export_quality", &v.ExportQuality, 90, 1, 100),
		word("export_size", &v.ExportSize, ExportFull, ExportLongEdge, ExportInPercent),
		number("export_edge", &v.ExportEdge, 2048, 1, 16384),
		number("export_percent", &v.ExportPercent, 50, 1, 1000),
		flag("export_enlarge", &v.ExportEnlarge, false),
		word("export_ground", &v.ExportGround, ExportWhite, ExportBlack, ExportGrey),
		text("export_template", &v.ExportTemplate, "", maxTemplate, noFault),
		text("wildcards", &v.Wildcards, "", maxFolder, folderFault),
		word("sheet_paper", &v.SheetPaper, SheetPNG, SheetA4, SheetLetter),
		number("sheet_columns", &v.SheetColumns, 5, 1, 20),
		number("sheet_caption", &v.SheetCaption, 0, 0, 2),
		flag("tell_source", &v.TellSource, true),
		flag("tell_prompt", &v.TellPrompt, true),
		flag("write_marks", &v.WriteMarks, true),
		text("prompt_writer", &v.PromptWriter, "", maxWriter, noFault),
		text("image_hosts", &v.ImageHosts, "", maxHosts, noFault),
		text("account", &v.Account, "", maxAccount, noFault),
		text("prices", &v.Prices, "", maxPrices, noFault),
		text("token_price", &v.TokenPrice, "", maxPrice, noFault),
		text("limit_day", &v.LimitDay, "", maxPrice, noFault),
		text("limit_month", &v.LimitMonth, "", maxPrice, noFault),
		number("kept_rating", &v.KeptRating, 4, 0, 5),
		text("model_told", &v.ModelTold, "", maxTold, noFault),
		flag("updates_look", &v.UpdatesLook, false),
		text("updates_url", &v.UpdatesURL, "", maxURL, noFault),
		text("updates_asked", &v.UpdatesAsked, "", maxTime, noFault),
		flag("notify_done", &v.NotifyDone, true),
		flag("notify_failed", &v.NotifyFailed, true),
		flag("notify_needed", &v.NotifyNeeded, true),
		flag("prompts_outside", &v.PromptsOutside, true),
		word("closing", &v.Closing, ClosingAsks, ClosingHides, ClosingQuits),
		text("keys", &v.Keys, "", maxKeys, noFault),
	}
}

// DefaultTemplate equals naming.Default, without importing that package.
const DefaultTemplate = "{date} {time} {prompt} {seed} {index}"

// Bounds of the texts, in bytes: the longest path of any system, and far more
// than a file name.
const (
	maxFolder   = 32767
	maxTemplate = 500
	maxWriter   = 500
	maxTold     = 4096
	maxURL      = 2048
	maxTime     = 64
	maxKeys     = 16 << 10
	maxAccount  = 100
	maxPrices   = 64 << 10
	maxPrice    = 100
	maxLanguage = 35 // that of a tag, by RFC 5646
)
