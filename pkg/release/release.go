// Package release verifies downloaded files of a release: their SHA-256 stands in
// checksums.txt, and checksums.txt is signed with minisign by the key of the project.
package release

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"aead.dev/minisign"
)

// The files beside a downloaded one. A signature of the file itself does as well.
const (
	Checksums = "checksums.txt"
	Signature = ".minisig" // behind the name of the signed file
)

// Bounds in bytes: of a list of checksums or a signature, and of a signed file, which
// has to be in memory.
const (
	maxList   = 1 << 20
	maxSigned = 256 << 20
)

// The reasons for which a file is not verified.
var (
	ErrNoKey     = errors.New("there is no public key to verify with")
	ErrNotListed = errors.New("checksums.txt does not list the file")
	ErrChecksum  = errors.New("the SHA-256 of the file is not the one in checksums.txt")
	ErrSignature = errors.New("the signature was not made by this key, or the signed file was changed")
	ErrUnsigned  = errors.New("neither the file nor a checksums.txt beside it has a signature")
)

// Verified is a file that is the released one.
type Verified struct {
	SHA256 string // in hexadecimal digits
	Signed string // the file that the signature is of: itself, or its checksums.txt
	Key    string // the id of the key, in hexadecimal digits
}

// Verify verifies a file with a public key of minisign: by a signature beside it, or
// else by the signed checksums.txt beside it. The error wraps one of the reasons
// above, or says what could not be read.
func Verify(file, publicKey string) (*Verified, error) {
	if publicKey == "" {
		return nil, ErrNoKey
	}
	var key minisign.PublicKey
	if err := key.UnmarshalText([]byte(publicKey)); err != nil {
		return nil, fmt.Errorf("%q is no public key of minisign: %w", publicKey, err)
	}
	sum, err := sumOf(file)
	if err != nil {
		return nil, err
	}
	v := &Verified{SHA256: sum, Signed: file, Key: fmt.Sprintf("%016X", key.ID())}
	if _, err := os.Stat(file + Signature); err == nil {
		if err := signed(file, key); err != nil {
			return nil, err
		}
		return v, nil
	}
	v.Signed = filepath.Join(filepath.Dir(file), Checksums)
	err = signed(v.Signed, key)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", file, ErrUnsigned)
	}
	if err != nil {
		return nil, err
	}
	list, err := read(v.Signed, maxList)
	if err != nil {
		return nil, err
	}
	if err := listed(list, filepath.Base(file), sum); err != nil {
		return nil, err
	}
	return v, nil
}

func sumOf(file string) (string, error) {
	f, err := open(file)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// signed verifies the signature beside a file.
func signed(file string, key minisign.PublicKey) error {
	signature, err := read(file+Signature, maxList)
	if err != nil {
		return err
	}
	text, err := read(file, maxSigned)
	if err != nil {
		return err
	}
	// The install scripts know no other algorithm than that of releases.
	var s minisign.Signature
	if err := s.UnmarshalText(signature); err != nil || s.Algorithm != minisign.HashEdDSA || !minisign.Verify(key, text, signature) {
		return fmt.Errorf("%s: %w", file, ErrSignature)
	}
	return nil
}

// open opens a regular file: a pipe would let the caller wait forever, a device give
// bytes without end.
func open(file string) (*os.File, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", file)
	}
	return os.Open(file)
}

func read(file string, limit int64) ([]byte, error) {
	f, err := open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s is larger than %d bytes", file, limit)
	}
	return data, err
}

// listed compares a checksum with the line of its file, "SHA256  NAME".
func listed(list []byte, name, sum string) error {
	lines := bufio.NewScanner(bytes.NewReader(list))
	for lines.Scan() {
		want, at, ok := strings.Cut(lines.Text(), " ")
		if !ok || strings.TrimLeft(at, " *") != name {
			continue
		}
		if !strings.EqualFold(want, sum) {
			return fmt.Errorf("%s: %w", name, ErrChecksum)
		}
		return nil
	}
	return fmt.Errorf("%s: %w", name, ErrNotListed)
}
