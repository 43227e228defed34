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
	// hostsLookedAt is how many of the newest pictures are searched for hosts
	// to try; hostsTried is how many hosts are tried.
	hostsLookedAt = 200
	hostsTried    = 3
)

// HostTrouble is why pictures can't be fetched from a host.
type HostTrouble struct {
	Host string // without a port, in lower case
	// Cause is a cause.Unreachable, or says where the host leads.
	Cause cause.Cause
	// Refused says that the host is not on the public internet and may be
	// allowed by a person. Where lists the addresses, for people; Network is
	// the kind of the first.
	Refused bool
	Where   string
	Network api.Network
}

// Hosts knows the hosts of pictures. It tries them before a session's first
// request, because that costs tokens. All methods are safe for concurrent use.
// Tried returns at once. Try uses the network and waits no longer than its
// context allows.
type Hosts struct {
	try     func(ctx context.Context, address string) error
	usual   string
	library *library.Library
	status  *status.Value[Status]

	turn chan struct{} // holds a value while Try or TryFirst runs

	mu       sync.Mutex
	tried    bool
	troubles map[string]HostTrouble // by host
	refused  map[int64]string       // by picture id: the host that was refused
}

// Tried reports whether the hosts were tried in this session and none failed.
func (h *Hosts) Tried() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.try == nil || h.tried && len(h.troubles) == 0
}

// Try tries the hosts of the newest pictures and returns the trouble, or nil.
// It costs nothing. What can't be found out counts as no trouble.
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
		return nil // tried while we waited
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
	still := slices.Collect(maps.Values(h.refused)) // not among the addresses, perhaps because a redirect led there
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

// TryFirst tries the hosts at the start of a session.
func (h *Hosts) TryFirst(ctx context.Context) error {
	h.Try(ctx)
	return nil
}

// addresses returns the addresses of the hosts to try.
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

// note records trouble with a host. The caller holds the lock.
func (h *Hosts) note(host string, err error) {
	why := problem.Of(err)
	if told := problem.New("", err, "", time.Time{}); !told.Detail.IsZero() {
		why = told.Detail // the name, the connection or the certificate
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

// failed records what a failed download says about the host.
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

// worked records that a picture came from its host.
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

// forget drops all records, after a person changed the allowed hosts.
func (h *Hosts) forget() {
	h.mu.Lock()
	h.troubles, h.refused, h.tried = nil, nil, false
	h.mu.Unlock()
	h.tell()
}

// worst chooses the trouble to report: a refusal first, because a person can
// end it.
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

// same reports whether two troubles are equal.
func (t *HostTrouble) same(other *HostTrouble) bool { return reflect.DeepEqual(t, other) }
