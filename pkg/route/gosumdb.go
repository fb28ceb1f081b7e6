package route

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Names that the go command knows without a key.
const (
	SumGolangOrg = known.SumGolangOrg
	SumGolangCN  = known.SumGolangCN
)

// sumGolangOrgKey is the one entry of cmd/go/internal/modfetch/key.go.
const sumGolangOrgKey = known.SumGolangOrg + "+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

// ParseGOSUMDB reads a value as modfetch.dbDial does. set says that some layer
// has one; without, it is sum.golang.org, as in a pristine go.env. Off is
// exactly "off"; a blank or another case makes it malformed.
func ParseGOSUMDB(value string, set bool) SumDB {
	if !set {
		value = SumGolangOrg
	}
	switch value {
	case "off":
		return SumDB{Off: true}
	case SumGolangCN:
		value = SumGolangOrg + " https://" + SumGolangCN
	}
	fields := strings.Fields(value)
	switch {
	case len(fields) == 0:
		return SumDB{Err: errors.New("missing GOSUMDB")}
	case len(fields) > 2:
		return SumDB{Err: errors.New("invalid GOSUMDB: too many fields")}
	}
	key := fields[0]
	if key == SumGolangOrg {
		key = sumGolangOrgKey
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return SumDB{Err: fmt.Errorf("invalid GOSUMDB: %w", err)}
	}
	db := SumDB{Name: verifier.Name(), Key: key, URL: settings.Value("https://" + verifier.Name()), Relay: true}
	if err := checkDatabaseName(db.Name); err != nil {
		return SumDB{Err: err}
	}
	if len(fields) == 2 {
		db.Relay = false
		db.URL, db.Err = databaseURL(fields[1])
	}
	return db
}

// checkDatabaseName refuses what is more than host[/path], in go's words.
func checkDatabaseName(name string) error {
	u, err := url.Parse("https://" + name)
	if err != nil {
		return fmt.Errorf("invalid sumdb name (must be host[/path]): %s", name)
	}
	plain := url.URL{Scheme: "https", Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	if strings.HasSuffix(name, "/") || *u != plain || u.RawPath != "" || u.Host == "" {
		return fmt.Errorf("invalid sumdb name (must be host[/path]): %s %+v", name, *u)
	}
	return nil
}

// databaseURL returns the place that the second field names. One without a
// scheme is asked over https (web.Get); other schemes than http, https and
// file fail at the first request, which is the same to the user.
func databaseURL(field string) (settings.Value, error) {
	u, err := url.Parse(field)
	if err != nil {
		return "", fmt.Errorf("invalid GOSUMDB URL: %w", hideCredential(err))
	}
	switch u.Scheme {
	case "":
		return settings.Value("https://" + strings.TrimRight(strings.TrimLeft(field, "/"), "/")), nil
	case "http", "https", "file":
		return settings.Value(strings.TrimRight(field, "/")), nil
	}
	return "", fmt.Errorf("unsupported scheme: %s", u.Redacted())
}
