package request

import (
	"math"
	"slices"
	"strconv"

	"lookbook/api"
)

// Kind is the type of a field. It decides how the field is shown, read and
// written.
type Kind int

// The kinds. The first five are ordinary: a row is all that such a field needs.
const (
	KindWhole   Kind = iota + 1 // a whole number
	KindDecimal                 // a number
	KindSwitch                  // on or off
	KindChoice                  // values to choose from; others can be typed
	KindText                    // one line of text
	KindPrompt                  // text of any length
	KindModel                   // a model, in either of its two fields
	KindTags                    // a list of tags
)

// Section is the part of the panel that shows a field.
type Section int

// The sections. A field without one is known and not shown.
const (
	Everyday Section = iota + 1
	Advanced
)

// Row is everything that the program knows about a field. The panel, its
// checks, the variations, the details of a picture, the comparison, the text in
// pictures and pasted text all use it.
type Row struct {
	Field   Field
	Kind    Kind
	Section Section

	// Label is the field's name below the window: in errors, and in stored groups. The window has
	// names of its own.
	Label string
	Unit  string

	// Min and Max are the usual range; both 0: any number is usual. Step is the
	// change of an arrow key.
	Min, Max, Step float64
	Grid           int // in pixels: sizes are multiples of it
	Decimals       int
	Expects        Code // what is expected, for text that is not a value; "": the range
	Needed         bool // the panel always sends it

	Offers  []string                      // choices
	Default func(modelType string) string // for a new user; nil: none

	Vary     Vary
	Infotext string // key in the text that galleries read; "": none
	Untold   bool   // not about the picture, so its details omit it

	// member returns the member of api.Config; nil: there is none, and the value is kept in
	// Unknown.
	member func(c *api.Config) any
}

// Vary says how several values of a field are entered. With Order 0 the panel
// doesn't offer it.
type Vary struct {
	Examples []string
	Order    int // position among the lists, from 1
}

