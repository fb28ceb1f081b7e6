// Package nginx reads configurations of nginx in front of a module proxy.
package nginx

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
)

// Kind are configurations of nginx.
var Kind = place.Kind{ID: "nginx", Match: match, Read: read}

func match(path, text string) bool {
	base := place.Base(path)
	if strings.Contains(text, "[Service]") {
		return false
	}
	return (place.Ext(base) == ".conf" || place.Ext(base) == ".nginx" || strings.Contains(base, "nginx") && !place.IsYAML(path) && place.Ext(base) != ".sh") && strings.Contains(text, "proxy_pass") && strings.Contains(text, ";") ||
		strings.Contains(path, "sites-available/") || strings.Contains(path, "sites-enabled/")
}

// directive is a directive with the content of its braces.
type directive struct {
	name  string
	args  []string
	span  place.Span
	block []directive
}

func read(b *place.Builder) {
	p := &parser{Builder: b}
	p.block(nil, p.list(0), map[string]string{})
}

// parser cuts at ; { } outside quotes, as ngx_conf_read_token does.
type parser struct {
	*place.Builder
	at int
}

const maxDepth = 50

func (p *parser) list(depth int) []directive {
	var out []directive
	for {
		d, end := p.next(depth)
		if d.name != "" {
			out = append(out, d)
		}
		if end {
			return out
		}
	}
}

func (p *parser) next(depth int) (d directive, end bool) {
	var words []string
	start := -1
	finish := func() {
		if len(words) > 0 {
			d = directive{name: words[0], args: words[1:], span: place.Span{Start: start, End: p.at}}
		}
	}
	for p.at < len(p.Data) {
		c := p.Data[p.at]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			p.at++
		case c == '#':
			n := place.LineEnd(p.Data, p.at) - p.at
			p.Comment(place.Span{Start: p.at, End: p.at + n}, "#")
			p.at += n
		case c == ';':
			finish()
			p.at++
			return d, false
		case c == '{':
			finish()
			p.at++
			if depth < maxDepth {
				d.block = p.list(depth + 1)
			}
			return d, false
		case c == '}':
			p.at++
			return d, true
		default:
			if start < 0 {
				start = p.at
			}
			words = append(words, p.word())
		}
	}
	finish()
	return d, true
}

func (p *parser) word() string {
	start := p.at
	if q := p.Data[p.at]; q == '"' || q == '\'' {
		for p.at++; p.at < len(p.Data) && p.Data[p.at] != q; p.at++ {
			if p.Data[p.at] == '\\' {
				p.at++
			}
		}
		p.at = min(p.at+1, len(p.Data))
		return strings.Trim(p.Data[start:p.at], `"'`)
	}
	for p.at < len(p.Data) && !strings.ContainsRune(" \t\r\n;{}", rune(p.Data[p.at])) {
		if p.Data[p.at] == '$' && p.at+1 < len(p.Data) && p.Data[p.at+1] == '{' {
			p.at += strings.IndexByte(p.Data[p.at:]+"}", '}')
		}
		p.at++
	}
	p.at = min(p.at, len(p.Data))
	return p.Data[start:p.at]
}

// block notes the proxied addresses of a block, with the directives that hold
// there: they are inherited from the blocks around it. proxy_set_header is
// inherited only where the block has none of its own.
func (p *parser) block(upstreams map[string]string, list []directive, inherited map[string]string) {
	if upstreams == nil {
		upstreams = map[string]string{}
	}
	for _, d := range list {
		if d.name == "upstream" && len(d.args) > 0 {
			for _, s := range d.block {
				if s.name == "server" && len(s.args) > 0 {
					upstreams[d.args[0]] = s.args[0]
				}
			}
		}
	}
	here := map[string]string{}
	for k, v := range inherited {
		here[k] = v
	}
	own := false
	for _, d := range list {
		switch d.name {
		case "proxy_ssl_server_name", "proxy_http_version", "proxy_ssl_name", "resolver":
			here[d.name] = strings.Join(d.args, " ")
		case "proxy_set_header":
			if !own {
				delete(here, "host")
				own = true
			}
			if len(d.args) >= 2 && strings.EqualFold(d.args[0], "host") {
				here["host"] = d.args[1]
			}
		}
	}
	for _, d := range list {
		if d.name == "proxy_pass" && len(d.args) == 1 {
			p.pass(d, here, upstreams)
		}
		if len(d.block) > 0 {
			p.block(upstreams, d.block, here)
		}
	}
}

// pass notes an address, and what is missing for it, in words of nginx.
func (p *parser) pass(d directive, here, upstreams map[string]string) {
	target := d.args[0]
	scheme, rest, _ := strings.Cut(target, "://")
	host, _, _ := strings.Cut(rest, "/")
	if up, ok := upstreams[host]; ok {
		host = up
	}
	var missing []string
	if scheme == "https" {
		if here["proxy_ssl_server_name"] != "on" {
			missing = append(missing, "proxy_ssl_server_name on;")
		}
		if h := here["host"]; h == "$host" || h == "$http_host" || h == "" && upstreams[strings.SplitN(rest, "/", 2)[0]] != "" {
			name, _, _ := strings.Cut(host, ":")
			missing = append(missing, "proxy_set_header Host "+name+";")
		}
	}
	if here["proxy_http_version"] != "1.1" && here["proxy_http_version"] != "2" {
		missing = append(missing, "proxy_http_version 1.1;")
	}
	p.Notes = append(p.Notes, place.Remark{Span: d.span, ID: "proxy-pass", Text: target + "\x00" + host + "\x00" + strings.Join(missing, " ")})
}
