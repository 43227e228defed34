package download

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
)

// longID is how many bytes of an id are kept in the head of a part file, which
// has room for two fully escaped ids. The service's ids have 11 and 36. Longer
// ones are told apart by a hash.
const longID = 500

// headFor makes the head of a picture's part file.
func headFor(image library.Image) partHead {
	return partHead{Job: shortID(image.JobID), Image: shortID(image.Generated.GeneratedImageID), Length: -1}
}

func shortID(id string) string {
	if len(id) <= longID {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// fitting leaves out texts that are too long for a picture: a paid picture is
// saved without its prompt rather than not at all. The error says what was left
// out.
func fitting(texts []media.Text, from origin.Origin) ([]media.Text, error) {
	var fit []media.Text
	for _, text := range texts {
		if len(text.Value) <= media.MaxTextBytes {
			fit = append(fit, text)
			continue
		}
		if text.Keyword != media.KeywordLookbook {
			continue
		}
		from.Request.Prompt, from.Request.NegativePrompt, from.Request.Tags = "", "", nil
		from.Request.Unknown = map[string]json.RawMessage{library.LeftOutField: []byte(`[{}]`)}
		short, err := from.Text()
		if err != nil {
			return nil, fmt.Errorf("describing the picture: %w", err)
		}
		if len(short.Value) <= media.MaxTextBytes {
			fit = append(fit, short)
		}
	}
	return fit, nil
}
