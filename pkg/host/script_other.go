//go:build !windows

package host

import "context"

// scriptProxy says nothing: there is no system to run the script.
func scriptProxy(_ context.Context, _, _ string) string { return "" }
