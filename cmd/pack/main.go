// Command pack makes the npm packages and the Python wheels of a release out of its
// finished programs. Both registries have mirrors where GitHub cannot be reached.
//
//	pack --version 1.2.3 --output DIR --notices FILE linux_amd64=FILE darwin_arm64=FILE ...
//
// The same programs give the same bytes: nothing in a package has the time of its
// making.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	version := flag.String("version", "", "version of the release, without v")
	output := flag.String("output", "", "directory for the packages, which has to exist")
	licence := flag.String("license", "LICENSE", "file of the licence")
	notices := flag.String("notices", "", "file of the licences of the modules in the programs")
	flag.Parse()
	if *version == "" || *output == "" || *notices == "" || flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: pack --version VERSION --output DIR --notices FILE GOOS_GOARCH=FILE...")
		os.Exit(2)
	}
	if err := run(*version, *output, *licence, *notices, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(version, output, licence, notices string, args []string) error {
	text, err := os.ReadFile(licence)
	if err != nil {
		return err
	}
	others, err := os.ReadFile(notices)
	if err != nil {
		return err
	}
	r := release{version: version, licence: text, notices: others}
	for _, a := range args {
		name, file, ok := strings.Cut(a, "=")
		if !ok {
			return fmt.Errorf("%q is not GOOS_GOARCH=FILE", a)
		}
		p, err := platformOf(name)
		if err != nil {
			return err
		}
		if p.program, err = os.ReadFile(file); err != nil {
			return err
		}
		r.platforms = append(r.platforms, p)
	}
	files, err := r.files()
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(output, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// release is what the packages are made of.
type release struct {
	version   string
	licence   []byte
	notices   []byte // the licences of what is in the programs
	platforms []platform
}

// files are all packages by the names of their files.
func (r release) files() (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, p := range r.platforms {
		npm, err := r.npmPlatform(p)
		if err != nil {
			return nil, err
		}
		out["gofix-net-"+p.npm()+"-"+r.version+".tgz"] = npm
		wheel, err := r.wheel(p)
		if err != nil {
			return nil, err
		}
		out[fmt.Sprintf("gofix_net-%s-py3-none-%s.whl", pep440(r.version), p.wheelTag)] = wheel
	}
	main, err := r.npmMain()
	if err != nil {
		return nil, err
	}
	out["gofix-net-"+r.version+".tgz"] = main
	return out, nil
}

// platform is one system that a program is built for, as the registries name it.
type platform struct {
	os, cpu  string // of node: process.platform and process.arch
	wheelTag string // of PEP 425, PEP 600 and PEP 656
	exe      string
	program  []byte
}

// platforms are those of .goreleaser.yaml. The programs are static: a wheel for glibc
// is one for musl too.
var platforms = map[string]platform{
	"linux_amd64":   {os: "linux", cpu: "x64", wheelTag: "manylinux2014_x86_64.musllinux_1_1_x86_64"},
	"linux_arm64":   {os: "linux", cpu: "arm64", wheelTag: "manylinux2014_aarch64.musllinux_1_1_aarch64"},
	"darwin_amd64":  {os: "darwin", cpu: "x64", wheelTag: "macosx_12_0_x86_64"},
	"darwin_arm64":  {os: "darwin", cpu: "arm64", wheelTag: "macosx_12_0_arm64"},
	"windows_amd64": {os: "win32", cpu: "x64", wheelTag: "win_amd64", exe: ".exe"},
	"windows_arm64": {os: "win32", cpu: "arm64", wheelTag: "win_arm64", exe: ".exe"},
}

func platformOf(name string) (platform, error) {
	p, ok := platforms[name]
	if !ok {
		return p, fmt.Errorf("%s is no platform of a release", name)
	}
	return p, nil
}

// npm is the platform's part of a package's name.
func (p platform) npm() string { return p.os + "-" + p.cpu }
