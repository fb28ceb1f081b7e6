package nettest

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"net/url"
	"strings"
	"time"
)

// HostileCertificate is a certificate whose texts would write on a terminal.
type HostileCertificate struct {
	Name string
	Cert tls.Certificate
	// Authority is what a client trusts.
	Authority *CA
}

// HostileCertificates returns certificates with [Dirt] in each text that they hold:
// of an authority that is not trusted, for another name, out of date, and valid ones.
func HostileCertificates() []HostileCertificate {
	dirt := strings.ToValidUTF8(Dirt, "\u009b") // certificates hold UTF-8
	ascii := strings.Map(func(r rune) rune {
		if r > 0x7f {
			return '?'
		}
		return r
	}, dirt)
	trusted, other := NewCA("authority "+dirt), NewCA("other "+dirt+strings.Repeat("x", 60<<10))
	now := time.Now()
	leaf := func(ca *CA, from, to time.Time, names ...string) tls.Certificate {
		key := newKey()
		t := template(dirt, from, to)
		t.Subject = pkix.Name{CommonName: dirt, Organization: []string{dirt, dirt}, OrganizationalUnit: []string{dirt}, Country: []string{"C\x1b[31m"}, SerialNumber: dirt}
		t.DNSNames, t.EmailAddresses, t.URIs = names, []string{"a@" + ascii}, []*url.URL{{Scheme: "urn", Opaque: "x"}}
		t.OCSPServer, t.IssuingCertificateURL, t.CRLDistributionPoints = []string{"http://127.0.0.1:1/" + ascii}, []string{"http://127.0.0.1:1/" + ascii}, []string{"http://127.0.0.1:1/" + ascii}
		t.KeyUsage, t.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		if len(names) == 0 {
			t.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
		}
		c := sign(t, ca.Certificate, key.Public(), ca.key)
		return tls.Certificate{Certificate: [][]byte{c.Raw}, PrivateKey: key, Leaf: c}
	}
	many := make([]string, 3000)
	for i := range many {
		many[i] = "*.x\x1b[2J.example.com"
	}
	hour := time.Hour
	return []HostileCertificate{
		{"a certificate of an unknown authority", leaf(other, now.Add(-hour), now.Add(hour)), trusted},
		{"a certificate for names of dirt", leaf(trusted, now.Add(-hour), now.Add(hour), ascii, "x\x1b[31m.example.com"), trusted},
		{"a certificate for thousands of names", leaf(trusted, now.Add(-hour), now.Add(hour), many...), trusted},
		{"an expired certificate", leaf(trusted, now.Add(-2*hour), now.Add(-hour)), trusted},
		{"an early certificate", leaf(trusted, now.Add(hour), now.Add(2*hour)), trusted},
		{"a valid certificate", leaf(trusted, now.Add(-hour), now.Add(hour)), trusted},
	}
}
