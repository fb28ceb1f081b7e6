package profile

import "slices"

// over returns p laid over the profile that it extends: what p says of a key counts,
// and of a git key with several values both keep theirs unless they contradict each
// other.
func (p *Profile) over(base *Profile) *Profile {
	out := *p
	out.Shared = p.Shared || base.Shared
	out.Wants = slices.DeleteFunc(slices.Clone(base.Wants), func(b Want) bool {
		return slices.ContainsFunc(p.Wants, func(w Want) bool { return replaces(w, b) })
	})
	out.Wants = append(out.Wants, p.Wants...)
	return &out
}

// replaces reports whether w takes the place of b.
func replaces(w, b Want) bool {
	if w.Key != b.Key {
		return false
	}
	if !MultiValued(w.Key) || w.Value == nil && w.Remove == nil {
		return true
	}
	if b.Value == nil && b.Remove == nil {
		return false
	}
	return either(w.Value, w.Remove) == either(b.Value, b.Remove)
}
