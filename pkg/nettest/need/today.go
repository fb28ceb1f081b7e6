package need

import (
	"os"
	"strconv"
)

// dayVariable holds a number from the commit where the gate runs by day.
const dayVariable = "GOFIX_NET_DAY"

// Today returns one in n of a list, at least one, where the gate runs by day: others on
// another commit, spread over the whole list. By night, and where a person runs the
// tests, it returns all. It is for what repeats: the same steps with other input.
func Today[T any](list []T, n int) []T {
	day, ok := day()
	if !ok || len(list) == 0 {
		return list
	}
	return every(list, n, day)
}

// ItsTurn tells whether a test that takes as long as many others runs: by day on one
// commit in n, else always.
func ItsTurn(n int) bool {
	day, ok := day()
	return !ok || day%n == 0
}

// ByDay tells whether the gate runs by day.
func ByDay() bool {
	_, ok := day()
	return ok
}

func day() (int, bool) {
	n, err := strconv.ParseUint(os.Getenv(dayVariable), 10, 31)
	return int(n), err == nil
}

// every returns each n-th element of a list, the first of them by the day.
func every[T any](list []T, n, day int) []T {
	n = min(n, len(list))
	var out []T
	for i := day % n; i < len(list); i += n {
		out = append(out, list[i])
	}
	return out
}
