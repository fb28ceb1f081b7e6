package route

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/settings"
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
		if now := ParseGOPROXY(value); now.Err == nil && len(now.Doubts) == 0 {
			return "", false // go reads it as it is written
		}
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

// CorrectGit returns what an insteadOf rule or a proxy of git's configuration was
// most probably meant to be. It reports false where nothing is to be corrected.
func CorrectGit(set settings.Setting) (settings.Setting, bool) {
	fixed := set
	if base, isRule := set.Key.RewriteBase(); isRule {
		meant, prefix := correct.Rewrite(base, set.Value.Reveal())
		fixed.Key, fixed.Value = settings.RewriteKey(meant), settings.Value(prefix)
		return fixed, meant != "" && prefix != "" && fixed != set
	}
	if !strings.HasPrefix(set.Key.Name, "http.") || !strings.HasSuffix(set.Key.Name, ".proxy") || set.Value.Reveal() == "" {
		return set, false
	}
	fixed.Value = settings.Value(correct.Value("http.proxy", set.Value.Reveal()))
	return fixed, fixed.Value.Reveal() != "" && fixed != set
}
