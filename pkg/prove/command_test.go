package prove

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestSteps(t *testing.T) {
	t.Parallel()
	list := "go list -buildvcs=false -deps "
	for command, want := range map[string]string{
		"go build":       list[:len(list)-1],
		"go build ./...": list + "./...",
		"go build -o app -ldflags -s -tags a,b ./cmd/x": "go build -n -ldflags=-s -tags=a,b unsafe; " + list + "-tags a,b ./cmd/x",
		"go build -o=app -toolexec=evil -race .":        "go build -n -race unsafe; " + list + "-race .",
		"go -C sub build -mod=vendor ./...":             "sub: go build -n -mod=vendor unsafe; sub: " + list + "-mod=vendor ./...",
		"go build -C=sub ./...":                         "sub: " + list + "./...",
		"go test ./... -run TestX -count 1":             "go test -n -run=TestX -count=1 unsafe; " + list + "-test ./...",
		"go test -exec evil ./a -args ./b":              list + "-test ./a",
		"go vet ./...":                                  list + "-test ./...",
		"go run main.go other.go arg":                   list + "main.go other.go",
		"go run ./cmd/x ./y":                            list + "./cmd/x",
		"go run example.com/m/cmd@v1.2.3 a":             "empty: go get example.com/m/cmd@v1.2.3; empty: " + list + "example.com/m/cmd",
		"go install example.com/m/cmd@latest":           "empty: go get example.com/m/cmd@latest; empty: " + list + "example.com/m/cmd",
		"go install ./...":                              list + "./...",
		"go get -u example.com/x@latest":                "go get -u example.com/x@latest",
		"go mod tidy -v":                                "go mod tidy -v",
		"go mod download -x":                            "go mod download",
		"go get -x -v example.com/x@latest":             "go get -v example.com/x@latest",
		"go mod vendor -o elsewhere":                    "go mod vendor",
		"go mod verify":                                 "go mod download",
		"go mod edit -fmt":                              "nothing: go version",
		"go work sync":                                  "modules: go work sync",
		"go work vendor -o x":                           "modules: go work vendor",
		"go list -m -u all":                             "go list -buildvcs=false -m -u all",
		"go list -export -toolexec evil ./...":          "go list -buildvcs=false ./...",
		"go tool stringer":                              list + "tool",
		"go tool pprof cpu.out":                         "nothing: go version",
		"go tool -n compile":                            "nothing: go version",
		"go tool":                                       "nothing: go version",
		"go env GOPROXY":                                "nothing: go version",
		"go":                                            "nothing: go version",
		"/usr/local/go/bin/go build":                    list[:len(list)-1],
		"go1.25.3 build":                                list[:len(list)-1],
	} {
		steps, err := Steps(strings.Fields(command))
		if err != nil {
			t.Errorf("%s: %v", command, err)
			continue
		}
		var got []string
		for _, s := range steps {
			text := s.String()
			if s.Dir != "" {
				text = s.Dir + ": " + text
			}
			if where := map[Where]string{InEmpty: "empty: ", InModules: "modules: ", InNothing: "nothing: "}[s.Where]; where != "" {
				text = where + text
			}
			got = append(got, text)
		}
		if text := strings.Join(got, "; "); text != want {
			t.Errorf("%s:\ngot  %s\nwant %s", command, text, want)
		}
	}
}

func TestStepsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "make all", "gofmt -l .", "docker build .", "gopls check"} {
		if steps, err := Steps(strings.Fields(command)); !errors.Is(err, ErrNotGo) {
			t.Errorf("%q: got %v, %v", command, steps, err)
		}
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		command, want string
		alone         bool
	}{
		{"go get example.com/m@latest ./... golang.org/x/text", "example.com/m@latest golang.org/x/text", false},
		{"go install example.com/m/cmd@v1.0.0", "example.com/m/cmd@v1.0.0", true},
		{"go install -tags x ./cmd", "", false},
		{"go run example.com/m@v1.0.0 example.org/no", "example.com/m@v1.0.0", true},
		{"go run main.go", "", false},
		{"go mod download -x example.com/m@v1.0.0", "example.com/m@v1.0.0", true},
		{"go list -m -versions example.com/m", "example.com/m", false},
		{"go list example.com/m", "", false},
		{"go build example.com/m", "", false},
		{"go get example.com/m@none", "", false},
		{"make", "", false},
	} {
		got, alone := Named(strings.Fields(c.command))
		if strings.Join(got, " ") != c.want || alone != c.alone {
			t.Errorf("%s: %q, alone %v; want %q, %v", c.command, got, alone, c.want, c.alone)
		}
	}
}

func TestDir(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		"go build": "/w", "go -C sub build": "/w/sub", "go build -C=sub ./...": "/w/sub", "go -C /abs build": "/abs",
	} {
		if got := Dir(strings.Fields(command), "/w"); filepath.ToSlash(got) != want {
			t.Errorf("%s: %s, want %s", command, got, want)
		}
	}
}

func TestNewest(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]bool{
		"go list -m -u all": true, "go list -m -u=true -json all": true, "go list -m -versions rsc.io/quote": true, "go get -u ./...": true, "go get -u=patch": true,
		"go -C sub list -m -u all": true, "go list -m all": false, "go list -u ./...": false, "go get example.com/m": false, "go build -u": false, "go": false, "make -u": false,
	} {
		if got := Newest(strings.Fields(command)); got != want {
			t.Errorf("%s: %v", command, got)
		}
	}
}
