package api

import "time"

// Bounds on what comes from outside, and on how long it may take. All are far
// above what honest answers need and far below what would do harm. Sizes are in
// bytes unless noted.
const (
	// MaxAnswerBytes bounds one answer of the service. A list is read job by
	// job; there it bounds what belongs to no job.
	MaxAnswerBytes = 64 << 20

	// MaxJobBytes bounds one job of a list. A job with sixteen pictures and signed addresses is
	// about 16 kB. The bound is high because a reason for failing can be megabytes long, and a job
	// left out of a list may be known from nowhere else.
	MaxJobBytes = MaxAnswerBytes

	// MaxErrorBytes is how much of an error's answer is read. FastAPI's are a
	// few hundred bytes, a proxy's HTML page a few kilobytes.
	MaxErrorBytes = 64 << 10

	// MaxAnswerDepth bounds how deeply JSON may be nested, in levels. A job's
	// own structure has six; the rest is for data that is only kept.
	MaxAnswerDepth = 64

	// MaxListJobs bounds a job list, in jobs. The newest come first and are
	// kept. The library is made for 10,000 jobs.
	MaxListJobs = 50_000

	// MaxRequestBytes bounds a request. The longest prompt that the checks
	// accept is 200 kB at four bytes a character, and there are two prompts.
	MaxRequestBytes = 1 << 20

	// MaxImageBytes bounds one picture. The largest that can be requested,
	// 4096×4096 at four bytes a pixel, is 64 MiB uncompressed, and a PNG is
	// hardly larger.
	MaxImageBytes = 128 << 20

	// MaxModelBytes bounds the file of a model. A full SDXL model has 7 GB.
	MaxModelBytes = 32 << 30

	// MaxRedirects is how many redirects are followed. A moved host and a
	// trailing slash need one each.
	MaxRedirects = 3

	// MaxRetryAfter bounds Retry-After, so that one odd header does not silence
	// the program for a day.
	MaxRetryAfter = time.Hour

	maxHeaderBytes = 64 << 10 // per answer; signed addresses in headers are about 1 kB
	maxIDBytes     = 1000     // per job id in a path; real ones have 11 characters
	maxURLBytes    = 16 << 10 // per picture address; signed ones are about 1 kB
	maxURLLife     = 7 * 24 * time.Hour
)

// How much of an error's text is kept.
const (
	maxMessage    = 600 // characters; three lines in an error panel
	maxFields     = 50  // complaints; a request has twenty fields
	maxFieldText  = 200 // characters of one complaint
	maxFieldDepth = 8   // parts of one complaint's place
)

// Deadlines. They run in real time, whatever clock the client was given,
// because the network does too.
const (
	// SubmitDeadline is for POST /image_gen. It is long because giving up early
	// makes the outcome unknown.
	SubmitDeadline = 90 * time.Second

	// JobDeadline is for one job, ListDeadline for the start of a list. The
	// rest of a list may take as long as a picture.
	JobDeadline  = 30 * time.Second
	ListDeadline = 90 * time.Second

	// DownloadIdle is how long an image host may send nothing. DownloadDeadline
	// is for one picture: 25 MB at 30 kB/s.
	DownloadIdle     = 30 * time.Second
	DownloadDeadline = 15 * time.Minute

	// modelDeadline is for the file of a model: 7 GB at 100 kB/s. A broken transfer is resumed.
	modelDeadline = 24 * time.Hour

	dialTimeout = 15 * time.Second // time for three SYN retransmissions
	keepAlive   = 30 * time.Second
	tryTimeout  = 10 * time.Second // for Client.TryHost
	tlsTimeout  = 15 * time.Second
	idleTimeout = 90 * time.Second // of a kept connection; most servers close theirs after 60 to 120 s
)

// Limits that the client keeps by itself, so that the service has no reason to
// limit it.
const (
	MaxCallsAtOnce    = 4
	MaxCallsPerSecond = 5 // on average; after a pause this many may start at once
)
