package edit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"

	"lookbook/app/library"
)

// Reviews stores which pictures a person goes through one by one, and how far that is.
type Reviews struct{ table *library.ReviewTable }

// Job begins or resumes the review of a job's pictures.
func (r *Reviews) Job(ctx context.Context, entry int64, ids []int64) (library.Review, error) {
	return r.table.Begin(ctx, "job "+strconv.FormatInt(entry, 10), ids)
}

// Pictures begins or resumes the review of pictures, whatever their order.
func (r *Reviews) Pictures(ctx context.Context, ids []int64) (library.Review, error) {
	sum := sha256.New()
	for _, id := range slices.Sorted(slices.Values(ids)) {
		sum.Write(binary.BigEndian.AppendUint64(nil, uint64(id)))
	}
	return r.table.Begin(ctx, "pictures "+hex.EncodeToString(sum.Sum(nil)[:16]), ids)
}

// Latest returns the review that was used last and has something left. Error: library.ErrNotFound.
func (r *Reviews) Latest(ctx context.Context) (library.Review, error) { return r.table.Latest(ctx) }

// Decide records whether a picture is decided.
func (r *Reviews) Decide(ctx context.Context, review, image int64, decided bool) error {
	return r.table.Decide(ctx, review, image, decided)
}
