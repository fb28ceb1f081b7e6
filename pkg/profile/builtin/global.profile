# en: The public Go module mirror, then the origin: what an unmodified Go does.
# zh: 使用 Go 官方模块代理，最后回退到源站（direct），即 Go 的默认设置。
#
# The value is written out, not left to the default: distributions and images
# change the default in $GOROOT/go.env.

GOPROXY=https://proxy.golang.org,direct
