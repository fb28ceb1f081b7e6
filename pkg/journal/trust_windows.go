package journal

import "io/fs"

// nonblock is not needed: a path of a file does not wait for a writer.
const nonblock = 0

// distrust says nothing: the directory is below the user's profile, whose access
// list keeps others out.
func distrust(fs.FileInfo) error { return nil }
