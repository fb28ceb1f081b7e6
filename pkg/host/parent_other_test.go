//go:build !linux

package host

func startAndWait() {}

func announceAndWait() {}
