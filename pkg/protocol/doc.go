// Package protocol is what the go command says to a module proxy, to a checksum
// database and to the host of a module path, and how it reads the answers: the
// version list, .info, .mod and .zip files, signed tree heads and records, go-import
// tags. It keeps to what the go command accepts; package wire carries it.
package protocol
