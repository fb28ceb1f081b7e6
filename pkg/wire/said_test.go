package wire

import (
	"strings"
	"testing"
)

func TestJSONMessage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"errors":[{"status":403,"message":"blocked by a policy"}]}`: "blocked by a policy",
		`{"message":"401 Unauthorized"}`:                              "401 Unauthorized",
		`{"error":"404 Not Found"}`:                                   "404 Not Found",
		`{"title":"Forbidden","detail":"no such user"}`:               "no such user",
		`{"error":{"code":7,"message":"quota"}}`:                      "quota",
		`["first","second"]`:                                          "first",
		`{"status":404}`:                                              "",
		`{"message":{"a":{"b":1}}}`:                                   "",
		`{`:                                                           "",
		``:                                                            "",
		strings.Repeat(`[`, 100) + strings.Repeat(`]`, 100): "",
	} {
		if got := jsonMessage(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestPlainTextCalledJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"not found: module x: connection refused": "not found: module x: connection refused",
		`{"message":"no"}`:                        "no",
		`{"status":404}`:                          "",
		"<html>no</html>":                         "",
		"":                                        "",
	} {
		if got := jsonOrText(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func FuzzJSONMessage(f *testing.F) {
	f.Add(`{"errors":[{"message":"x"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if got := jsonMessage(text); len(got) > 3*len(text) { // a byte that is no UTF-8 becomes three
			t.Errorf("%q became %q", text, got)
		}
	})
}
