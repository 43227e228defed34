package files

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/media"
)

// Credentials are the content credentials (C2PA) of a picture.
type Credentials int

// What is known about them. The signature itself is not verified.
const (
	NoCredentials      Credentials = iota
	CredentialsAsSaved             // the file has them and is unchanged
	CredentialsChanged             // the file has them and was changed since
)

// Credentials reads the content credentials in the file of a saved picture. The
// errors are those of the file.
func (f *Files) Credentials(ctx context.Context, image library.Image) (Credentials, error) {
	file, err := f.OpenPicture(ctx, image)
	if err != nil {
		return NoCredentials, err
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		return NoCredentials, err
	}
	signed, err := media.Signed(file, info.Size())
	if err != nil || !signed {
		return NoCredentials, err
	}
	if info.Size() != image.Bytes {
		return CredentialsChanged, nil
	}
	texts, err := media.ReadTexts(file, info.Size())
	for _, text := range texts {
		if text.Keyword == media.KeywordLookbook { // earlier versions wrote their text into every picture
			return CredentialsChanged, nil
		}
	}
	return CredentialsAsSaved, err
}
