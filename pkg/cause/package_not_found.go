package cause

var packageNotFound = &Cause{
	ID:       PackageNotFound,
	Severity: Error,
	Layer:    Module,
	Words: in(
		Text[none]{
			Log: Log{
				Title: func(l Seen) string {
					return "the module is there, but the package " + when(l.Target != "", l.Target, "asked for") + " is not in it"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Look whether the package was moved or renamed, or came in another version: open https://pkg.go.dev/" + l.Path,
						"Ask for the newest version of the module, or for the one that still has it:",
						"$ go list -m -versions " + l.Module,
					}
				},
			},
			Page: "PAGE",
		},
		Text[none]{
			Log: Log{
				Title: func(l Seen) string {
					return "模块存在，但其中没有包 " + when(l.Target != "", l.Target, "（所要求的）")
				},
				Steps: func(l Seen) []string {
					return []string{
						"查看该包是否被移动、改名，或在其他版本中：打开 https://pkg.go.dev/" + l.Path,
						"使用模块的最新版本，或仍包含该包的版本：",
						"$ go list -m -versions " + l.Module,
					}
				},
			},
			Page: "PAGE",
		},
	),
}
