package nettest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// CA is a certificate authority made at run time. No key is ever stored.
type CA struct {
	Certificate *x509.Certificate
	key         crypto.Signer
}

// NewCA makes an authority of that name, valid for a day.
func NewCA(name string) *CA {
	ca := &CA{key: newKey()}
	t := template(name, time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour))
	t.IsCA, t.BasicConstraintsValid, t.KeyUsage = true, true, x509.KeyUsageCertSign
	ca.Certificate = sign(t, t, ca.key.Public(), ca.key)
	return ca
}

// Pool returns a pool that trusts only this authority.
func (ca *CA) Pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(ca.Certificate)
	return p
}

// PEM returns the authority's certificate for SSL_CERT_FILE and the like.
func (ca *CA) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Certificate.Raw})
}

// Valid issues a certificate for the names (or addresses), valid now.
func (ca *CA) Valid(names ...string) tls.Certificate {
	return ca.Issue(time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour), names...)
}

// Expired issues one that ended an hour ago.
func (ca *CA) Expired(names ...string) tls.Certificate {
	return ca.Issue(time.Now().Add(-48*time.Hour), time.Now().Add(-time.Hour), names...)
}

// Early issues one that will be valid in an hour.
func (ca *CA) Early(names ...string) tls.Certificate {
	return ca.Issue(time.Now().Add(time.Hour), time.Now().Add(48*time.Hour), names...)
}

// Issue issues a server certificate for the names (or addresses).
func (ca *CA) Issue(from, to time.Time, names ...string) tls.Certificate {
	key := newKey()
	t := template("test server", from, to)
	t.KeyUsage, t.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
			continue
		}
		t.DNSNames = append(t.DNSNames, name)
	}
	leaf := sign(t, ca.Certificate, key.Public(), ca.key)
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}
}

func template(name string, from, to time.Time) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		panic(fmt.Sprintf("random serial: %v", err))
	}
	return &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: to}
}

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(fmt.Sprintf("generate a key: %v", err))
	}
	return key
}

func sign(t, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) *x509.Certificate {
	der, err := x509.CreateCertificate(rand.Reader, t, parent, public, key)
	if err != nil {
		panic(fmt.Sprintf("sign a certificate: %v", err))
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		panic(fmt.Sprintf("parse the certificate just signed: %v", err))
	}
	return c
}
