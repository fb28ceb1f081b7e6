package conform

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
)

// What is said of a product's settings rests on its public documentation: Athens
// (docs/configuration/sumdb.md), goproxy (goproxy server --help), GitLab (Go proxy for
// GitLab), Gitea (Go Package Registry); nginx is run in a test, and Athens (sources of
// June 2026) and goproxy were run by hand in front of a file server. What was neither
// read there nor tried says so in its text.

// Product is the software that a module proxy runs on; "" is none that is known.
type Product string

// The products.
const (
	Artifactory Product = "artifactory"
	Nexus       Product = "nexus"
	GitLab      Product = "gitlab"
	Gitea       Product = "gitea"
	Cloudsmith  Product = "cloudsmith"
	Athens      Product = "athens"
	Goproxy     Product = "goproxy"
	Nginx       Product = "nginx"
	FileServer  Product = "fileserver"
	S3          Product = "s3"
	Cloudflare  Product = "cloudflare"
)

// sign is how a product shows in its answers or in the address of its repositories.
// The more special ones come first: any product may stand behind nginx.
type sign struct {
	product Product
	header  string // name of a header line, "" for none
	value   string // what it contains, in lower case; "" for anything
	path    string // what the URL's path contains
	host    string // what the host ends with
	said    string // what an error text begins with, in lower case
	list    string // the media type of @v/list, where that is no JSON
}

var signs = []sign{
	{product: Artifactory, header: "x-jfrog-version"},
	{product: Artifactory, header: "x-artifactory-id"},
	{product: Artifactory, header: "server", value: "artifactory"},
	{product: Artifactory, header: "x-artifactory-node-id"},
	{product: Artifactory, header: "www-authenticate", value: "artifactory"},
	{product: Artifactory, path: "/artifactory/"},
	{product: Artifactory, path: "/api/go/"},
	{product: Nexus, header: "server", value: "nexus"},
	{product: Nexus, header: "www-authenticate", value: "nexus repository"},
	{product: GitLab, header: "x-gitlab-meta"},
	{product: GitLab, path: "/api/v4/projects/"},
	{product: Gitea, header: "set-cookie", value: "i_like_gitea"},
	{product: Gitea, path: "/api/packages/"},
	{product: Cloudsmith, host: ".cloudsmith.io"},
	{product: Cloudsmith, header: "server", value: "cloudsmith"},
	{product: Athens, header: "athens-id"},
	{product: Athens, list: "application/json"}, // its plain list has this type; no other product gives it one
	{product: Nexus, path: "/repository/"},
	{product: S3, header: "server", value: "amazons3"},
	{product: S3, header: "server", value: "minio"},
	{product: S3, header: "x-amz-request-id"},
	{product: Nginx, header: "server", value: "nginx"}, // before those whose texts it passes on from its upstream
	{product: FileServer, header: "server", value: "apache"},
	{product: FileServer, header: "server", value: "caddy"},
	{product: FileServer, header: "server", value: "simplehttp"},
	{product: Goproxy, said: "not found: "},
	{product: Goproxy, said: "internal server error"},            // of plain text
	{product: Cloudflare, header: "server", value: "cloudflare"}, // a front: what is behind it shows first
}

// begins reports whether the text of an error begins as the product's do.
func (s sign) begins(c measure.Check) bool {
	return strings.HasPrefix(c.MIME, "text/plain") && strings.HasPrefix(strings.ToLower(c.Said), s.said)
}

// Recognise tells a product by how it answers.
func Recognise(m measure.Mirror) Product {
	u, err := url.Parse(m.URL.String())
	if err != nil {
		return ""
	}
	list := ""
	if c := m.Check(measure.List); c.Status == measure.Pass || strings.HasPrefix(c.Said, "not found: ") {
		list = c.MIME
	}
	for _, s := range signs {
		value, has := m.Header[s.header]
		switch {
		case s.header != "" && (!has || !strings.Contains(strings.ToLower(value), s.value)):
		case s.path != "" && !strings.Contains(u.Path+"/", s.path):
		case s.host != "" && !strings.HasSuffix(u.Hostname(), s.host):
		case s.said != "" && !slices.ContainsFunc(m.Checks, s.begins):
		case s.list != "" && !strings.HasPrefix(list, s.list):
		default:
			return s.product
		}
	}
	return ""
}
