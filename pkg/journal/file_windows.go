package journal

// copyOwner has nothing to do: the directory's access list applies.
func copyOwner(_, _ string) {}

// syncDir has nothing to do: a directory cannot be opened for it.
func syncDir(string) error { return nil }
