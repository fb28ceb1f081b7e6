//go:build !windows

package host

// uiLanguages returns nothing: the variables of the locale say the language here.
func uiLanguages() []string { return nil }
