package origin

import (
	"encoding/json"
	"io"

	"lookbook/api/redact"
	"lookbook/app/media"
)

// callbackMember is the member of a request that is never written into
// pictures: the address may contain a token, and pictures are given away. The
// library keeps it, so that a request can be sent again.
const callbackMember = "callback"

// WithoutSecrets returns the texts of a picture that contain a secret, an API key or a callback,
// without the secret. Unreadable texts are skipped; Embed reports those.
func WithoutSecrets(picture io.ReaderAt, size int64) []media.Text {
	texts, _ := media.ReadTexts(picture, size)
	var clean []media.Text
	seen := map[string]bool{}
	for _, text := range texts {
		value := redact.Text(text.Value)
		if text.Keyword == media.KeywordLookbook {
			value = withoutCallback(value)
		}
		if value != text.Value && !seen[text.Keyword] {
			seen[text.Keyword] = true
			clean = append(clean, media.Text{Keyword: text.Keyword, Value: value})
		}
	}
	return clean
}

// withoutCallback removes the callback from our own text.
func withoutCallback(text string) string {
	var whole, request map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &whole) != nil || json.Unmarshal(whole["request"], &request) != nil {
		return text
	}
	if _, has := request[callbackMember]; !has {
		return text
	}
	delete(request, callbackMember)
	raw, err := json.Marshal(request)
	if err != nil {
		return text
	}
	whole["request"] = raw
	if raw, err = json.Marshal(whole); err != nil {
		return text
	}
	return string(raw)
}
