package foreign

import (
	"errors"
	"slices"
	"testing"
)

type ring struct {
	Name string
	next *ring
}

func TestHeld(t *testing.T) {
	t.Parallel()
	loop := &ring{Name: "loop"}
	loop.next = loop
	type secret string
	for _, c := range []struct {
		name  string
		value any
		want  []string
	}{
		{"nothing", nil, nil},
		{"a number", 5, nil},
		{"an empty text", "", nil},
		{"a text of a type", secret("s"), []string{"s"}},
		{"fields, also private ones", struct {
			A string
			b []string
		}{"a", []string{"b", "c"}}, []string{"a", "b", "c"}},
		{"keys and values", map[string]secret{"k": "v"}, []string{"k", "v"}},
		{"behind an interface", struct{ Err error }{errors.New("e")}, []string{"e"}},
		{"a ring", loop, []string{"loop"}},
		{"nil within", struct{ P *ring }{}, nil},
		{"bytes are no texts", []byte("xyz"), nil},
	} {
		if got := Held(c.value); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMasked(t *testing.T) {
	t.Parallel()
	type inner struct{ Text string }
	type data struct {
		inner
		List []string
		Map  map[string]inner
		Next *inner
		Any  any
		Size int
	}
	const secret, want = "https://me:hunter2@h/x", "https://xxxxx@h/x"
	before := data{inner{secret}, []string{secret}, map[string]inner{"k": {secret}}, &inner{secret}, secret, 5}
	got := Masked(before)
	for i, text := range []string{got.Text, got.List[0], got.Map["k"].Text, got.Next.Text, got.Any.(string)} {
		if text != want {
			t.Errorf("%d: %q", i, text)
		}
	}
	for i, text := range []string{before.Text, before.List[0], before.Map["k"].Text, before.Next.Text, before.Any.(string)} {
		if text != secret {
			t.Errorf("%d: the value itself has changed: %q", i, text)
		}
	}
	if got.Size != 5 || Masked[any](nil) != nil || Masked(data{}).List != nil {
		t.Errorf("%+v", got)
	}
}
