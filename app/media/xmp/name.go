package xmp

// Namespaces of properties.
const (
	// Ours is the namespace of properties that only Lookbook knows.
	Ours = "http://ns.lookbook.app/1.0/"

	// IPTC is the namespace of the IPTC extension.
	IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

	// EXIF is the namespace of EXIF's fields, where some programs write
	// parameters.
	EXIF = "http://ns.adobe.com/exif/1.0/"

	// Basic is XMP's own namespace, Dublin that of Dublin Core. DigiKam and
	// Lightroom are those in which these programs keep tags with their parents.
	Basic     = "http://ns.adobe.com/xap/1.0/"
	Dublin    = "http://purl.org/dc/elements/1.1/"
	DigiKam   = "http://www.digikam.org/ns/1.0/"
	Lightroom = "http://ns.adobe.com/lightroom/1.0/"

	// Microsoft, its other spelling, MediaPro and ACDSee are those of programs for
	// which digiKam also writes tags.
	Microsoft      = "http://ns.microsoft.com/photo/1.0/"
	MicrosoftShort = "http://ns.microsoft.com/photo/1.0"
	MediaPro       = "http://ns.iview-multimedia.com/mediapro/1.0/"
	ACDSee         = "http://ns.acdsee.com/iptc/1.0/"

	// Photoshop and Rights are those in which credits and rights of use stand.
	Photoshop = "http://ns.adobe.com/photoshop/1.0/"
	Rights    = "http://ns.adobe.com/xap/1.0/rights/"

	rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
)

// prefixes are the usual prefixes of the namespaces. The map is never changed.
var prefixes = map[string]string{
	Ours: "lookbook", IPTC: "Iptc4xmpExt", EXIF: "exif", Basic: "xmp", Dublin: "dc", DigiKam: "digiKam", Lightroom: "lr",
	Photoshop: "photoshop", Rights: "xmpRights",
	Microsoft: "MicrosoftPhoto", MicrosoftShort: "MicrosoftPhoto_1", MediaPro: "mediapro", ACDSee: "acdsee",
}

// Name is the name of a property.
type Name struct{ Space, Local string }

// Property is a property with a plain text or a list of texts.
type Property struct {
	Name    Name
	Value   string
	List    []string // the texts of a list; nil: a plain text
	Ordered bool     // the order of the list matters
	Gone    bool     // Set removes it
}

// texts returns the texts that a reader finds.
func (p Property) texts() []string {
	switch {
	case p.Gone:
		return nil
	case p.List == nil:
		return []string{legal(p.Value)}
	}
	list := make([]string, len(p.List))
	for i, text := range p.List {
		list[i] = legal(text)
	}
	return list
}

// IPTC properties about how a picture was made.
var (
	SourceType    = Name{IPTC, "DigitalSourceType"}
	System        = Name{IPTC, "AISystemUsed"}
	SystemVersion = Name{IPTC, "AISystemVersionUsed"}
	Prompt        = Name{IPTC, "AIPromptInformation"}
	PromptWriter  = Name{IPTC, "AIPromptWriterName"}
)

// Credits returns the properties that say who made a picture, who has rights in it,
// and that a model made it. None of them says how.
func Credits() []Name {
	return []Name{
		SourceType, System, PromptWriter,
		{Dublin, "creator"},
		{Dublin, "rights"},
		{Photoshop, "AuthorsPosition"},
		{Photoshop, "CaptionWriter"},
		{Photoshop, "Credit"},
		{Photoshop, "Source"},
		{Rights, "Marked"},
		{Rights, "Owner"},
		{Rights, "UsageTerms"},
		{Rights, "WebStatement"},
	}
}

// TrainedAlgorithmicMedia is the IPTC source type of a picture made by a model.
const TrainedAlgorithmicMedia = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

// Extension ends the name of a sidecar: a.png has a.png.xmp.
const Extension = ".xmp"
