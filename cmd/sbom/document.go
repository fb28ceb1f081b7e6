package main

import (
	"runtime/debug"
	"sort"
	"strings"
)

// bom is a document of CycloneDX 1.6 (ECMA-424), as far as it is used here.
type bom struct {
	Schema       string       `json:"$schema"`
	BOMFormat    string       `json:"bomFormat"`
	SpecVersion  string       `json:"specVersion"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version,omitempty"`
	PURL       string     `json:"purl"`
	Properties []property `json:"properties,omitempty"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn,omitempty"`
}

// document lists the main module, the modules linked into it, and the standard
// library. Build settings that change the code (CGO_ENABLED, GOOS, -tags) are
// properties of the main module.
func document(info *debug.BuildInfo) bom {
	main := module("application", info.Main.Path, info.Main.Version, "")
	for _, s := range info.Settings {
		if s.Value != "" && (s.Key == "CGO_ENABLED" || s.Key == "GOOS" || s.Key == "GOARCH" || s.Key == "vcs.revision" || strings.HasPrefix(s.Key, "-")) {
			main.Properties = append(main.Properties, property{"go:build:" + s.Key, s.Value})
		}
	}
	components := []component{module("library", "stdlib", strings.TrimPrefix(info.GoVersion, "go"), "")}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		components = append(components, module("library", m.Path, m.Version, m.Sum))
	}
	sort.Slice(components, func(i, j int) bool { return components[i].Ref < components[j].Ref })
	var refs []string
	for _, c := range components {
		refs = append(refs, c.Ref)
	}
	return bom{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", BOMFormat: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: metadata{main}, Components: components, Dependencies: []dependency{{main.Ref, refs}},
	}
}

// module describes a module by its package URL (purl-spec, type golang). sum is
// its line in go.sum, a hash of a tree and not of a file, so a property.
func module(kind, path, version, sum string) component {
	purl := "pkg:golang/" + path
	if version != "" && version != "(devel)" {
		purl += "@" + strings.ReplaceAll(version, "+", "%2B")
	}
	c := component{Type: kind, Ref: purl, Name: path, Version: version, PURL: purl}
	if sum != "" {
		c.Properties = []property{{"go:sum", sum}}
	}
	return c
}
