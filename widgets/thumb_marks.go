package widgets

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
)

// mostStars is the best rating.
const mostStars = 5

const (
	ratingStar float32 = 9 // a star of the rating on a thumb
	ratingGap  float32 = 1
	ratingPad  float32 = 4
	starUnits          = 24 // size of a star in the icons below
)

const starPath = "M12 2l3.1 6.6 7.1.9-5.2 5 1.3 7.1L12 18.1l-6.3 3.5L7 14.5l-5.2-5 7.1-.9z"

// ratingIcons are the stars of every rating, made once, because a scrolling grid uses them all the
// time.
var ratingIcons = [mostStars + 1]fyne.Resource{1: starsIcon(1), 2: starsIcon(2), 3: starsIcon(3), 4: starsIcon(4), 5: starsIcon(5)}

// starIcon is a filled star.
func starIcon() fyne.Resource { return ratingIcons[1] }

// starsIcon is n filled stars side by side, with the distance they have on a
// thumb.
func starsIcon(n int) fyne.Resource {
	pitch := float32(starUnits) * (ratingStar + ratingGap) / ratingStar
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.2f %d">`, float32(n-1)*pitch+starUnits, starUnits)
	for i := range n {
		fmt.Fprintf(&b, `<path fill="#FFFFFF" transform="translate(%.2f 0)" d="%s"/>`, float32(i)*pitch, starPath)
	}
	b.WriteString(`</svg>`)
	return fyne.NewStaticResource(fmt.Sprintf("stars%d.svg", n), []byte(b.String()))
}

// outlineStarIcon is a hollow star.
func outlineStarIcon() fyne.Resource {
	return fyne.NewStaticResource("star-outline.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">`+
		`<path fill="#FFFFFF" fill-rule="evenodd" d="`+starPath+`M12 6.2L9.9 10.3 5.5 10.9 8.7 14 7.9 18.4 12 16.2 16.1 18.4 15.3 14 18.5 10.9 14.1 10.3z"/></svg>`))
}

func ratingWidth(n int) float32 {
	return float32(n)*(ratingStar+ratingGap) - ratingGap + 2*ratingPad
}

func (p *thumbParts) paintRating(radius float32) {
	p.ratingBack.FillColor, p.ratingBack.CornerRadius = scrimColor, radius
	rating := min(max(p.t.state.Rating, 0), mostStars)
	if rating == p.rated {
		return
	}
	p.rated = rating
	if rating > 0 {
		p.rating.Resource = ratingIcons[rating]
		p.rating.Refresh()
	}
}

// layoutRating puts the stars in the lower left corner, above the caption if there is one.
func (p *thumbParts) layoutRating(x, y float32, size fyne.Size, large bool) {
	width, height := ratingWidth(p.rated), ratingStar+ratingPad
	inset := min(cornerInset, (size.Width-width)/2)
	top := y + size.Height - height - cornerInset
	if p.scrim.Visible() {
		top = p.scrim.Position().Y - height - ringWidth
	}
	fits := large && p.rated > 0 && inset >= 0
	show(p.ratingBack, fits)
	show(p.rating, fits)
	put(p.ratingBack, x+inset, top, width, height)
	put(p.rating, x+inset+ratingPad, top+ratingPad/2, width-2*ratingPad, ratingStar)
}
