package api

import "time"

// Bounds on what comes from outside and on how long it may take. All are far
// above what honest answers need and far below what would hurt.
const (
	// MaxAnswerBytes bounds one answer of the service but for a list, which is
	// read job by job: there it bounds what belongs to no job.
	MaxAnswerBytes = 64 << 20

	// MaxJobBytes bounds one job of a list. One with sixteen pictures and signed
	// addresses is about 16 kB; but a reason for failing can be megabytes long,
	// and a job that is left out of a list may be known from nowhere else.
	MaxJobBytes = MaxAnswerBytes

	// MaxErrorBytes is how much of an error's answer is looked at: FastAPI's
	// are a few hundred bytes, a proxy's HTML page a few kilobytes.
	MaxErrorBytes = 64 << 10

	// MaxAnswerDepth bounds how deeply JSON may be nested. A job's own
	// structure has six levels; the rest is for data that is only kept.
	MaxAnswerDepth = 64

	// MaxListJobs bounds a job list: the newest, which come first, are taken.
	// The library is made for 10,000 jobs.
	MaxListJobs = 50_000

	// MaxRequestBytes bounds a request. The longest prompt that a check lets
	// through takes 200 kB at four bytes a character, and there are two.
	MaxRequestBytes = 1 << 20

	// MaxImageBytes bounds one picture. The largest that can be asked for,
	// 4096×4096 at four bytes a pixel, is 64 MiB uncompressed, and a PNG is
	// never much more than that.
	MaxImageBytes = 128 << 20

	// MaxModelBytes bounds the file of a model: full ones of SDXL take 7 GB.
	MaxModelBytes = 32 << 30

	// MaxRedirects is how many redirects are followed: a moved host and a
	// trailing slash need one each.
	MaxRedirects = 3

	// MaxRetryAfter bounds what Retry-After may ask for, so that one odd
	// header does not silence the program for a day.
	MaxRetryAfter = time.Hour

	maxHeaderBytes = 64 << 10 // of an answer; signed addresses in it are about 1 kB
	maxIDBytes     = 1000     // of a job id in a path; real ones have 11 characters
	maxURLBytes    = 16 << 10 // of a picture's address; signed ones have about 1 kB
	maxURLLife     = 7 * 24 * time.Hour
)

// How much of an error's words is kept.
const (
	maxMessage    = 600 // characters; three lines in an error panel
	maxFields     = 50  // complaints; a request has twenty fields
	maxFieldText  = 200 // characters of one complaint
	maxFieldDepth = 8   // parts of one complaint's place
)

// Deadlines. They run in real time whatever clock the client was given: the
// other end of a connection lives in real time too.
const (
	// SubmitDeadline is for POST /image_gen. Giving up early makes an outcome
	// unknown that would have been known, so it is long.
	SubmitDeadline = 90 * time.Second

	// JobDeadline is for one job, ListDeadline for the beginning of a list: the
	// rest may take as long as a picture.
	JobDeadline  = 30 * time.Second
	ListDeadline = 90 * time.Second

	// DownloadIdle is how long an image host may send nothing, DownloadDeadline
	// how long one picture may take: 25 MB at 30 kB/s.
	DownloadIdle     = 30 * time.Second
	DownloadDeadline = 15 * time.Minute

	// modelDeadline is for the file of a model: 7 GB at 100 kB/s. One that breaks
	// off is gone on with.
	modelDeadline = 24 * time.Hour

	dialTimeout = 15 * time.Second // three SYN retransmissions
	keepAlive   = 30 * time.Second
	tryTimeout  = 10 * time.Second // for Client.TryHost
	tlsTimeout  = 15 * time.Second
	idleTimeout = 90 * time.Second // of a connection that is kept; the usual server closes at 60 to 120 s
)

// Limits that the client keeps to of its own accord, so that the service has
// no reason to limit it.
const (
	MaxCallsAtOnce    = 4
	MaxCallsPerSecond = 5 // on average; as many may go at once after a pause
)
