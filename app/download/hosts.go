package download

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"sync"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/problem"
	"lookbook/app/status"
)

const (
	// hostsLookedAt is how many of the newest pictures tell which hosts are
	// tried, and hostsTried how many of them are.
	hostsLookedAt = 200
	hostsTried    = 3
)

// HostTrouble is why pictures can't be fetched from a host.
type HostTrouble struct {
	Host string // without a port, in lower case
	// Cause is a cause.Unreachable, or where the host leads.
	Cause cause.Cause
	// Refused: it leads somewhere else than to the public internet, and may be
	// allowed. Where are the addresses, for people, and Network says what kind
	// the first of them is of.
	Refused bool
	Where   string
	Network api.Network
}

// Hosts knows the hosts that pictures come from, and tries them before a
// session's first request costs something. All methods are safe for concurrent
// use; Tried returns at once, Try asks the network and waits no longer than its
// context allows.
type Hosts struct {
	try     func(ctx context.Context, address string) error
	usual   string
	library *library.Library
	status  *status.Value[Status]

	turn chan struct{} // holds one value while somebody goes round

	mu       sync.Mutex
	tried    bool
	troubles map[string]HostTrouble // by host
	refused  map[int64]string       // pictures, and the host that was refused
}

// Tried reports whether the hosts were tried in this session and none was in
// trouble.
func (h *Hosts) Tried() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.try == nil || h.tried && len(h.troubles) == 0
}

// Try tries the hosts of the newest pictures, and answers the trouble there is;
// nil: none. Nothing is charged. What can't be found out is no trouble.
func (h *Hosts) Try(ctx context.Context) *HostTrouble {
	if h.try == nil {
		return nil
	}
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return h.worst()
	}
	if h.Tried() {
		return nil // while we waited
	}
	addresses, err := h.addresses(ctx)
	if err != nil {
		return h.worst()
	}
	results := make([]error, len(addresses))
	var all sync.WaitGroup
	for i, address := range addresses {
		all.Go(func() { results[i] = h.try(ctx, address) })
	}
	all.Wait()
	if ctx.Err() != nil {
		return h.worst()
	}
	h.mu.Lock()
	h.tried = true
	still := slices.Collect(maps.Values(h.refused)) // by redirects, perhaps: it is not among the addresses
	maps.DeleteFunc(h.troubles, func(host string, _ HostTrouble) bool { return !slices.Contains(still, host) })
	for i, address := range addresses {
		if results[i] == nil {
			delete(h.troubles, hostOf(address))
			continue
		}
		h.note(hostOf(address), results[i])
	}
	h.mu.Unlock()
	return h.tell()
}

// TryFirst tries the hosts at the beginning of a session.
func (h *Hosts) TryFirst(ctx context.Context) error {
	h.Try(ctx)
	return nil
}

// addresses are those of the hosts that are tried.
func (h *Hosts) addresses(ctx context.Context) ([]string, error) {
	urls, err := h.library.RecentAddresses(ctx, hostsLookedAt)
	if err != nil {
		return nil, err
	}
	var addresses []string
	for _, u := range append(urls, h.usual) {
		address := api.HostAddress(u)
		if address == "" || slices.Contains(addresses, address) || u == h.usual && len(addresses) > 0 {
			continue
		}
		if addresses = append(addresses, address); len(addresses) == hostsTried {
			break
		}
	}
	return addresses, nil
}

// note notes trouble with a host. Called with the lock.
func (h *Hosts) note(host string, err error) {
	why := problem.Of(err)
	if told := problem.New("", err, "", time.Time{}); !told.Detail.IsZero() {
		why = told.Detail // what was missing: the name, the connection, the certificate
	}
	trouble := HostTrouble{Host: host, Cause: cause.New(cause.Unreachable, "Host", host).Because(why)}
	if inside, ok := errors.AsType[*api.PrivateHostError](err); ok {
		trouble = HostTrouble{
			Host: inside.Host, Cause: problem.OfHost(inside), Refused: true, Where: inside.Where(), Network: inside.Network,
		}
	}
	if h.troubles == nil {
		h.troubles = map[string]HostTrouble{}
	}
	h.troubles[trouble.Host] = trouble
}

// failed notes what a download's failure says of its host.
func (h *Hosts) failed(image library.Image, err error) {
	inside, ok := errors.AsType[*api.PrivateHostError](err)
	if !ok {
		return
	}
	h.mu.Lock()
	if h.refused == nil {
		h.refused = map[int64]string{}
	}
	h.refused[image.ID] = inside.Host
	h.note(inside.Host, err)
	h.mu.Unlock()
	h.tell()
}

// worked notes that a picture came from its host.
func (h *Hosts) worked(image library.Image) {
	h.mu.Lock()
	had := len(h.troubles)
	delete(h.troubles, hostOf(image.Generated.URL))
	if host, was := h.refused[image.ID]; was {
		delete(h.troubles, host)
		delete(h.refused, image.ID)
	}
	changed := had != len(h.troubles)
	h.mu.Unlock()
	if changed {
		h.tell()
	}
}

// forget takes back what was noted, because a person allowed other hosts now.
func (h *Hosts) forget() {
	h.mu.Lock()
	h.troubles, h.refused, h.tried = nil, nil, false
	h.mu.Unlock()
	h.tell()
}

// worst is the trouble that is told: a refusal before all others, because a
// person can end it.
func (h *Hosts) worst() *HostTrouble {
	h.mu.Lock()
	defer h.mu.Unlock()
	var worst *HostTrouble
	for _, host := range slices.Sorted(maps.Keys(h.troubles)) {
		if trouble := h.troubles[host]; worst == nil || trouble.Refused && !worst.Refused {
			worst = &trouble
		}
	}
	return worst
}

// tell puts the trouble into the status.
func (h *Hosts) tell() *HostTrouble {
	worst := h.worst()
	h.status.Set(func(s *Status) {
		if s.ImageHost == nil || worst == nil || !s.ImageHost.same(worst) {
			s.ImageHost = worst
		}
	})
	return worst
}

func hostOf(address string) string {
	u, err := url.Parse(api.HostAddress(address))
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// same reports whether it is the same trouble, told again.
func (t *HostTrouble) same(other *HostTrouble) bool { return reflect.DeepEqual(t, other) }
