package startup

import (
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// documents is the folder of the user's documents, wherever it was moved (to OneDrive,
// to a server), and in whatever language it is named; "" where Windows does not tell.
func documents() string {
	dir, err := windows.KnownFolderPath(windows.FOLDERID_Documents, 0)
	if err != nil {
		return ""
	}
	return dir
}

// readRegistry reads the variables of this user and of all users.
func readRegistry() []registryValue {
	var out []registryValue
	for _, at := range []struct {
		root    registry.Key
		path    string
		machine bool
	}{
		{registry.CURRENT_USER, `Environment`, false},
		{registry.LOCAL_MACHINE, `SYSTEM\CurrentControlSet\Control\Session Manager\Environment`, true},
	} {
		k, err := registry.OpenKey(at.root, at.path, registry.QUERY_VALUE)
		if err != nil {
			continue
		}
		out = append(out, valuesOf(k, at.machine)...)
		_ = k.Close()
	}
	return out
}

func valuesOf(k registry.Key, machine bool) []registryValue {
	names, err := k.ReadValueNames(0)
	if err != nil {
		return nil
	}
	var out []registryValue
	for _, name := range names {
		text, kind, err := k.GetStringValue(name)
		if err != nil { // not a string
			continue
		}
		out = append(out, registryValue{machine, name, text, kind == registry.EXPAND_SZ})
	}
	return out
}
