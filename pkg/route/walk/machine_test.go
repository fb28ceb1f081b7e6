package walk

import "github.com/gofix-net/gofix-net/pkg/settings"

// machineWith is a snapshot of a machine with git and these settings.
func machineWith(layers ...settings.Setting) *settings.Snapshot {
	return &settings.Snapshot{OS: "linux", Git: settings.GitTool{Path: "/usr/bin/git"}, Layers: layers}
}

func goenv(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Go(name), Value: settings.Value(value), Origin: settings.GoenvFile}
}

func variable(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Variable(name), Value: settings.Value(value), Origin: settings.OSEnv}
}

func gitSetting(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Git(name), Value: settings.Value(value), Origin: settings.GitGlobal}
}
