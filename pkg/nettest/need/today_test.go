package need

import (
	"slices"
	"testing"
)

func TestTodayIsEverythingInTheEnd(t *testing.T) {
	list := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	for _, n := range []int{1, 3, 10, 50} {
		var all []int
		for day := range min(n, len(list)) {
			part := every(list, n, day)
			if len(part) == 0 || len(part) > len(list)/min(n, len(list))+1 {
				t.Errorf("one in %d: %v on day %d", n, part, day)
			}
			all = append(all, part...)
		}
		slices.Sort(all)
		if !slices.Equal(all, list) {
			t.Errorf("one in %d: all days have %v", n, all)
		}
	}
	t.Setenv(dayVariable, "")
	if !ItsTurn(1000) {
		t.Error("without a day it is not everything's turn")
	}
	if got := Today(list, 3); !slices.Equal(got, list) || ByDay() {
		t.Errorf("without a day: %v", got)
	}
	t.Setenv(dayVariable, "16777215")
	if got := Today(list, 3); len(got) > 4 || len(got) == 0 || !ByDay() {
		t.Errorf("by day: %v", got)
	}
	if turns := []bool{ItsTurn(1), ItsTurn(2), ItsTurn(3)}; !slices.Equal(turns, []bool{true, false, true}) { // 2^24 - 1
		t.Errorf("turns by day: %v", turns)
	}
	if got := Today([]int{}, 3); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}
