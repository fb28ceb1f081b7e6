# en: Mirrors that are reachable from mainland China, then the origin itself.
# zh: 使用中国大陆可以访问的模块代理，最后回退到源站（direct）。
#
# goproxy.cn stands first: it relays the checksum database and has the best
# record of faithful content. A bar follows it, so that any failure of it leads
# to the second mirror at the cost of time only. A comma stands before direct:
# only "not found" leads to the origin, and errors of the mirrors stay visible.
# goproxy.io is left out: re-tagged content and wrong checksum-database tiles
# were reported of it. A third mirror that is dead would cost 30 s per file.
#
# GOSUMDB is not set: goproxy.cn relays sum.golang.org.

GOPROXY=https://goproxy.cn|https://mirrors.aliyun.com/goproxy/,direct
