package foreign

import "reflect"

// Held returns the texts that a value holds: those of its fields, elements and keys at
// any depth, exported or not. A sentence that was made from the value can have nothing
// else from outside in it, so they are what [RedactIn] has to know. What a pointer leads
// to is visited once, so a ring of them ends.
func Held(value any) []string {
	h := holder{seen: map[uintptr]bool{}}
	h.visit(reflect.ValueOf(value))
	return h.texts
}

type holder struct {
	texts []string
	seen  map[uintptr]bool
}

func (h *holder) visit(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			h.texts = append(h.texts, v.String())
		}
	case reflect.Pointer:
		if v.IsNil() || h.seen[v.Pointer()] {
			return
		}
		h.seen[v.Pointer()] = true
		h.visit(v.Elem())
	case reflect.Interface:
		h.visit(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			h.visit(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			h.visit(v.Index(i))
		}
	case reflect.Map:
		for each := v.MapRange(); each.Next(); {
			h.visit(each.Key())
			h.visit(each.Value())
		}
	}
}

// Masked returns a copy of a value in which the credentials of every text are masked as
// [Redact] does. A text that is cut from one of the copy shows no half of a secret. Only
// what is exported is changed; what a pointer leads to is copied too, so that the value
// itself keeps what it has. A value that leads to itself is not for it.
func Masked[T any](value T) T {
	v := reflect.ValueOf(&value).Elem()
	v.Set(masked(v))
	return value
}

func masked(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		if text := v.String(); Redact(text) != text {
			out.SetString(Redact(text))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(masked(v.Elem()))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(masked(v.Elem()))
		}
	case reflect.Struct:
		maskFields(out)
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		}
		for i := range v.Len() {
			out.Index(i).Set(masked(v.Index(i)))
		}
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(masked(v.Index(i)))
		}
	case reflect.Map:
		if !v.IsNil() {
			out.Set(reflect.MakeMap(v.Type()))
		}
		for each := v.MapRange(); each.Next(); {
			out.SetMapIndex(masked(each.Key()), masked(each.Value()))
		}
	}
	return out
}

// maskFields masks the fields of a copy: also those of a struct whose type is private,
// where it is embedded.
func maskFields(out reflect.Value) {
	for i := range out.NumField() {
		field := out.Field(i)
		switch {
		case field.CanSet():
			field.Set(masked(field))
		case field.Kind() == reflect.Struct && out.Type().Field(i).Anonymous:
			maskFields(field)
		}
	}
}
