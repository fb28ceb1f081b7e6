package netlab

import (
	"crypto/ed25519"
	"errors"
	"time"

	"golang.org/x/crypto/ssh"
)

// ssh speaks the protocol as far as the login, which always fails. Its host key
// is a new one in each lab, so that no known_hosts file has it.
func (s *servers) ssh(c *conn) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	config := &ssh.ServerConfig{
		ServerVersion: "SSH-2.0-OpenSSH_9.6",
		PublicKeyCallback: func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
			return nil, errors.New("no key is welcome here")
		},
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		return
	}
	config.AddHostKey(signer)
	if conn, _, _, err := ssh.NewServerConn(c, config); err == nil {
		_ = conn.Close()
	}
}
