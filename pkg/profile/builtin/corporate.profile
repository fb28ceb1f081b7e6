# en: Your company's module proxy alone, without any public proxy.
# zh: 只使用公司内部的模块代理，不使用任何公共代理。
#
# {company} stands for the entries of the present GOPROXY that are no public
# proxies, in their order, with their separators and credentials, and with the
# direct or off that ends the list. Where there is none, set it first:
# GOPROXY=https://goproxy.example.com

GOPROXY={company}
