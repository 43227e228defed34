package outline

import "strings"

// words are the parts of names that may be written: those of the service's
// known fields, and those common in such interfaces. Other words are never
// written, because names come from outside too: a map from a picture's name to
// its caption has people's own words as names.
var words = set(`
	a account accounts additional address adapter after alpha amount an and api app args array as aspect at attempts author auto available
	base batch before beta body bool boolean bucket bytes
	callback callbacks cancelled cancel caption captions category center cfg channel checkpoint checkpoints checksum ckp class clip code codes
	color comment completed complete component components compression concept config configs configuration content context control controlnet
	copy cost costs count counter created creation credit credits crop ctx current cursor custom
	data date db default deleted delete denoise denoising denoised depth description deprecated detail details device dict dimensions disabled
	done download dreambooth dry duration
	elements embed embedding enable enabled encoder end ended endpoint enum epoch epochs error errors estimate estimated eta event events
	example examples exclusive expire expired expires expiry expiration explanation extension extra extract extracted
	face factor fail failed failure family field fields file filename files filter finished first fix flag flags float folder for format found fp from full
	gen generate generated generation get gpu group guidance
	has hash hashes header headers height high hint history host hours href hrf
	id ids idx if image images img in index info ingest init input inputs instance int integer interval is item items iteration iterations
	job jobs json karras key keys kind
	label labels language last latent latest layer layers learning length level limit limits link links list loc location log logs lora loras loss low lr
	made map mask max maximum media message messages meta metadata method min minimum mode model models modified modifier more mount mp msg multiple
	name names negative network next noise none not note notes nsfw null num number
	object of offset on only openapi operation options order original output outputs owner
	page pages pagination paging param parameter parameters params parent part parts path paths pattern payload pending per percent percentage
	permissions pixel pixels plan png post precision preset prev previous price pricing prior priority process processing progress project prompt prompts
	properties property provider public put
	quality queue queued queueing quota
	random range rank rate ratio reason ref refiner region remaining removed repeat request requests required requirements res resolution response responses
	result results resize resume retries retry revision row rows rule run running runs runtime
	safe safety safetensors sample sampler samples sampling saved scale schema schemas scheduler score sd sdxl sec seconds secure security seed seeds segments self
	server servers service session settings sha size sizes skip slug sort source spec stage standard start started starting state states status step steps
	stop storage strength string style subject submitted subscription success summary support supported
	tag tags target task tasks te test text texts thumbnail thumbnails tiling time times timestamp timestamps title to token tokens tool top total train trained
	training trigger type types
	ui unet unique unit units until update updated upload uploaded upscale upscaler url urls usage use used user users uuid
	vae valid validate validation value values variant variants variation version via video visibility
	wait waiting warning warnings webhook weight weights when width with without worker workers
	x xl y z zone
	dreamlook ig db hires webp jpg jpeg gif mp4 txt csv
`)

func set(list string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(list) {
		all[word] = true
	}
	return all
}

// longestName bounds a name that is examined, in bytes.
const longestName = 80

// Name returns a field's name with "?" for every part that is not a known word.
func Name(name string) string {
	if name == "" || len(name) > longestName {
		return unknown
	}
	var b strings.Builder
	for rest := name; rest != ""; {
		n := 0
		for n < len(rest) && isLetter(rest[n]) {
			n++
			// A capital after a small letter starts a word: "imageUrl".
			if n < len(rest) && isSmall(rest[n-1]) && isLetter(rest[n]) && !isSmall(rest[n]) {
				break
			}
		}
		digits := n
		for digits < len(rest) && isDigit(rest[digits]) {
			digits++
		}
		switch {
		case n > 0 && digits-n <= 1 && words[strings.ToLower(rest[:n])]:
			b.WriteString(rest[:digits])
			rest = rest[digits:]
		case n == 0 && digits == 0 && strings.IndexByte("_-/{}.$@", rest[0]) >= 0:
			b.WriteByte(rest[0])
			rest = rest[1:]
		case digits > 0:
			if !strings.HasSuffix(b.String(), unknown) {
				b.WriteString(unknown)
			}
			rest = rest[digits:]
		default:
			return unknown // not a name that a programmer would choose
		}
	}
	return b.String()
}

const unknown = "?"

func isSmall(c byte) bool  { return 'a' <= c && c <= 'z' }
func isLetter(c byte) bool { return isSmall(c) || 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
