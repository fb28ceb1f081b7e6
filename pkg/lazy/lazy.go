// Package lazy has values that are made when they are first asked for.
package lazy

import "sync"

// Value is made by Make when it is first asked for, once. Other than what
// [sync.OnceValue] returns it is plain data, so that a package's variable of this type
// costs nothing when the program starts. It must not be copied.
type Value[T any] struct {
	Make func() T
	once sync.Once
	made T
}

// Get returns the value. It is safe for concurrent use.
func (v *Value[T]) Get() T {
	v.once.Do(func() { v.made = v.Make() })
	return v.made
}
