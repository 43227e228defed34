package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/jonboulle/clockwork"
)

// Client talks to the service and to its image host.
type Client struct{ options Options }

// Options of a Client.
type Options struct {
	BaseURL   string
	Key       func() string
	Clock     clockwork.Clock
	Transport http.RoundTripper
	UserAgent string
}

// InsecureURLError says why an address is not used.
type InsecureURLError struct {
	URL    string
	Reason string
}

func (e *InsecureURLError) Error() string { return e.URL + ": " + e.Reason }

// Resume says where an interrupted download goes on.
type Resume struct {
	Offset int64
	ETag   string
}

// Download is a picture on its way.
type Download struct {
	Body        io.ReadCloser
	Offset      int64
	Length      int64
	ETag        string
	CRC32C      *uint32
	MD5         []byte
	ContentType string
}

var errSoon = errors.New("not there yet")

func New(o Options) (*Client, error) { return &Client{o}, errSoon }

func (c *Client) SubmitImageGen(ctx context.Context, cfg Config) (string, error) { return "", errSoon }

func (c *Client) Job(ctx context.Context, jobType, jobID string) (Job, error) { return Job{}, errSoon }

func (c *Client) Jobs(ctx context.Context) ([]Job, error) { return nil, errSoon }

func (c *Client) TrainingJobs(ctx context.Context) ([]Job, error) { return nil, errSoon }

func (c *Client) Download(ctx context.Context, url string, from Resume) (*Download, error) {
	return nil, errSoon
}
func (c *Client) Close()                        {}
func URLExpiry(rawURL string) (time.Time, bool) { return time.Time{}, false }
func Same(sent, echoed Config) bool             { return false }
func (c Config) Validate() []FieldProblem       { return nil }

// FieldProblem is something wrong with one field of a request.
type FieldProblem struct{ Field, Message string }
