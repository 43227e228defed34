package curl

import (
	"maps"
	"strings"
)

// effect is the effect of an option of curl on a request that is only read.
type effect int

const (
	ignored     effect = iota // no effect here
	takesValue                // no effect here; the next word is its value
	data                      // --data: the body, or @ and a file, without its line ends
	dataRaw                   // --data-raw: the body unchanged
	dataBinary                // --data-binary: the body, or @ and a file
	dataJSON                  // --json: as --data-binary; several are joined
	header                    // --header
	method                    // --request
	address                   // --url
	bearer                    // --oauth2-bearer: the key
	anotherBody               // the body is not JSON: a form, an upload
	inAddress                 // the body would become part of the address
	fromFile                  // --config: options from a file
	next                      // --next: another request
	expansion                 // --variable and similar options
)

// long are curl's options with an effect, which the table below doesn't have.
// The map is never changed. Source: curl's manual page.
var long = map[string]effect{
	"data": data, "data-ascii": data, "data-raw": dataRaw, "data-binary": dataBinary, "json": dataJSON,
	"header": header, "request": method, "url": address, "oauth2-bearer": bearer,
	"form": anotherBody, "form-string": anotherBody, "upload-file": anotherBody, "data-urlencode": anotherBody,
	"get": inAddress, "head": inAddress, "url-query": inAddress, "config": fromFile, "next": next, "variable": expansion,
}

// valueless reports whether an option with an effect has no value.
func (e effect) valueless(name string) bool {
	return e == ignored || e == next || name == "get" || name == "head"
}

// short maps curl's one-letter options to their long names.
var short = map[byte]string{
	'0': "http1.0", '1': "tlsv1", '2': "sslv2", '3': "sslv3", '4': "ipv4", '6': "ipv6", '#': "progress-bar", ':': "next",
	'a': "append", 'A': "user-agent", 'b': "cookie", 'B': "use-ascii", 'c': "cookie-jar", 'C': "continue-at",
	'd': "data", 'D': "dump-header", 'e': "referer", 'E': "cert", 'f': "fail", 'F': "form", 'g': "globoff", 'G': "get",
	'h': "help", 'H': "header", 'i': "include", 'I': "head", 'j': "junk-session-cookies", 'J': "remote-header-name",
	'k': "insecure", 'K': "config", 'l': "list-only", 'L': "location", 'm': "max-time", 'M': "manual", 'n': "netrc",
	'N': "no-buffer", 'o': "output", 'O': "remote-name", 'p': "proxytunnel", 'P': "ftp-port", 'q': "disable", 'Q': "quote",
	'r': "range", 'R': "remote-time", 's': "silent", 'S': "show-error", 't': "telnet-option", 'T': "upload-file",
	'u': "user", 'U': "proxy-user", 'v': "verbose", 'V': "version", 'w': "write-out", 'x': "proxy", 'X': "request",
	'y': "speed-time", 'Y': "speed-limit", 'z': "time-cond", 'Z': "parallel",
}

// withValue and without are the options without an effect here.
const (
	withValue = ` abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers connect-timeout
		connect-to continue-at cookie cookie-jar create-file-mode crlfile curves delegation dns-interface
		dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save
		expect100-timeout ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode
		happy-eyeballs-timeout-ms haproxy-clientip help hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway
		keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth
		mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy output output-dir parallel-max pass
		pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert
		proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass
		proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser
		proxy-user proxy1.0 pubkey quote random-file range rate referer request-target resolve retry retry-delay
		retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service
		socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers
		tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket user user-agent vlan-priority
		write-out `

	without = ` anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable
		disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail fail-early
		fail-with-body false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc
		ftp-ssl-control globoff haproxy-protocol http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3
		http3-only ignore-content-length include insecure ipv4 ipv6 junk-session-cookies list-only location
		location-trusted mail-rcpt-allowfails manual metalink mptcp negotiate netrc netrc-optional no-alpn
		no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb parallel
		parallel-immediate path-as-is post301 post302 post303 progress-bar proxy-anyauth proxy-basic
		proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast
		proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name remote-name remote-name-all
		remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir show-error silent skip-existing
		socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke
		ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers tcp-fastopen
		tcp-nodelay tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids
		trace-time use-ascii verbose version xattr `
)

// effects are all options by long name. The map is never changed.
var effects = func() map[string]effect {
	all := maps.Clone(long)
	for _, name := range strings.Fields(withValue) {
		all[name] = takesValue
	}
	for _, name := range strings.Fields(without) {
		all[name], all["no-"+name] = ignored, ignored
	}
	return all
}()

// effectOf returns the effect of an option, by its long name.
func effectOf(name string) (e effect, known bool) {
	if strings.HasPrefix(name, "expand-") {
		return expansion, true
	}
	e, known = effects[name]
	return e, known
}
