package settings

import (
	"lookbook/app/cause"
)

// Theme is the choice between light and dark.
type Theme string

// The themes.
const (
	ThemeSystem Theme = "system" // as the desktop says
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// Sections is what the gallery's headings part the pictures by.
type Sections string

// The sections.
const (
	SectionsDay  Sections = "day" // on which the job was made, local time
	SectionsJob  Sections = "job"
	SectionsNone Sections = "none"
)

// Values are the preferences. The defaults and bounds stand in fields.
type Values struct {
	// WindowWidth and WindowHeight are the window's size when it was last
	// closed, in Fyne's device-independent pixels.
	WindowWidth, WindowHeight int
	// ParamsWidth and JobsWidth are how wide the parameter panel and the job
	// list are, in device-independent pixels; the gallery has the rest.
	ParamsWidth, JobsWidth int
	// Folder is where images are saved, absolute; empty means Paths.Pictures.
	Folder string
	// Template names the files: text with {date} {time} {prompt} {seed} {job}
	// {index} {model}.
	Template string
	Theme    Theme
	// ThumbnailSize is the long edge of the gallery's thumbnails, in
	// device-independent pixels.
	ThumbnailSize int
	Sections      Sections
	// Downloads is how many images are fetched at once.
	Downloads int
	// AdvancedOpen: the panel's advanced fields are shown.
	AdvancedOpen bool
	// ExportFolder is where pictures were exported to last, absolute; empty
	// means the user's pictures. ExportBare: without the metadata.
	ExportFolder string
	ExportBare   bool
	// TellSource and TellPrompt: new pictures say by the properties of IPTC that
	// a model made them, and from which prompt. PromptWriter is who wrote it.
	TellSource, TellPrompt bool
	// WriteMarks: ratings, favourites and tags are written into files beside
	// the pictures.
	WriteMarks   bool
	PromptWriter string
	// ImageHosts are the hosts that a person allowed pictures to come from
	// although they lead into a private network, with a space between them; see
	// AllowedHosts.
	ImageHosts string
	// ModelTold is the day on which a person was last told that models may be
	// deleted soon, as 2006-01-02 in local time, and what stands for each of those
	// models, with a space between.
	ModelTold string
}

// Defaults are the preferences of a first start.
func Defaults() Values {
	var v Values
	for _, f := range fields(&v) {
		f.reset()
	}
	return v
}

// field is one preference: its name in the file, and what can be done with its
// place in a Values.
type field struct {
	key   string
	value any                // pointer into the Values
	reset func()             // to the default
	bound func() cause.Cause // brings it into bounds; zero when it was
}

// fields lists the preferences: the key in the file, the default and the
// bounds beside each other.
func fields(v *Values) []field {
	return []field{
		number("window_width", &v.WindowWidth, 1280, 640, 16384),
		number("window_height", &v.WindowHeight, 800, 400, 16384),
		number("params_width", &v.ParamsWidth, 320, 120, 8192),
		number("jobs_width", &v.JobsWidth, 360, 120, 8192),
		text("folder", &v.Folder, "", maxFolder, folderFault),
		text("template", &v.Template, DefaultTemplate, maxTemplate, templateFault),
		word("theme", &v.Theme, ThemeSystem, ThemeLight, ThemeDark),
		number("thumbnail_size", &v.ThumbnailSize, 192, 96, 512),
		word("sections", &v.Sections, SectionsDay, SectionsJob, SectionsNone),
		number("downloads", &v.Downloads, 6, 1, 6), // six at once is what we grant ourselves of the image host
		flag("advanced_open", &v.AdvancedOpen, false),
		text("export_folder", &v.ExportFolder, "", maxFolder, folderFault),
		flag("export_bare", &v.ExportBare, false),
		flag("tell_source", &v.TellSource, true),
		flag("tell_prompt", &v.TellPrompt, true),
		flag("write_marks", &v.WriteMarks, true),
		text("prompt_writer", &v.PromptWriter, "", maxWriter, noFault),
		text("image_hosts", &v.ImageHosts, "", maxHosts, noFault),
		text("model_told", &v.ModelTold, "", maxTold, noFault),
	}
}

// DefaultTemplate names files by when, what and which; naming.Default says the
// same, and is not imported for a word.
const DefaultTemplate = "{date} {time} {prompt} {seed} {index}"

// Bounds of the texts, in bytes: the longest path that any of the systems
// takes, and far more than a file name can hold.
const (
	maxFolder   = 32767
	maxTemplate = 500
	maxWriter   = 500
	maxTold     = 4096
)
