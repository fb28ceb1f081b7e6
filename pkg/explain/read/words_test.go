package read

import "testing"

func TestWords(t *testing.T) {
	t.Parallel()
	w := NewWords([]string{"go get", "go mod", "错误", "x"})
	for text, want := range map[string]bool{
		"": false, "go ge": false, "run go get": true, "go mo go mod": true, "a 错误": true, "a 错": false, "X": false, "max": true,
	} {
		if got := w.In(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}
