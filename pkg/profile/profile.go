// Package profile holds wanted states: what some settings should be. The
// recommender computes one, the built-in and the user's own are read from
// files, and package plan turns any of them into a difference.
package profile

import "github.com/gofix-net/gofix-net/pkg/settings"

// Profile is a wanted state.
type Profile struct {
	Name  string
	Doc   map[string]string // by language: "en", "zh"
	Wants []Want
	// File is where a profile of the user's own was read; "" for a built-in or
	// computed one. What a person wrote into a file of their own may name a
	// checksum database of their company; see package plan.
	File string
	// Shared says that the file came with a repository: others wrote it. Such a
	// profile is used only when it is named, and names no checksum database of its
	// own.
	Shared bool
	// Extends names the profile that this one adds to, as it is written in the file;
	// "" where there is none. [Load] has laid this one over it already.
	Extends string

	// only says that GOPROXY is complete as it is: no entry of the present one joins it.
	only bool
}

// Want is one wanted setting.
type Want struct {
	Key settings.Key
	// Value is what the key should be in the layer that its tool writes; nil
	// means that the key should not be set there.
	Value *settings.Value
	// Remove, for a git key with several values, is the one value that should
	// not be there; Value is nil then and the other values stay.
	Remove *settings.Value
	// File is the git configuration file that holds Remove where it is not the
	// global one; "" is the tool's default.
	File string
	// Reason is why, an i18n message id with arguments; empty in stored profiles.
	Reason Reason
}

// Reason is an i18n message with its arguments, so that it can be shown in
// every language.
type Reason struct {
	ID   string
	Args map[string]string
	// Temporary says that the change is a way past something that will pass, and
	// is to be taken back then.
	Temporary bool
}

// Want returns what p wants of k, and whether it wants anything of it.
func (p *Profile) Want(k settings.Key) (Want, bool) {
	for _, w := range p.Wants {
		if w.Key == k {
			return w, true
		}
	}
	return Want{}, false
}
