package route

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/correct"
)

// Correct returns what a value that is malformed, or accepted and not meant so,
// was most probably meant to be, as far as the go command accepts that. It
// reports false where nothing is to be corrected, and where nothing usable is
// left: a database that is switched off is no database.
func Correct(name, value string) (string, bool) {
	fixed := correct.Value(name, value)
	if fixed == "" || fixed == value || name == "GOPROXY" && fixed == strings.TrimSpace(value) {
		return "", false
	}
	switch name {
	case "GOPROXY":
		list := ParseGOPROXY(fixed)
		return fixed, list.Err == nil && len(list.Doubts) == 0
	case "GOSUMDB":
		db := ParseGOSUMDB(fixed, true)
		return fixed, db.Err == nil && !db.Off
	case "GOVCS":
		_, err := parseGOVCS(fixed)
		return fixed, err == nil
	}
	return fixed, true
}
