package route

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// errEmptyList is the go command's text for a list without entries, which it
// says of an empty value too (modfetch.proxyList).
var errEmptyList = errors.New("GOPROXY list is not the empty string, but contains no entries")

// ParseGOPROXY reads a list as modfetch.proxyList does: elements end at each
// comma and bar, are trimmed of Unicode white space, and dropped where nothing
// is left. "direct" and "off", in lower case, end the list. One element that
// is no URL spoils the whole list; Entries then holds those before it.
func ParseGOPROXY(value string) ProxyList {
	var list ProxyList
	rest := value
	for rest != "" {
		element, behind, bar, last := cutElement(rest)
		rest = behind
		element = strings.TrimSpace(element)
		if element == "" {
			continue
		}
		if element == string(Off) || element == string(Direct) {
			list.Entries = append(list.Entries, Entry{Kind: EntryKind(element), Text: settings.Value(element), Last: last})
			list.ignore(rest)
			break
		}
		base := assumeHTTPS(element)
		if err := checkEntry(base); err != nil {
			list.Err = err
			list.doubt(element)
			return list
		}
		list.Entries = append(list.Entries, Entry{
			Kind: Proxy, Text: settings.Value(element), URL: settings.Value(trimSlash(base)), Bar: bar, Last: last,
		})
		list.doubt(element)
	}
	if len(list.Entries) == 0 {
		list.Err = errEmptyList
		return list
	}
	list.Entries[len(list.Entries)-1].Last = true
	return list
}

// cutElement splits off the text before the first separator. last says that
// none followed.
func cutElement(s string) (element, rest string, bar, last bool) {
	i := strings.IndexAny(s, ",|")
	if i < 0 {
		return s, "", false, true
	}
	return s[:i], s[i+1:], s[i] == '|', false
}

// assumeHTTPS puts https:// before what looks like a host: something with a
// dot, colon or slash that is neither a URL nor an absolute path.
func assumeHTTPS(element string) string {
	if strings.ContainsAny(element, ".:/") && !strings.Contains(element, ":/") && !path.IsAbs(element) {
		return "https://" + element
	}
	return element
}

// checkEntry is the check of modfetch.newProxyRepo, in its words.
func checkEntry(base string) error {
	u, err := url.Parse(base)
	if err != nil {
		return hideCredential(err)
	}
	switch u.Scheme {
	case "http", "https":
		return nil
	case "file":
		if *u != (url.URL{Scheme: u.Scheme, Path: u.Path, RawPath: u.RawPath}) {
			return fmt.Errorf("invalid file:// proxy URL with non-path elements: %s", u.Redacted())
		}
		return nil
	case "":
		return fmt.Errorf("invalid proxy URL missing scheme: %s", u.Redacted())
	}
	return fmt.Errorf("invalid proxy URL scheme (must be https, http, file): %s", u.Redacted())
}

// hideCredential keeps a password of an unparsable URL out of the error text;
// the go command itself would show it.
func hideCredential(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return &url.Error{Op: e.Op, URL: foreign.Redact(e.URL), Err: e.Err}
	}
	return err
}

// trimSlash cuts one trailing slash, as newProxyRepo does before it appends
// the module path. A URL whose path the go command joins with path.Join gives
// the same requests with several.
func trimSlash(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || u.Host == "" {
		return base
	}
	return strings.TrimRight(base, "/")
}

func (l *ProxyList) ignore(rest string) {
	for rest != "" {
		var element string
		element, rest, _, _ = cutElement(rest)
		element = strings.TrimSpace(element)
		if element == "" {
			continue
		}
		l.Ignored = append(l.Ignored, settings.Value(element))
		l.Doubts = append(l.Doubts, Doubt{Text: settings.Value(element), Why: DoubtAfterKeyword})
	}
}
