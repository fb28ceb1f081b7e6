package known

// PrivateLists returns the variables of the go command that hold patterns of module
// paths and keep those from module proxies, from the checksum database, or from both
// (go help module-private). GOPRIVATE is first: the others take its value where they have
// none of their own.
func PrivateLists() []string { return []string{"GOPRIVATE", "GONOPROXY", "GONOSUMDB"} }

// PatternLists returns the variables of the go command whose value is a list of patterns
// of module paths: those of [PrivateLists], and GOINSECURE (go help environment).
func PatternLists() []string { return append(PrivateLists(), "GOINSECURE") }