// rows is the table, in the order of the panel. It is never changed. Ranges are
// guesses from public examples and other programs: the service publishes none.
var rows = []Row{
	{
		Field: Prompt, Kind: KindPrompt, Section: Everyday, Label: "Prompt",
		member: func(c *api.Config) any { return &c.Prompt },
	},
	{
		Field: Negative, Kind: KindPrompt, Section: Everyday, Label: "Negative prompt",
		member: func(c *api.Config) any { return &c.NegativePrompt },
	},
	{
		Field: CheckpointID, Kind: KindModel, Section: Everyday, Label: "Model",
		Vary:   Vary{Order: 5},
		member: func(c *api.Config) any { return &c.CheckpointID },
	},
	{
		Field: BaseModel, Kind: KindModel, Section: Everyday, Label: "Model", Default: always(defaultModel),
		member: func(c *api.Config) any { return &c.BaseModel },
	},
	{
		Field: Width, Kind: KindWhole, Section: Everyday, Label: "Width",
		Min: MinSide, Max: MaxSide, Grid: SideStep, Step: SideStep, Expects: NoSize, Needed: true,
		Default: func(modelType string) string { return strconv.Itoa(Sizes(modelType)[0].Width) },
		member:  func(c *api.Config) any { return &c.Width },
	},
	{
		Field: Height, Kind: KindWhole, Section: Everyday, Label: "Height", Unit: "px",
		Min: MinSide, Max: MaxSide, Grid: SideStep, Step: SideStep, Expects: NoSize, Needed: true,
		Default: func(modelType string) string { return strconv.Itoa(Sizes(modelType)[0].Height) },
		member:  func(c *api.Config) any { return &c.Height },
	},
	{
		// Seen: 1 to 50.
		Field: Images, Kind: KindWhole, Section: Everyday, Label: "Images",
		Min: 1, Max: 50, Step: 1, Needed: true, Default: always("4"), Untold: true,
		member: func(c *api.Config) any { return &c.NumSamples },
	},
	{
		// Seen: 20 and 30. Other programs end at 150.
		Field: Steps, Kind: KindWhole, Section: Everyday, Label: "Steps",
		Min: 1, Max: 150, Step: 1, Needed: true, Default: byType("20", "30"), Infotext: "Steps",
		Vary:   Vary{Examples: []string{"20, 30, 50", "20..40 by 10"}, Order: 1},
		member: func(c *api.Config) any { return &c.NumInferenceSteps },
	},
	{
		Field: Seed, Kind: KindWhole, Section: Everyday, Label: "Seed",
		Min: float64(RandomSeed), Max: float64(MaxSeed), Step: 1, Expects: NoSeed,
		Default: always("-1"), Infotext: "Seed",
		Vary:   Vary{Examples: []string{"1..4", "7, 42, 1234"}, Order: 3},
		member: func(c *api.Config) any { return &c.Seed },
	},
	{
		Field: ModelType, Kind: KindChoice, Section: Advanced, Label: "Model type", Offers: []string{SD, SDXL}, Default: always(SD),
		member: func(c *api.Config) any { return &c.ModelType },
	},
	{
		Field: Scheduler, Kind: KindChoice, Section: Advanced, Label: "Scheduler",
		Offers: []string{"dpm++", "dpmpp-2m-karras"}, Default: always("dpm++"), Infotext: "Sampler",
		Vary:   Vary{Examples: []string{"dpm++, dpmpp-2m-karras"}, Order: 4},
		member: func(c *api.Config) any { return &c.SchedulerType },
	},
	{
		// Seen: 7 to 8. Other programs end at 30, some at 50.
		Field: Guidance, Kind: KindDecimal, Section: Advanced, Label: "Guidance scale",
		Min: 0, Max: 50, Step: 0.5, Decimals: 2, Default: always("7"), Infotext: "CFG scale",
		Vary:   Vary{Examples: []string{"6, 7, 8", "5..9 by 0.5"}, Order: 2},
		member: func(c *api.Config) any { return &c.GuidanceScale },
	},
	{
		Field: HighRes, Kind: KindSwitch, Section: Advanced, Label: "High-resolution fix",
		member: func(c *api.Config) any { return &c.EnableHRF },
	},
	{
		Field: Denoising, Kind: KindDecimal, Section: Advanced, Label: "Denoising strength",
		Min: 0, Max: 1, Step: 0.05, Decimals: 2, Infotext: "Denoising strength",
		member: func(c *api.Config) any { return &c.DenoisingStrength },
	},
	{
		Field: OutputFormat, Kind: KindChoice, Section: Advanced, Label: "Output format",
		Offers: []string{"png"}, Default: always("png"),
		member: func(c *api.Config) any { return &c.OutputFormat },
	},
	{
		Field: Tags, Kind: KindTags, Section: Advanced, Label: "Tags",
		member: func(c *api.Config) any { return &c.Tags },
	},
	{
		Field: Callback, Kind: KindText, Section: Advanced, Label: "Callback address", Untold: true,
		member: func(c *api.Config) any { return &c.Callback },
	},
	{
		Field: DryRun, Kind: KindSwitch, Label: "Dry run", Untold: true,
		member: func(c *api.Config) any { return &c.DryRun },
	},
}

// Bounds that more than one place needs.
const (
	// Sides in pixels. Seen: 512 to 1024. Latent diffusion works on blocks of 8
	// pixels, 64 is the smallest side that gives a picture, and
	// api.MaxImageBytes allows for 4096 × 4096.
	MinSide, MaxSide, SideStep = 64, 4096, 8

	// RandomSeed lets the service choose a seed for each picture. The seeds
	// that it reports need more than 31 bits and fit into 32.
	RandomSeed, MaxSeed = int64(-1), int64(math.MaxUint32)
)

// Rows returns the table, in the order of the panel.
func Rows() []Row { return slices.Clone(rows) }

// ByInfotext finds a field by its key in the text that galleries read.
func ByInfotext(key string) (Row, bool) {
	at := slices.IndexFunc(rows, func(r Row) bool { return r.Infotext == key && key != "" })
	if at < 0 {
		return Row{}, false
	}
	return rows[at], true
}

// Number reports whether the field holds a number.
func (r Row) Number() bool { return r.Kind == KindWhole || r.Kind == KindDecimal }

// Varies reports whether a list of values can be entered for the field.
func (r Row) Varies() bool {
	return r.Section != 0 && (r.Number() || r.Kind == KindSwitch || r.Kind == KindChoice || r.Kind == KindModel)
}

// StartsAs is the default for a new user; "": none.
func (r Row) StartsAs(modelType string) string {
	if r.Default == nil {
		return ""
	}
	return r.Default(modelType)
}

func always(text string) func(string) string { return func(string) string { return text } }

// byType is a default that is different for SDXL.
func byType(text, xl string) func(string) string {
	return func(modelType string) string {
		if modelType == SDXL {
			return xl
		}
		return text
	}
}
