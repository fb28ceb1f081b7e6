package protocol

import (
	"time"
)

// Bounds of what is downloaded for one module from one entry.
const (
	maxList = 4 << 20   // bytes of @v/list; the longest known ones have some 100 KiB
	maxInfo = 256 << 10 // bytes of V.info
	MaxMod  = 4 << 20   // bytes of V.mod; the go command takes 16 MiB
	maxZip  = 1 << 20   // bytes of V.zip: a longer one is checked at its head and its end
	zipTail = 64 << 10  // bytes of the end of a longer one
	// zipSpell bounds the download of the zip: enough for a measure of throughput.
	zipSpell = 2 * time.Second
	// minZipRate, in bytes per second: what is slower than that over the whole
	// spell has stalled.
	minZipRate = 1 << 10
)
