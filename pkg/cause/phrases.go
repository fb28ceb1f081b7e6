package cause

import (
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Phrase says what a symptom means in a few words of a language, to stand
// inside a sentence. A symptom without a phrase is given by its name.
func Phrase(lang string, s symptom.Symptom) string {
	p, ok := phrases[s]
	switch {
	case !ok:
		return string(s)
	case lang == "zh":
		return p.zh
	}
	return p.en
}

type phrase struct{ en, zh string }

var phrases = map[symptom.Symptom]phrase{
	symptom.DNSNXDomain:         {"its name does not resolve (NXDOMAIN)", "域名不存在（NXDOMAIN）"},
	symptom.DNSNoAddress:        {"its name has no address", "域名没有地址记录"},
	symptom.DNSTimeout:          {"no DNS server answers for its name", "DNS 服务器对该域名无响应"},
	symptom.DNSServFail:         {"the DNS server fails on its name (SERVFAIL)", "DNS 服务器解析失败（SERVFAIL）"},
	symptom.DNSRefused:          {"the DNS server refuses its name (REFUSED)", "DNS 服务器拒绝解析（REFUSED）"},
	symptom.DNSBogusAddress:     {"its name resolves to a wrong address", "域名被解析到错误的地址"},
	symptom.TCPRefused:          {"the connection is refused", "连接被拒绝"},
	symptom.TCPReset:            {"the connection is reset", "连接被重置"},
	symptom.TCPTimeout:          {"the connection times out", "连接超时"},
	symptom.TCPUnreachable:      {"there is no route to it", "没有到达它的路由"},
	symptom.TCPDenied:           {"this system blocks the connection", "本机系统禁止该连接"},
	symptom.TLSReset:            {"the connection is reset during the TLS handshake", "TLS 握手时连接被重置"},
	symptom.TLSTimeout:          {"the TLS handshake stalls", "TLS 握手停滞"},
	symptom.TLSUnknownAuthority: {"its certificate is from an unknown authority", "证书由未知机构签发"},
	symptom.TLSNameMismatch:     {"its certificate is for another name", "证书与域名不符"},
	symptom.TLSExpired:          {"its certificate has expired", "证书已过期"},
	symptom.TLSNotYetValid:      {"its certificate is not yet valid", "证书尚未生效"},
	symptom.TLSProtocol:         {"the server there does not speak TLS", "对端不是有效的 TLS 服务"},
	symptom.HTTPTimeout:         {"the request gets no answer", "请求没有响应"},
	symptom.HTTPTruncated:       {"its answers are cut off", "响应不完整"},
	symptom.HTTPReset:           {"the connection breaks before the answer", "响应前连接中断"},
	symptom.HTTPRedirectFailed:  {"it redirects to a host that fails", "它重定向到的地址不可用"},
	symptom.HTTP401:             {"it requires credentials (401)", "需要凭据（401）"},
	symptom.HTTP403:             {"it refuses the request (403)", "拒绝请求（403）"},
	symptom.HTTP404:             {"it does not have it (404)", "没有找到（404）"},
	symptom.HTTP407:             {"the outbound proxy requires credentials (407)", "出站代理需要凭据（407）"},
	symptom.HTTP410:             {"it no longer has it (410)", "已不再提供（410）"},
	symptom.HTTP429:             {"it answers 429, too many requests", "请求过多（429）"},
	symptom.HTTP451:             {"it may not serve it for legal reasons (451)", "因法律原因拒绝（451）"},
	symptom.HTTP4xx:             {"it rejects the request", "拒绝了请求（4xx）"},
	symptom.HTTP5xx:             {"it answers with a server error", "服务器内部错误（5xx）"},
	symptom.HTTPNotProxy:        {"its answers are not those of a module proxy", "响应不符合模块代理协议"},
	symptom.OutboundProxyFailed: {"the outbound proxy fails", "出站代理不可用"},
	symptom.VCSAuth:             {"git has no credentials for it", "git 没有可用的凭据"},
	symptom.VCSHostKey:          {"ssh does not accept its host key", "ssh 不接受其主机密钥"},
	symptom.VCSProtocol:         {"git is not allowed to use that protocol", "git 不允许使用该协议"},
	symptom.ChecksumMismatch:    {"its content does not match the recorded checksum", "内容与已记录的校验和不符"},
	symptom.Unknown:             {"it fails for an unknown reason", "因未知原因失败"},
}
