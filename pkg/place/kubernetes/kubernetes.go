// Package kubernetes reads objects of Kubernetes: the environments of
// containers, and the data of ConfigMaps that become environments.
package kubernetes

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// Kind are objects of Kubernetes.
var Kind = place.Kind{
	ID: "kubernetes", Match: match, Read: read, Quote: yamlfile.Quote, Unattended: true,
	Overridable: "configMapKeyRef",
}

func match(path, text string) bool {
	return place.IsYAML(path) && strings.Contains(text, "apiVersion:") && strings.Contains(text, "kind:")
}

var containers = yamlfile.Tree{
	Env: []string{"env"}, Script: []string{"command", "args"}, Image: []string{"image"}, Role: place.Service, Skip: []string{"data", "stringData"},
}

func read(b *place.Builder) {
	for _, d := range yamlfile.Read(b) {
		object(b, d.Root)
		for _, item := range d.Root.Get("items").Items() {
			object(b, item)
		}
	}
}

func object(b *place.Builder, n *yamlfile.Node) {
	scope := b.Scope(place.Scope{Parent: -1, Role: place.Service, Name: n.Get("metadata", "name").Text(), Span: n.Span()})
	for _, key := range []string{"data", "stringData"} {
		if n.Get("kind").Text() == "ConfigMap" || key == "stringData" {
			before := len(b.Assignments)
			yamlfile.Env(b, n.Get(key), scope, place.Environment)
			for i := range b.Assignments[before:] {
				b.Assignments[before+i].Default = true // each namespace can have another object of the name
			}
		}
	}
	containers.Walk(b, n)
}
