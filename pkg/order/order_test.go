package order

import (
	"cmp"
	"slices"
	"testing"
)

func TestStable(t *testing.T) {
	t.Parallel()
	type pair struct{ key, place int }
	for _, n := range []int{0, 1, 2, 19, 20, 21, 1000} { // sorting goes by blocks of 20
		var got []pair
		for i := range n {
			got = append(got, pair{i * 7 % 5, i})
		}
		want := slices.Clone(got)
		byKey := func(a, b pair) int { return cmp.Compare(a.key, b.key) }
		slices.SortStableFunc(want, byKey)
		if Stable(got, byKey); !slices.Equal(got, want) {
			t.Errorf("%d: got %v, want %v", n, got, want)
		}
	}
}
