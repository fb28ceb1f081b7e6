package startup

import "strings"

// registryValue is a variable in the Windows registry.
type registryValue struct {
	machine     bool // of all users (HKLM), else of this one (HKCU)
	name, value string
	expands     bool // REG_EXPAND_SZ: %NAME% is replaced
}

const (
	userKey    = `HKCU\Environment`
	machineKey = `HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment`
)

// fromRegistry turns registry values into definitions. They are removed by a
// command, which tells the running desktop too: `reg delete` would not.
func fromRegistry(values []registryValue, want names) []Definition {
	var f found
	for _, v := range values {
		wanted, ok := want.match(v.name)
		if !ok {
			continue
		}
		file, target := userKey, "User"
		if v.machine {
			file, target = machineKey, "Machine" // in a shell with administrator rights
		}
		f.add(want, v.name, Definition{
			Place: Place{
				File: file, Shell: Registry, Kind: Command, Literal: !v.expands || !strings.Contains(v.value, "%"),
				Unset:  `[Environment]::SetEnvironmentVariable("` + wanted + `", $null, "` + target + `")`,
				Reload: reload(PowerShell, wanted),
			},
			Value: Raw(v.value), Text: Raw(wanted + "=" + v.value),
		})
	}
	return f.definitions
}
