// Package evidence names what a finding rests on. It imports nothing, so that
// every package that passes such a name on can hold the type.
package evidence

import "strings"

// ID names one piece of evidence: the result of a probe, a setting, a file or
// module, or a line of a log. It is stable between runs over the same machine,
// stands in reports, and holds no credential. Make it by the functions below;
// nothing takes one apart except [ID.Setting].
type ID string

// settings is what the ids of settings begin with.
const settings = "setting/"

// Probe names what a probe of that kind found about a target.
func Probe(kind, target string) ID { return ID(kind + "/" + target) }

// Setting names a setting by its key as people write it: GOPROXY, $GOPROXY for
// the environment variable only, http.proxy.
func Setting(name string) ID { return ID(settings + name) }

// Module names a module, PATH or PATH@VERSION, or the file that declares it.
func Module(name string) ID { return ID("module/" + name) }

// Setting returns the key of the setting that id names; ok is false where id
// names something else.
func (id ID) Setting() (key string, ok bool) {
	return strings.CutPrefix(string(id), settings)
}
