package variations

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"lookbook/app/request"
)

// maxPickFrom bounds the options that several are picked of, which makes counting
// them quick. Two of so many are more jobs than a plan can have.
const maxPickFrom = 200

var (
	// picking matches what says how many options are joined, and with what: "2$$",
	// "1-3$$ and $$", "-2$$", "2-$$".
	picking = regexp.MustCompile(`^\s*(?:(\d{1,9})|(\d{0,9})-(\d{0,9}))\$\$(?:([^|{}$\\]*)\$\$)?`)
	// weighted matches the weight of an option: "0.5::".
	weighted = regexp.MustCompile(`^\s*\d*\.?\d+\s*::`)
	// variable matches a variable of other programs: "${season}", "${season=…".
	variable = regexp.MustCompile(`^\$\{\s*[\pL_][\pL\pN_]*\s*[=:}]`)
)

// joiner is between picked options when nothing else is said.
const joiner = ", "

// pick says how many options are joined.
type pick struct {
	from, to int // to is -1: all of them
	joiner   string
	// ways[j][k] is in how many ways k of the options from j on can be picked, with
	// all that they stand for; at most MaxJobs+1.
	ways [][]int
}

// pickOf reads how many options of a pair of braces are joined.
func (p *parser) pickOf(g *part) error {
	at := p.i
	m := picking.FindStringSubmatch(p.text[at:])
	if m == nil {
		return nil
	}
	number := func(text string, none int) int {
		n, err := strconv.Atoi(text)
		if err != nil {
			return none
		}
		return n
	}
	g.pick = &pick{from: number(m[1], 0), to: number(m[1], -1), joiner: joiner}
	if m[1] == "" {
		if m[2] == "" && m[3] == "" {
			return p.fail(at, request.Why{Code: BadPick})
		}
		g.pick.from, g.pick.to = number(m[2], 0), number(m[3], -1)
	}
	if strings.Count(m[0], "$$") > 1 {
		g.pick.joiner = m[4]
	}
	if g.pick.to >= 0 && g.pick.from > g.pick.to {
		return p.fail(at, request.Why{Code: PickBackwards, Min: strconv.Itoa(g.pick.from), Max: strconv.Itoa(g.pick.to)})
	}
	p.i += len(m[0])
	return nil
}

// picked counts what a pair of braces stands for that joins several options.
func (p *parser) picked(open int, g part) (part, error) {
	if list := onlyList(g.options); list != nil {
		g.options = list // of the list's lines, not of the list
	}
	n := len(g.options)
	if n > maxPickFrom {
		return part{}, p.fail(open, request.Why{Code: PickFromMany, Max: strconv.Itoa(maxPickFrom)})
	}
	if g.pick.to < 0 {
		g.pick.to = n
	}
	if most := max(g.pick.from, g.pick.to); most > n {
		return part{}, p.fail(open, request.Why{Code: PickTooMany, Given: strconv.Itoa(most), Max: strconv.Itoa(n)})
	}
	// In exact[k] is in how many ways k of the options so far can be picked. The
	// number of those from option j on is known after the last j of them.
	most := big.NewInt(MaxJobs + 1)
	exact := make([]*big.Int, n+1)
	for k := range exact {
		exact[k] = new(big.Int)
	}
	exact[0].SetInt64(1)
	g.pick.ways = make([][]int, n+1)
	for j := n; ; j-- {
		row := make([]int, n+1)
		for k := range row {
			row[k] = MaxJobs + 1
			if exact[k].Cmp(most) < 0 {
				row[k] = int(exact[k].Int64())
			}
		}
		g.pick.ways[j] = row
		if j == 0 {
			break
		}
		for k := min(n-j+1, g.pick.to); k > 0; k-- {
			exact[k].Add(exact[k], new(big.Int).Mul(exact[k-1], g.options[j-1].count))
			if exact[k].BitLen() > maxBits {
				return part{}, p.fail(open, request.Why{Code: TooManyTexts})
			}
		}
	}
	g.count, g.long = new(big.Int), g.pick.to*len(g.pick.joiner)
	for k := g.pick.from; k <= g.pick.to; k++ {
		g.count.Add(g.count, exact[k])
	}
	for _, option := range g.options {
		g.long = min(g.long+option.long, tooLong)
	}
	g.long = min(g.long, tooLong)
	return g, nil
}

// onlyList returns the lines of a list if the options are that list alone; nil:
// they aren't.
func onlyList(options []sequence) []sequence {
	if len(options) != 1 || len(options[0].parts) != 1 || !options[0].parts[0].lines {
		return nil
	}
	return options[0].parts[0].options
}

// at returns text i of those that a pick stands for: fewer options first, then in
// their order, the last one changing fastest.
func (p *pick) at(options []sequence, i int) string {
	for k := p.from; k <= p.to; k++ {
		if ways := p.ways[0][k]; i >= ways {
			i -= ways
			continue
		}
		var texts []string
		for j := 0; k > 0; j++ {
			rest := p.ways[j+1][k-1]
			if with := int(options[j].count.Int64()) * rest; i >= with {
				i -= with
				continue
			}
			texts = append(texts, options[j].at(i/rest))
			i %= rest
			k--
		}
		return strings.Join(texts, p.joiner)
	}
	return ""
}
