package read

import (
	"slices"
	"testing"
)

func TestPlainTexts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		`{"level":"error","msg":"a: b \"c\"\nd","run":12}`:                       {`a: b "c"`, "d"},
		`{"log":"Cloning into 'a'...\n","stream":"stderr"}`:                      {"Cloning into 'a'..."},
		`time=1 level=info msg="a: 0123456789 0123456789" run=12`:                {"a: 0123456789 0123456789"},
		`{"a":"{\"b\":\"c: 0123456789 0123456789 \\\"d\\\"\\ne\"}"}`:             {`c: 0123456789 0123456789 "d"`, "e"},
		`open C:\new\tools "a": Access is denied.`:                               {`open C:\new\tools "a": Access is denied.`},
		`"err": "open C:\\new\\tools: Access is denied.\n"`:                      {`open C:\new\tools: Access is denied.`},
		`b'fatal: it\'s\n\tgone\n'`:                                              {"b'fatal: it's", "\tgone", "'"},
		`Get "https://example.com/a: b/0123456789": dial tcp: i/o timeout`:       {`Get "https://example.com/a: b/0123456789": dial tcp: i/o timeout`},
		`git -c http.proxy="http://proxy.example.com:3128" clone https://a.test`: {`git -c http.proxy="http://proxy.example.com:3128" clone https://a.test`},
		`{"password":"a: 0123456789 0123456789","msg":"b"}`:                      {"b"},
		`{"a":[1,2],"password":"a: 0123456789 0123456789"}`:                      {`{"a":[1,2],"password":"a: 0123456789 0123456789"}`},
		`{"msg":"cut off \"a\": \u41`:                                            {`{"msg":"cut off "a": \u41`},
		`{"a":1,"msg":"x \u003e= y \ud83d"}`:                                     {"x >= y \ufffd"},
	} {
		if got := plainTexts(in, 0); !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q", in, got, want)
		}
	}
}

func TestColoursAreNoText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"^[[1;31mgo: x^[[0m": "go: x", "[31mgo: x[0m": "go: x", `\\u001b[31mgo: x\u001b[0m`: "go: x", "␛[32mok␛[m": "ok",
		"[3m20s] took [12m] [1m]": "[3m20s] took [12m] [1m]", "[master] [0m": "[master] ", "a[3] = b[10]": "a[3] = b[10]",
	} {
		if got := withoutColours(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
