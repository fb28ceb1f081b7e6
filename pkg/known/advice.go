package known

// The addresses that texts tell people to open or to set.
const (
	GoDownloads      = "https://go.dev/dl/"
	GoDownloadsChina = "https://golang.google.cn/dl/" // the same files, reachable inside China
	// ListInChina is the value of GOPROXY that texts name as an example for mainland China.
	ListInChina = "https://goproxy.cn,direct"
	// Repository is our own.
	Repository = "https://github.com/gofix-net/gofix-net"

	packagePages = "https://pkg.go.dev/"
)

// PackagePage is where people can look a module or a package up.
func PackagePage(path string) string { return packagePages + path }
