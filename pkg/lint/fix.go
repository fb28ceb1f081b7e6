package lint

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
)

// maxRead bounds how many bytes are read again to see what edits of one file do:
// every edit is tried on the whole of it.
const maxRead = 8 << 20

// Trial is what is left of the bytes that may be read for one file.
type Trial struct{ used int }

func (t *Trial) spend(f *place.File) bool {
	t.used += len(f.Data) + 1
	return t.used <= maxRead
}

// Fix returns the text of a file with what can be fixed fixed, and how many
// findings that were. Everything else in it stays byte for byte. An edit counts
// only if the file then reads as it is meant: the assignment has the wanted value
// or is gone, and all others are as before. find returns the findings of a text.
func Fix(k *place.Kind, path, data string, find func(*place.File) []Finding) (fixed string, count int) {
	var trial Trial
	seen := map[string]bool{data: true} // two rules that undo each other must not run forever
	for {
		f := kinds.Read(k, path, data)
		found := find(f)
		done := false
		for _, x := range found {
			if x.Want == nil {
				continue
			}
			if next, ok := trial.edit(k, f, *x.Want); ok && !seen[next] {
				seen[next] = true
				data, done = next, true
				count++
				break
			}
		}
		if !done {
			return data, count
		}
	}
}

// Fixable reports whether [Fix] can fix a finding of a file, for which t is kept.
func (t *Trial) Fixable(k *place.Kind, f *place.File, x Finding) bool {
	if x.Want == nil {
		return false
	}
	_, ok := t.edit(k, f, *x.Want)
	return ok
}

func (t *Trial) edit(k *place.Kind, f *place.File, w Want) (string, bool) {
	a := f.Assignments[w.Assignment]
	span, text := a.Text, ""
	switch {
	case w.Remove:
		if span = a.Remove; span.Empty() {
			return "", false
		}
	case k.Quote == nil:
		return "", false
	default:
		if a.Cut != "" {
			span, a.Quote = a.Meant, ""
		}
		var ok bool
		if text, ok = k.Quote(f, a, w.Value); !ok || span.Empty() {
			return "", false
		}
	}
	if span.Start < 0 || span.End > len(f.Data) || span.End < span.Start {
		return "", false
	}
	if !t.spend(f) {
		return "", false
	}
	data := f.Data[:span.Start] + text + f.Data[span.End:]
	return data, means(kinds.Read(k, f.Path, data), f, w)
}

// means reports whether a file after an edit says what is wanted, and otherwise
// what it said before.
func means(now, was *place.File, w Want) bool {
	if len(now.Problems) > len(was.Problems) {
		return false
	}
	want := slices.Clone(was.Assignments)
	if w.Remove {
		want = slices.Delete(want, w.Assignment, w.Assignment+1)
	} else {
		want[w.Assignment].Value, want[w.Assignment].Literal, want[w.Assignment].Cut = settingsValue(w.Value), true, ""
	}
	return slices.EqualFunc(want, now.Assignments, func(a, b place.Assignment) bool {
		return a.Name == b.Name && a.Layer == b.Layer && a.Unset == b.Unset && a.Cut == b.Cut && (a.Value == b.Value || a.Default && b.Default)
	})
}
