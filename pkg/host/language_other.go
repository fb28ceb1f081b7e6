//go:build !windows

package host

// uiLanguages returns nothing: the variables of the locale say the language here.
func uiLanguages() []string { return nil }

// consolePage says nothing: what is printed is UTF-8.
func consolePage() uint32 { return 0 }
