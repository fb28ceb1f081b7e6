package known_test

import (
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/lint"
	"github.com/gofix-net/gofix-net/pkg/place/kinds"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// found reports whether the diagnosis of a machine has a cause.
func found(m *facttest.Machine, id cause.ID) bool {
	return slices.ContainsFunc(diagnose.Run(&m.Facts).Findings, func(f cause.Finding) bool { return f.Cause == id })
}

// linted reports whether lint finds a rule in a file.
func linted(t *testing.T, path, data string, id cause.ID) bool {
	t.Helper()
	k := kinds.Detect(path, data)
	if k == nil {
		t.Fatalf("%s is of no kind", path)
	}
	return slices.ContainsFunc(lint.Check(kinds.Read(k, path, data)), func(f lint.Finding) bool { return f.Rule == id })
}

// forbidden reports whether a plan refuses to write a value.
func forbidden(k settings.Key, value string) bool {
	v := settings.Value(value)
	_, err := plan.Diff(&settings.Snapshot{}, &profile.Profile{Wants: []profile.Want{{Key: k, Value: &v}}})
	return err != nil
}

// git verifies certificates unless a boolean of its own reading says otherwise.
func TestSSLVerify(t *testing.T) {
	t.Parallel()
	for value, off := range map[string]bool{"true": false, "yes": false, "1": false, "2": false, "false": true, "0": true, "00": true, "0x0": true, "off": true, "No": true, "": true} {
		doctor := found(facttest.New().Git("http.sslverify", value), cause.InsecureSetting)
		file := linted(t, ".gitconfig", "[http]\n\tsslVerify = "+value+"\n", cause.InsecureSetting)
		refused := forbidden(settings.Git("http.sslverify"), value)
		if doctor != off || file != off || refused != off {
			t.Errorf("http.sslVerify=%q: off %v, doctor %v, lint %v, plan %v", value, off, doctor, file, refused)
		}
		if value == "" {
			continue // a log that ends behind the name asks for the value
		}
		if log := slices.Contains(explained(t, "$ git config --global http.sslVerify "+value), cause.InsecureSetting); log != off {
			t.Errorf("http.sslVerify=%q: off %v, explain %v", value, off, log)
		}
	}
	if linted(t, ".gitconfig", "[http]\n\tsslVerify\n", cause.InsecureSetting) {
		t.Error("lint: a key without a value is true")
	}
}

// For GIT_SSL_NO_VERIFY git asks whether it is set, and to nothing else.
func TestNoVerify(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"1", "true", "0", "false", "no", ""} {
		doctor := found(facttest.New().Variable("GIT_SSL_NO_VERIFY", value), cause.InsecureSetting)
		file := linted(t, "Dockerfile", "FROM golang:1.26\nENV GIT_SSL_NO_VERIFY=\""+value+"\"\nRUN go mod download\n", cause.InsecureSetting)
		log := value == "" || slices.Contains(explained(t, "+ export GIT_SSL_NO_VERIFY="+value), cause.InsecureSetting)
		if !doctor || !file || !log {
			t.Errorf("GIT_SSL_NO_VERIFY=%q: doctor %v, lint %v, explain %v", value, doctor, file, log)
		}
	}
	for path, data := range map[string]string{
		"setup.sh":   "unset GIT_SSL_NO_VERIFY\ngo mod download\n",
		"setup.cmd":  "set GIT_SSL_NO_VERIFY=\r\ngo mod download\r\n",
		"setup.ps1":  "$env:GIT_SSL_NO_VERIFY = ''\ngo mod download\n",
		"Dockerfile": "FROM golang:1.26\nARG GIT_SSL_NO_VERIFY\nRUN go mod download\n",
	} {
		if linted(t, path, data, cause.InsecureSetting) {
			t.Errorf("lint: %s does not set it:\n%s", path, data)
		}
	}
	if found(facttest.New(), cause.InsecureSetting) {
		t.Error("doctor: it is not set")
	}
}

// What no go command reads, doctor and lint say of the same names, and no profile sets.
func TestNamesNeverRead(t *testing.T) {
	t.Parallel()
	for _, name := range append(correct.NeverRead(), "GOPROXY", "GONOSUMDB", "GOTOOLCHAIN", "GOENV", "GOFIPS140") {
		meant, never := correct.Name(name)
		doctor := found(facttest.New().Osenv(name, "x"), cause.UnknownSetting)
		file := linted(t, "Dockerfile", "FROM golang:1.26\nENV "+name+"=x\nRUN go mod download\n", cause.UnknownSetting)
		if doctor != never || file != never {
			t.Errorf("%s: never read %v, doctor %v, lint %v", name, never, doctor, file)
		}
		if never && profile.CheckKey(settings.Go(name), true) == nil {
			t.Errorf("%s: a profile may set it", name)
		}
		if _, again := correct.Name(meant); again {
			t.Errorf("%s: %s is never read either", name, meant)
		}
	}
}

// The flag -insecure is one in every notation that the go command takes.
func TestInsecureFlag(t *testing.T) {
	t.Parallel()
	for flags, on := range map[string]bool{
		"-insecure": true, "--insecure": true, "-insecure=true": true, "-v --insecure=1": true, "'-insecure'": true, "-insecure=false": false, "-insecure -insecure=0": false,
		"-insecurely": false, "-v": false, "-ldflags=-insecure": false,
	} {
		doctor := found(facttest.New().Goenv("GOFLAGS", flags), cause.UnknownSetting)
		file := linted(t, "Dockerfile", "FROM golang:1.26\nENV GOFLAGS=\""+flags+"\"\nRUN go mod download\n", cause.UnknownSetting)
		refused := forbidden(settings.Go("GOFLAGS"), flags)
		if doctor != on || file != on || refused != on {
			t.Errorf("GOFLAGS=%s: insecure %v, doctor %v, lint %v, plan %v", flags, on, doctor, file, refused)
		}
	}
	for flag, on := range map[string]bool{"-insecure": true, "--insecure": true, "-insecure=true": true, "-insecure=false": false, "-insecurely": false} {
		if log := slices.Contains(explained(t, "+ go get "+flag+" git.acme.test/lib"), cause.InsecureSetting); log != on {
			t.Errorf("go get %s: insecure %v, explain %v", flag, on, log)
		}
	}
}
