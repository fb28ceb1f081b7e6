package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Phrase says what a symptom means in a few words of a language, to stand
// inside a sentence. A symptom without a phrase is given by its name.
func Phrase(lang string, s symptom.Symptom) string {
	for _, p := range phrases {
		switch {
		case p.of != s:
		case lang == "zh":
			return p.zh
		default:
			return p.en
		}
	}
	return string(s)
}

// saysEn is a symptom in a few words, with what was said of it, "" for nothing.
func saysEn(s symptom.Symptom, detail string) string {
	return remarked(en(s), more(s, detail), " (", "; ", ")")
}

// saysZh is saysEn in Chinese.
func saysZh(s symptom.Symptom, detail string) string {
	return remarked(zh(s), said(more(s, detail)), "（", "；", "）")
}

// more is what was said of a symptom without what its phrase says already: which resolver
// does not know a name stands in the evidence.
func more(s symptom.Symptom, detail string) string {
	if s == symptom.DNSNXDomain {
		detail, _, _ = strings.Cut(detail, "; resolver ")
	}
	return detail
}

// remarked is a text with a remark in brackets. One that it ends in already becomes a
// part of it, or goes where the remark has it too: (404), and "404 Not Found".
func remarked(text, remark, opening, between, closing string) string {
	if remark == "" {
		return text
	}
	if at := strings.LastIndex(text, opening); at >= 0 && strings.HasSuffix(text, closing) {
		own := strings.TrimSuffix(text[at+len(opening):], closing)
		text = text[:at]
		if !strings.Contains(remark, own) {
			remark = own + between + remark
		}
	}
	return text + opening + remark + closing
}

type phrase struct{ en, zh string }

var phrases = []struct {
	of symptom.Symptom
	phrase
}{
	{symptom.DNSNXDomain, phrase{"its name does not resolve (NXDOMAIN)", "域名不存在（NXDOMAIN）"}},
	{symptom.DNSNoAddress, phrase{"its name has no address", "域名没有地址记录"}},
	{symptom.DNSTimeout, phrase{"no DNS server answers for its name", "DNS 服务器对该域名无响应"}},
	{symptom.DNSServFail, phrase{"the DNS server fails on its name (SERVFAIL)", "DNS 服务器解析失败（SERVFAIL）"}},
	{symptom.DNSRefused, phrase{"the DNS server refuses its name (REFUSED)", "DNS 服务器拒绝解析（REFUSED）"}},
	{symptom.DNSBogusAddress, phrase{"its name resolves to a wrong address", "域名被解析到错误的地址"}},
	{symptom.TCPRefused, phrase{"the connection is refused", "连接被拒绝"}},
	{symptom.TCPReset, phrase{"the connection is reset", "连接被重置"}},
	{symptom.TCPTimeout, phrase{"the connection times out", "连接超时"}},
	{symptom.TCPUnreachable, phrase{"there is no route to it", "没有到达它的路由"}},
	{symptom.TCPDenied, phrase{"this system blocks the connection", "本机系统禁止该连接"}},
	{symptom.TLSReset, phrase{"the connection is reset during the TLS handshake", "TLS 握手时连接被重置"}},
	{symptom.TLSTimeout, phrase{"the TLS handshake stalls", "TLS 握手停滞"}},
	{symptom.TLSUnknownAuthority, phrase{"its certificate is from an unknown authority", "证书由未知机构签发"}},
	{symptom.TLSNameMismatch, phrase{"its certificate is for another name", "证书与域名不符"}},
	{symptom.TLSExpired, phrase{"its certificate has expired", "证书已过期"}},
	{symptom.TLSNotYetValid, phrase{"its certificate is not yet valid", "证书尚未生效"}},
	{symptom.TLSProtocol, phrase{"the server there does not speak TLS", "对端不是有效的 TLS 服务"}},
	{symptom.HTTPTimeout, phrase{"the request gets no answer", "请求没有响应"}},
	{symptom.HTTPTruncated, phrase{"its answers are cut off", "响应不完整"}},
	{symptom.HTTPReset, phrase{"the connection breaks before the answer", "响应前连接中断"}},
	{symptom.HTTPRedirectFailed, phrase{"it redirects to a host that fails", "它重定向到的地址不可用"}},
	{symptom.HTTP401, phrase{"it requires credentials (401)", "需要凭据（401）"}},
	{symptom.HTTP403, phrase{"it refuses the request (403)", "拒绝请求（403）"}},
	{symptom.HTTP404, phrase{"it does not have it (404)", "没有找到（404）"}},
	{symptom.HTTP407, phrase{"the outbound proxy requires credentials (407)", "出站代理需要凭据（407）"}},
	{symptom.HTTP410, phrase{"it no longer has it (410)", "已不再提供（410）"}},
	{symptom.HTTP429, phrase{"it answers 429, too many requests", "请求过多（429）"}},
	{symptom.HTTP451, phrase{"it may not serve it for legal reasons (451)", "因法律原因拒绝（451）"}},
	{symptom.HTTP4xx, phrase{"it rejects the request", "拒绝了请求"}},
	{symptom.HTTP5xx, phrase{"it answers with a server error", "服务器返回内部错误"}},
	{symptom.HTTPNotProxy, phrase{"its answers are not those of a module proxy", "响应不符合模块代理协议"}},
	{symptom.OutboundProxyFailed, phrase{"the outbound proxy fails", "出站代理不可用"}},
	{symptom.VCSAuth, phrase{"git has no credentials for it", "git 没有可用的凭据"}},
	{symptom.VCSHostKey, phrase{"ssh does not accept its host key", "ssh 不接受其主机密钥"}},
	{symptom.VCSProtocol, phrase{"git is not allowed to use that protocol", "git 不允许使用该协议"}},
	{symptom.ChecksumMismatch, phrase{"its content does not match the recorded checksum", "内容与已记录的校验和不符"}},
	{symptom.Unknown, phrase{"it fails for an unknown reason", "因未知原因失败"}},
}

// endlessEn and endlessZh are why nothing follows an answer that does not come.
const (
	endlessEn = "go waits for it without a limit"
	endlessZh = "go 会一直等待它"
)
