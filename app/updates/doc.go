// Package updates asks a configured address whether there is a newer release, at most once a day,
// and only if a person switched that on. It tells of the release; it never fetches or installs one.
//
// The question is a GET without anything that names this computer or its user: no cookie, no id, no
// language. Its answer is JSON: {"version": "0.2.0", "url": "https://…"}, or an answer or list of
// GitHub's releases (tag_name, html_url).
//
// Run belongs to one goroutine of the caller's and returns when its context ends. Look may be called
// on any goroutine, and blocks for up to half a minute. There is nothing to close.
package updates
