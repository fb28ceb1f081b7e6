package settings

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestSecretShowsNothing(t *testing.T) {
	t.Parallel()
	v := Secret("X-Anything: hunter2")
	j, err := json.Marshal(Setting{Key: Git("http.https://TOKEN@example.com.extraheader"), Value: v})
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{v.String(), fmt.Sprintf("%v %+v %#v %s %q", v, v, v, v, v), fmt.Sprintf("%v %+v %#v", Setting{Key: Git("url.https://TOKEN@example.com/.insteadof"), Value: v}, []Value{v}, []Value{v}), string(j)} {
		if strings.Contains(shown, "hunter2") || strings.Contains(shown, "TOKEN") {
			t.Errorf("shown: %s", shown)
		}
	}
	if v.Reveal() != "X-Anything: hunter2" {
		t.Errorf("revealed: %q", v.Reveal())
	}
}
