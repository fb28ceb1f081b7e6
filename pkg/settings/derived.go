package settings

import (
	"hash/maphash"
	"sync"
	"weak"
)

// memo keeps what was derived from the values of a snapshot. The copies of a snapshot
// share it, so that what they have in common is worked out once.
type memo struct {
	mu sync.Mutex
	of map[any]any // from a key to a func that returns its value
}

// Keep lets [Derived] keep its results. Nothing of the snapshot is changed afterwards.
func (s *Snapshot) Keep() { s.memo = &memo{of: map[any]any{}} }

// Derived returns what derive makes of a part of a snapshot. It is made once for each key,
// if [Snapshot.Keep] allows it: settings can have a hundred thousand rules, and
// a run asks for the same thing thousands of times. Copies of a snapshot with other settings
// share what is kept. So the key has to hold all that derive reads: the text of a value, or
// [Same] of a list. The result must not be changed.
func Derived[K comparable, V any](s *Snapshot, key K, derive func() V) V {
	if s == nil || s.memo == nil {
		return derive()
	}
	s.memo.mu.Lock()
	kept, ok := s.memo.of[key].(func() V)
	if !ok {
		kept = sync.OnceValue(derive)
		s.memo.of[key] = kept
	}
	s.memo.mu.Unlock()
	return kept()
}

// Identity tells one list from every other one, without keeping it in memory.
type Identity[T any] struct {
	first weak.Pointer[T]
	n     int
}

// Same returns the identity of a list that is not changed any more.
func Same[T any](list []T) Identity[T] {
	if len(list) == 0 {
		return Identity[T]{}
	}
	return Identity[T]{weak.Make(&list[0]), len(list)}
}

// seed is that of every hash in this process: hashes of several snapshots are compared.
var seed = maphash.MakeSeed()

// GitIdentity tells the settings of git in this snapshot from those in others, for a key
// of [Derived]: snapshots whose other settings differ have the same.
func (s *Snapshot) GitIdentity() uint64 {
	if s.memo == nil {
		return 0 // nothing is kept
	}
	return Derived(s, Same(s.Layers), func() uint64 {
		var h maphash.Hash
		h.SetSeed(seed)
		for _, l := range s.Layers {
			if l.Key.Tool == GitConfig {
				maphash.WriteComparable(&h, l)
			}
		}
		return h.Sum64()
	})
}

// manyLayers is from how many layers an index of them pays.
const manyLayers = 500

type strongestKey Identity[Setting]

// strongest returns where the setting in force of each key is, but for git's: there can be
// a hundred thousand of those, and each copy of a snapshot would keep its own.
func (s *Snapshot) strongest() map[Key]int {
	return Derived(s, strongestKey(Same(s.Layers)), func() map[Key]int {
		out := map[Key]int{}
		for i, l := range s.Layers {
			if _, ok := out[l.Key]; !ok && l.Key.Tool != GitConfig {
				out[l.Key] = i
			}
		}
		return out
	})
}
