package netlab

import (
	"net/http"
	"net/netip"
	"strings"
)

// hostEntry is one name of the lab's network.
type hostEntry struct {
	name    string
	v4, v6  netip.Addr
	fake    netip.Addr   // what a fake-IP resolver answers for it
	handler http.Handler // of its web server
}

// The hosts of the lab other than the public names.
const (
	CorporateProxy = "goproxy.corp.example" // a module proxy of a company, with the private modules; wants Credentials
	CorporateGit   = "git.corp.example"     // its git server; wants Credentials
	OutboundProxy  = "proxy.corp.example"   // its proxy to the Internet: HTTP on 3128, SOCKS5 on 1080; 3129 and 1081 want Credentials
	PortalHost     = "portal.hotel.example" // where a captive portal leads to
	Unassigned     = "unassigned.example"   // the server that answers at an unassigned address
	Credentials    = "user:secret"          // accepted wherever the lab asks for some
)

// publicHosts are the names of the lab and what each serves.
func (l *Lab) publicHosts() []hostEntry {
	proxy := func(prefix string, relay bool) http.Handler { return l.moduleProxy(prefix, relay, "") }
	return append([]hostEntry{
		{name: "proxy.golang.org", handler: l.moduleProxy("", true, "https://storage.googleapis.com/proxy-golang-org-prod")},
		{name: "storage.googleapis.com", handler: proxy("/proxy-golang-org-prod", false)},
		{name: "sum.golang.org", handler: l.sumdb.handler},
		{name: "sum.golang.google.cn", handler: l.sumdb.handler},
		{name: "goproxy.cn", handler: proxy("", true)},
		{name: "goproxy.io", handler: proxy("", true)},
		{name: "proxy.golang.com.cn", handler: proxy("", true)},
		{name: "mirrors.aliyun.com", handler: proxy("/goproxy", true)},
		{name: "mirrors.cloud.tencent.com", handler: proxy("/go", true)},
		{name: "mirrors.tencent.com", handler: proxy("/go", true)},
		{name: "repo.huaweicloud.com", handler: proxy("/repository/goproxy", false)},
		{name: "mirrors.huaweicloud.com", handler: proxy("/repository/goproxy", false)},
		{name: "goproxy.bj.bcebos.com", handler: proxy("", true)},
		{name: "github.com", handler: l.repositories("github.com")},
		{name: "go.googlesource.com", handler: l.repositories("go.googlesource.com")},
		{name: "rsc.io", handler: l.goImport("rsc.io")},
		{name: "golang.org", handler: l.goImport("golang.org")},
		{name: "example.com", handler: l.goImport("example.com")},
		{name: CorporateProxy, handler: authorized(l.privateProxy())},
		{name: CorporateGit, handler: l.repositories(CorporateGit)},
		{name: OutboundProxy, handler: http.NotFoundHandler()},
		{name: PortalHost, handler: http.HandlerFunc(portal)},
		{name: Unassigned, handler: http.NotFoundHandler()},
		{name: "connectivitycheck.gstatic.com", handler: connected("/generate_204", http.StatusNoContent, "")},
		{name: "connect.rom.miui.com", handler: connected("/generate_204", http.StatusNoContent, "")},
		{name: "www.msftconnecttest.com", handler: connected("/connecttest.txt", http.StatusOK, "Microsoft Connect Test")},
	}, l.forgeHosts()...)
}

// addHosts gives each host its addresses.
func (l *Lab) addHosts(hosts []hostEntry) {
	v4, v6, fake := netip.MustParseAddr("203.0.113.10"), netip.MustParseAddr("2001:db8::10"), netip.MustParseAddr("198.18.0.10")
	for _, h := range hosts {
		h.v4, h.v6, h.fake = v4, v6, fake
		v4, v6, fake = v4.Next(), v6.Next(), fake.Next()
		l.hosts[h.name] = &h
		for _, a := range []netip.Addr{h.v4, h.v6, h.fake} {
			l.byAddress[a] = &h
		}
	}
}

// hostAt returns who answers at an address.
func (l *Lab) hostAt(a netip.Addr) *hostEntry {
	if h := l.byAddress[a.Unmap()]; h != nil {
		return h
	}
	return l.hosts[Unassigned]
}

// addresses returns what the resolver answers for a name; nil if it does not exist.
func (l *Lab) addresses(name string) []netip.Addr {
	h := l.hosts[name]
	if l.hasFault("*", Portal) {
		h = l.hosts[PortalHost]
	}
	if h == nil {
		return nil
	}
	if l.hasFault(name, FakeIP) {
		return []netip.Addr{h.fake}
	}
	if l.hasFault(name, IPv6) || l.hasFault(name, IPv6Dead) {
		return []netip.Addr{h.v4, h.v6}
	}
	return []netip.Addr{h.v4}
}

// Address returns the IPv4 address of a host of the lab.
func (l *Lab) Address(host string) netip.Addr {
	if h := l.hosts[host]; h != nil {
		return h.v4
	}
	return netip.Addr{}
}

// connected is a page by which operating systems tell whether they have the Internet.
func connected(path string, status int, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			http.NotFound(w, r)
			return
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
}

// portal is the login page that a captive portal shows for everything.
func portal(w http.ResponseWriter, r *http.Request) {
	if r.Host != PortalHost {
		http.Redirect(w, r, "http://"+PortalHost+"/login", http.StatusFound)
		return
	}
	writeHTML(w, "Please log in to use the network")
}

// authorized lets only holders of Credentials through.
func authorized(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !hasCredentials(r) {
			w.Header().Set("WWW-Authenticate", `Basic realm="lab"`)
			http.Error(w, "credentials wanted", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func hasCredentials(r *http.Request) bool {
	user, password, _ := r.BasicAuth()
	return strings.Join([]string{user, password}, ":") == Credentials
}
