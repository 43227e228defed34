package request

import (
	"math"
	"slices"
	"strconv"

	"lookbook/api"
)

// Kind is what a field holds, and so how it is shown, read and written.
type Kind int

// The kinds. The first four are ordinary: a row is all that such a field needs.
const (
	KindWhole   Kind = iota + 1 // a whole number
	KindDecimal                 // a number
	KindSwitch                  // on or off
	KindChoice                  // some values to offer, and any other
	KindText                    // one line
	KindPrompt                  // a text of any length
	KindModel                   // a model, by either of its two fields
	KindTags                    // a list of tags
)

// Section is the part of the panel that a field stands in.
type Section int

// The sections. A field may have none: it is known and not shown.
const (
	Everyday Section = iota + 1
	Advanced
)

// Row is everything that the program knows of a field. The panel, the checks,
// the variations, the details of a picture, the comparison, the text in
// pictures and the text from a clipboard all go by it.
type Row struct {
	Field   Field
	Kind    Kind
	Section Section

	// Label is what it is called below the window: in errors, and as the axis of
	// a group that is stored. The window has names of its own in each language.
	Label string
	Unit  string

	// Min and Max are what is known to make sense; both 0 for a number that can
	// be any. Step is what an arrow key changes it by.
	Min, Max, Step float64
	Grid           int // sizes are multiples of it, in pixels
	Decimals       int
	Expects        Code // what is said of what is no value; "" says the range
	Needed         bool // the panel always sends it

	Offers  []string                      // the values that a choice offers
	Default func(modelType string) string // what a first-time user starts from; nil: nothing

	Vary     Vary
	Infotext string // its key in the text that galleries read; "" for none
	Untold   bool   // says nothing of the picture, so a picture's details leave it out

	// member is where api.Config holds it; nil for a field that it has no member
	// for, whose value is kept in Unknown.
	member func(c *api.Config) any
}

// Vary is how several values of a field are asked for. Without an order they
// are not asked for in the panel.
type Vary struct {
	Examples []string
	Order    int // among the lists, from 1
}

// rows is the table, in the order of the panel. It is never changed.
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
		// 1 to 50 seen.
		Field: Images, Kind: KindWhole, Section: Everyday, Label: "Images",
		Min: 1, Max: 50, Step: 1, Needed: true, Default: always("4"), Untold: true,
		member: func(c *api.Config) any { return &c.NumSamples },
	},
	{
		// 20 and 30 seen; 150 is where the usual programs end.
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
		// 7 to 8 seen; the usual programs end at 30, some at 50.
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

// What makes sense, where more than one place needs to know it.
const (
	// Sizes seen are 512 to 1024. Latent diffusion works in blocks of 8 pixels;
	// 64 is the smallest that gives a picture, and 4096 squared is what
	// api.MaxImageBytes allows for.
	MinSide, MaxSide, SideStep = 64, 4096, 8

	// RandomSeed asks the service for a new seed for each picture. The seeds
	// that it reports exceed 31 bits and fit in 32.
	RandomSeed, MaxSeed = int64(-1), int64(math.MaxUint32)
)

// Rows is the table, in the order of the panel.
func Rows() []Row { return slices.Clone(rows) }

// ByInfotext is the field with a key in the text that galleries read.
func ByInfotext(key string) (Row, bool) {
	at := slices.IndexFunc(rows, func(r Row) bool { return r.Infotext == key && key != "" })
	if at < 0 {
		return Row{}, false
	}
	return rows[at], true
}

// Number reports whether the field holds a number.
func (r Row) Number() bool { return r.Kind == KindWhole || r.Kind == KindDecimal }

// Varies reports whether several values of the field can be written in a list.
func (r Row) Varies() bool {
	return r.Section != 0 && (r.Number() || r.Kind == KindSwitch || r.Kind == KindChoice || r.Kind == KindModel)
}

// StartsAs is what a first-time user starts from; empty for nothing.
func (r Row) StartsAs(modelType string) string {
	if r.Default == nil {
		return ""
	}
	return r.Default(modelType)
}

func always(text string) func(string) string { return func(string) string { return text } }

// byType is a default that differs for SDXL.
func byType(text, xl string) func(string) string {
	return func(modelType string) string {
		if modelType == SDXL {
			return xl
		}
		return text
	}
}
