//go:build !windows

package startup

// readRegistry has nothing to read outside Windows.
func readRegistry() []registryValue { return nil }
