package i18n

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// TestEveryErrorInEveryLanguage wants the Chinese words of every error of package tell.
func TestEveryErrorInEveryLanguage(t *testing.T) {
	words, err := readErrors(Zh)
	if err != nil {
		t.Fatal(err)
	}
	verb := regexp.MustCompile(`%[0-9]*[a-z]`)
	formats := formatsOf(t, "../..")
	for format, where := range formats {
		zh, ok := words[format]
		if !ok {
			t.Errorf("%s: errors.zh.yaml does not have %q", where, format)
		}
		if a, b := verb.FindAllString(format, -1), verb.FindAllString(zh, -1); ok && !slices.Equal(a, b) {
			t.Errorf("%s: %q has %v, %q has %v", where, format, a, zh, b)
		}
		if found := squeezed.FindString(zh); found != "" {
			t.Errorf("%q: a space is missing in %q", zh, found)
		}
	}
	for format := range words {
		if _, ok := formats[format]; !ok && verb.MatchString(format) {
			t.Errorf("errors.zh.yaml has %q, which no error says", format)
		}
	}
}

// formatsOf are the formats of the errors of package tell below a directory, each with
// its place.
func formatsOf(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(data), "tell.") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, data, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if format, ok := formatOf(n); ok {
				out[format] = name
			}
			return true
		})
		return nil
	})
	if err != nil || len(out) < 50 {
		t.Fatalf("%d errors found: %v", len(out), err)
	}
	return out
}

// formatOf is the format of a call of tell.New or tell.Errorf.
func formatOf(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || fmt.Sprint(f.X) != "tell" {
		return "", false
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	format, err := strconv.Unquote(lit.Value)
	return format, err == nil
}

func TestErr(t *testing.T) {
	missing := &fs.PathError{Op: "open", Path: "/x.log", Err: fs.ErrNotExist}
	tight := tell.Errorf("could not write %s to disk: %w", "/x", errors.New("no space left on device"))
	for _, c := range []struct {
		err    error
		en, zh string
	}{
		{missing, "/x.log: file does not exist", "/x.log：文件不存在"},
		{tight, "could not write /x to disk: no space left on device", "无法把 /x 写入磁盘：磁盘空间不足"},
		{fmt.Errorf("p.profile:3: %w", tell.New("not a URL")), "p.profile:3: not a URL", "p.profile:3：不是 URL"},
		{errors.Join(tell.New("not a URL"), errors.New("odd")), "not a URL\nodd", "不是 URL\nodd"},
		{&fs.PathError{Op: "open", Path: "/x", Err: errors.New("odd")}, "/x: odd", "/x: odd"},
		{fmt.Errorf("a: %w", fmt.Errorf("b: %w", errors.New("odd"))), "a: b: odd", "a: b: odd"},
		{fmt.Errorf("a: %w", fmt.Errorf("b: %w", fs.ErrPermission)), "a: b: permission denied", "a：b：权限不足"},
		{tell.Errorf("%s: %w", "/x", errors.New("odd: odder")), "/x: odd: odder", "/x: odd: odder"},
		{tell.Errorf("%s: %w", "/x", missing), "/x: open /x.log: file does not exist", "/x：/x.log：文件不存在"},
		{tell.Errorf("could not read %s: %s", "/x", "open /y: permission denied"), "could not read /x: open /y: permission denied", "无法读取 /x：open /y：权限不足"},
		{module.CheckPath("no\\pe"), `malformed module path "no\\pe": invalid char '\\'`, `malformed module path "no\\pe": invalid char '\\'`},
		{errors.New("fatal: what git says"), "fatal: what git says", "fatal: what git says"},
		{nil, "", ""},
	} {
		for lang, want := range map[Lang]string{En: c.en, Zh: c.zh} {
			texts, err := New(lang)
			if err != nil {
				t.Fatal(err)
			}
			if got := texts.Err(c.err); got != want {
				t.Errorf("%s: got %q, want %q", lang, got, want)
			}
		}
	}
	if !errors.Is(tell.Errorf("copy: %w", missing), fs.ErrNotExist) {
		t.Error("an error of package tell hides what it wraps")
	}
}

// TestWords: what a probe tried is in the language, and so is what the system says of it;
// what go says stays as it can be searched for.
func TestWords(t *testing.T) {
	texts, err := New(Zh)
	if err != nil {
		t.Fatal(err)
	}
	for english, want := range map[string]string{
		"not tried": "未检测",
		"not tried after this failed: tls/proxy.golang.org:443":             "前一步失败，未检测：tls/proxy.golang.org:443",
		"not tried: needs a newer Go release than this machine has: go vet": "未检测：需要比本机更新的 Go 版本：go vet",
		"could not create a file in /go/pkg/mod: not a directory":           "无法在此创建文件：/go/pkg/mod：不是目录",
		"GOMODCACHE is relative, it must be an absolute path: mod":          "GOMODCACHE 是相对路径，必须使用绝对路径：mod",
		"invalid version: unknown revision v9":                              "invalid version: unknown revision v9",
		"open /home/u/go/pkg/mod: read-only file system":                    "open /home/u/go/pkg/mod：文件系统为只读",
	} {
		if got := texts.Words(english); got != want {
			t.Errorf("%q: got %q, want %q", english, got, want)
		}
	}
}
