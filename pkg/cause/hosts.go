package cause

import (
	"strconv"
	"strings"
)

// hostNames are the hosts that show a cause, in the order of the results.
type hostNames []string

// fewHosts is how many hosts a sentence names; of more it gives the first ones
// and the count.
const fewHosts = 3

func (h hostNames) en() string {
	return h.text(", ", func(n int) string { return " and " + strconv.Itoa(n-fewHosts) + " more" })
}

func (h hostNames) zh() string {
	return h.text("、", func(n int) string { return " 等 " + strconv.Itoa(n) + " 个主机" })
}

// zhThen is zh with what follows it: a name in Latin letters is set off by a blank.
func (h hostNames) zhThen(what string) string {
	if len(h) > fewHosts {
		return h.zh() + what
	}
	return h.zh() + " " + what
}

func (h hostNames) text(comma string, rest func(int) string) string {
	if len(h) <= fewHosts {
		return strings.Join(h, comma)
	}
	return strings.Join(h[:fewHosts], comma) + rest(len(h))
}

// commonName returns the common name (CN) of a certificate's subject or issuer,
// written as crypto/x509/pkix does; without a common name, all of it.
func commonName(subject string) string {
	start := strings.Index(subject, "CN=")
	if start < 0 || start > 0 && !strings.ContainsRune(",+", rune(subject[start-1])) {
		return subject
	}
	name := subject[start+len("CN="):]
	for i := 0; i < len(name); i++ {
		switch name[i] {
		case '\\':
			i++ // the next byte is part of the name
		case ',', '+':
			return name[:i]
		}
	}
	return name
}
