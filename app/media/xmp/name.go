package xmp

// The namespaces of properties that are read or written.
const (
	// Ours is the namespace of what only Lookbook knows.
	Ours = "http://ns.lookbook.app/1.0/"

	// IPTC is that of the IPTC extension.
	IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

	// EXIF is that of EXIF's fields, in which some programs write parameters.
	EXIF = "http://ns.adobe.com/exif/1.0/"

	rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
)

// prefixes are those by which the namespaces are known. The map is never changed.
var prefixes = map[string]string{Ours: "lookbook", IPTC: "Iptc4xmpExt", EXIF: "exif"}

// Name is the name of a property.
type Name struct{ Space, Local string }

// Property is a property that is a plain text.
type Property struct {
	Name  Name
	Value string
}

// The properties of IPTC that say how a picture was made.
var (
	SourceType    = Name{IPTC, "DigitalSourceType"}
	System        = Name{IPTC, "AISystemUsed"}
	SystemVersion = Name{IPTC, "AISystemVersionUsed"}
	Prompt        = Name{IPTC, "AIPromptInformation"}
	PromptWriter  = Name{IPTC, "AIPromptWriterName"}
)

// TrainedAlgorithmicMedia is the source type of a picture that a model made.
const TrainedAlgorithmicMedia = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

// Extension ends the name of the file beside a picture: a.png has a.png.xmp.
const Extension = ".xmp"
