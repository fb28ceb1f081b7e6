# en: No public proxy: every module is fetched from its origin by git.
# zh: 不使用公共代理：所有模块都用 git 直接从源站获取。
#
# The checksum database stays on: it verifies modules from the origin too.

GOPROXY=direct
