package explain

import "testing"

// TestSettingsOfRecentReleases: what Go 1.21 to 1.27 print about the settings and
// directives that these releases brought.
func TestSettingsOfRecentReleases(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ log, want string }{
		{"go: GOAUTH encountered an empty command (GOAUTH=;)", "unknown-setting - GOAUTH"},
		{"go: GOAUTH=off cannot be combined with other authentication commands (GOAUTH=off;netrc)", "unknown-setting - GOAUTH"},
		{"go: GOAUTH=git dir method requires an absolute path to the git working directory", "unknown-setting - GOAUTH"},
		{"go: GOAUTH=git encountered an error; cannot stat /srv/x: stat /srv/x: no such file or directory", "unknown-setting - GOAUTH"},
		{"go: invalid GOFIPS140: must be off, latest, inprocess, certified, or vX.Y.Z", "unknown-setting - GOFIPS140"},
		{"go: invalid GOFIPS140: must be off, latest, inprocess, certified, or v1.Y.Z", "unknown-setting - GOFIPS140"},
		{`go: unknown GOFIPS140 version "v9.0.0"`, "unknown-setting - GOFIPS140"},
		{"go: cannot use GOFIPS140 with GOEXPERIMENT=boringcrypto", "unknown-setting - GOFIPS140"},
		{`error starting GOCACHEPROG program "/nonexistent/x": fork/exec /nonexistent/x: no such file or directory`, "unknown-setting - GOCACHEPROG"},
		{"GOCACHEPROG exited pre-Close with 1 pending requests", "unknown-setting - GOCACHEPROG"},
		{"# still waiting for GOCACHEPROG /usr/bin/cacher ...", "unknown-setting - GOCACHEPROG"},
		{`go: invalid GOTOOLCHAIN "foo"`, "toolchain-unavailable - GOTOOLCHAIN"},
		{`go: invalid GOTOOLCHAIN "go1.21.0+foo": only version suffixes are +auto and +path`, "toolchain-unavailable - GOTOOLCHAIN"},
		{`go: cannot find "go1.99.0" in PATH`, "toolchain-unavailable - go1.99.0"},
		{"go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)", "toolchain-unavailable - go1.99"},
		{"go: go.work requires go >= 1.99 (running go 1.27.0; GOTOOLCHAIN=local)", "toolchain-unavailable - go1.99"},
		{"flag provided but not defined: -tool\nusage: go get [-t] [-u] [-v] [build flags] [packages]", "toolchain-unavailable - go1.24"},
		{"go: errors parsing go.mod:\ngo.mod:5: unknown directive: tool", "toolchain-unavailable - go1.24"},
		{"go: errors parsing go.mod:\ngo.mod:4: unknown directive: foo", ""},
		{"go: invalid GOWORK: not an absolute path", "workspace-broken - GOWORK"},
		{"go: reading go.work: open /nonexistent/go.work: no such file or directory", "workspace-broken - /nonexistent/go.work"},
		{"go: reading go.work: /src/w/go.work:2: unknown directive: bogus", "workspace-broken - /src/w/go.work"},
		{"go: errors parsing go.work:\ngo.work:2: unknown directive: bogus", "workspace-broken - go.work"},
		{"go: cannot load module nope listed in go.work file: open nope/go.mod: no such file or directory", "workspace-broken - nope"},
		{"go: module a listed in go.work file requires go >= 1.21, but go.work lists go 1.20; to update it:\n\tgo work use", "workspace-broken - go.work"},
		{"go: module a listed in go.work file requires go >= 1.21, but go.work implicitly requires go 1.18; to download and use go 1.21:\n\tgo work use", "workspace-broken - go.work"},
		{"pattern ./...: directory prefix . does not contain modules listed in go.work or their selected dependencies", "workspace-broken - go.work"},
		{"go: directory ../x outside modules listed in go.work or their selected dependencies", "workspace-broken - go.work"},
		{"go: inconsistent vendoring in /src/w:\n\texample.test/x@v1.0.0: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt\n\n\tTo sync the vendor directory, run:\n\t\tgo work vendor", "vendor-inconsistent - vendor/modules.txt"},
		{`go: no such tool "nosuch"`, ""},
	} {
		if got := told(t, tt.log+"\n"); got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.log, got, tt.want)
		}
	}
}
