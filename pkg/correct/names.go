package correct

// neverRead are names of variables in circulation that no release of Go reads, or
// none any more, with what was meant; "" where nothing is to be set in their place.
var neverRead = []struct{ name, meant string }{
	{"GOCACHEPROXY", ""}, {"GONOSUMCHECK", ""}, {"GOPROXY_URL", ""}, // of articles and scripts
	{"GOPROXYS", "GOPROXY"}, {"GOPROXIES", "GOPROXY"}, {"GOPORXY", "GOPROXY"}, {"GORPOXY", "GOPROXY"}, {"GOPRXOY", "GOPROXY"},
	{"GO_PROXY", "GOPROXY"}, {"GOMODPROXY", "GOPROXY"}, {"GO_MODULE_PROXY", "GOPROXY"}, {"GOMOD_PROXY", "GOPROXY"},
	{"GOSUMBD", "GOSUMDB"}, {"GOSUM_DB", "GOSUMDB"}, {"GOSUMSDB", "GOSUMDB"}, {"GO_SUMDB", "GOSUMDB"}, {"GOSUMDBS", "GOSUMDB"}, {"GOSUMCHECK", "GOSUMDB"},
	{"GO_NOPROXY", "GONOPROXY"}, {"GONOPROXYS", "GONOPROXY"},
	{"GO_NOSUMDB", "GONOSUMDB"}, {"GONOSUM", "GONOSUMDB"}, {"GONOSUMD", "GONOSUMDB"},
	{"GO_PRIVATE", "GOPRIVATE"}, {"GOPRIVATES", "GOPRIVATE"}, {"GOPRIVAT", "GOPRIVATE"}, {"GOPRIVTE", "GOPRIVATE"},
	{"GOPRIVATE_MODULES", "GOPRIVATE"}, {"GONOPRIVATE", "GOPRIVATE"},
	{"GO111MODULES", "GO111MODULE"}, {"GO111MOUDLE", "GO111MODULE"}, {"GO11MODULE", "GO111MODULE"}, {"GO1111MODULE", "GO111MODULE"}, {"GO_111_MODULE", "GO111MODULE"},
	{"GOTOOLCHAINS", "GOTOOLCHAIN"},
}

// Name reports whether a name is one that no go command reads, though people set it,
// and the variable that was probably meant; "" where there is none.
func Name(name string) (meant string, never bool) {
	for _, n := range neverRead {
		if n.name == name {
			return n.meant, true
		}
	}
	return "", false
}

// NeverRead returns the names that [Name] knows.
func NeverRead() []string {
	out := make([]string, 0, len(neverRead))
	for _, n := range neverRead {
		out = append(out, n.name)
	}
	return out
}
