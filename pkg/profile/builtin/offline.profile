# en: No network: modules come from this machine's module cache alone.
# zh: 不使用网络：模块只从本机的模块缓存获取。
#
# {modcache} stands for the file:// address of GOMODCACHE/cache/download, which is
# laid out as a module proxy is. What is not there fails at once, because off ends
# the list. Verification stays as it is: go.sum and the records of the checksum
# database that are cached need no network.

GOPROXY={modcache},off
