package words

import "github.com/gofix-net/gofix-net/pkg/symptom"

// WgetPull are GnuTLS's words where Wget gives them without the function.
var WgetPull = []Wording{
	{"pull function", symptom.TLSReset}, {"push function", symptom.TLSReset}, {"unexpected tls packet", symptom.TLSProtocol}, {"alert", symptom.TLSProtocol},
}

// WgetCertificate are Wget's own sentences, by their stems in English, German,
// French, Spanish, Russian, Japanese and Chinese.
var WgetCertificate = []Wording{
	{"not yet", symptom.TLSNotYetValid}, {"noch nicht", symptom.TLSNotYetValid}, {"pas encore", symptom.TLSNotYetValid}, {"尚未", symptom.TLSNotYetValid}, {"未激活", symptom.TLSNotYetValid}, {"未生效", symptom.TLSNotYetValid}, {"まだ", symptom.TLSNotYetValid}, {"ещё не", symptom.TLSNotYetValid},
	{"expired", symptom.TLSExpired}, {"abgelaufen", symptom.TLSExpired}, {"expiré", symptom.TLSExpired}, {"过期", symptom.TLSExpired}, {"期限", symptom.TLSExpired}, {"失効", symptom.TLSExpired}, {"истёк", symptom.TLSExpired}, {"caducado", symptom.TLSExpired},
	{"match hostname", symptom.TLSNameMismatch}, {"match requested host", symptom.TLSNameMismatch}, {"zum hostname", symptom.TLSNameMismatch}, {"hostnamen", symptom.TLSNameMismatch}, {"nom d'hôte", symptom.TLSNameMismatch}, {"nom d’hôte", symptom.TLSNameMismatch}, {"主机名", symptom.TLSNameMismatch}, {"ホスト名", symptom.TLSNameMismatch}, {"имени", symptom.TLSNameMismatch},
}
