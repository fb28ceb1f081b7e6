package route

import (
	"slices"
	"testing"
)

func TestElements(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list string
		want []Element
	}{
		{"", nil},
		{" ,| ", nil},
		{"https://a.example", []Element{{"https://a.example", ""}}},
		{" https://a.example | https://b.example,direct", []Element{{"https://a.example", "|"}, {"https://b.example", ","}, {"direct", ""}}},
		{",a.example,,|b.example|,", []Element{{"a.example", ","}, {"b.example", "|"}}},
		{"direct,https://a.example", []Element{{"direct", ","}, {"https://a.example", ""}}},
		{"\u00a0a.example\u2003,off", []Element{{"a.example", ","}, {"off", ""}}},
	} {
		if got := Elements(c.list); !slices.Equal(got, c.want) {
			t.Errorf("Elements(%q) = %v, want %v", c.list, got, c.want)
		}
	}
}
