package prove

import "go/version"

// newerThan reports whether want is a newer Go than have; names that are none
// are not.
func newerThan(want, have string) bool {
	return version.IsValid(want) && version.IsValid(have) && version.Compare(want, have) > 0
}
