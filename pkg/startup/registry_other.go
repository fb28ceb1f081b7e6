//go:build !windows

package startup

// documents is asked for on Windows alone.
func documents() string { return "" }

// readRegistry has nothing to read outside Windows.
func readRegistry() []registryValue { return nil }
