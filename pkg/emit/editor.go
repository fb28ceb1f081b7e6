package emit

import (
	"fmt"
	"strings"
)

// object writes the values as the members of an object of JSON.
func (s *State) object(value func(Value) string) string {
	var parts []string
	for _, v := range s.Values {
		parts = append(parts, quoted(v.Name)+": "+value(v))
	}
	return strings.Join(parts, ",\n")
}

var devcontainer = &Target{
	Name: "devcontainer", Path: ".devcontainer/devcontainer.json", Mark: "//",
	Text: Texts{
		En: Text{For: "a development container", Use: "Another value: the variable of the same name on your machine", Tested: "a parser of JSON with comments"},
		Zh: Text{For: "开发容器（devcontainer）", Use: "改用其他值：在自己的机器上设置同名环境变量", Tested: "带注释的 JSON 解析器"},
	},
	// ${localEnv:NAME:DEFAULT} ends a default at its first colon, and so cuts every
	// URL. An empty variable is as good as none for go, so that the default of the
	// container stands in its GOENV file.
	Body: func(s *State) (string, error) {
		env := s.object(func(v Value) string { return quoted("${localEnv:" + v.Name + "}") })
		command := []string{quoted("go"), quoted("env"), quoted("-w")}
		for _, v := range s.Values {
			if err := refuse("devcontainer", v, "${"); err != nil {
				return "", err
			}
			command = append(command, quoted(v.Name+"="+v.Text))
		}
		return fmt.Sprintf("{\n  \"image\": %s,\n  \"containerEnv\": {\n%s\n  },\n  \"onCreateCommand\": [%s]\n}\n",
			quoted("mcr.microsoft.com/devcontainers/go:"+s.GoVersion), indent(4, env), strings.Join(command, ", ")), nil
	},
}

var vscode = &Target{
	Name: "vscode", Path: "Code/User/settings.json", Mark: "//",
	Text: Texts{
		En: Text{For: "the Go extension of VS Code: gopls and its tools", Use: "For your user settings (Preferences: Open User Settings (JSON)); they outrank the environment of VS Code. In .vscode/settings.json everybody would get them", Tested: "a parser of JSON with comments"},
		Zh: Text{For: "VS Code 的 Go 扩展（gopls 及工具）", Use: "请写入用户设置（Preferences: Open User Settings (JSON)），优先于 VS Code 的环境变量；写入 .vscode/settings.json 会影响所有人", Tested: "带注释的 JSON 解析器"},
	},
	Body: func(s *State) (string, error) {
		for _, v := range s.Values {
			if err := refuse("vscode", v, "${"); err != nil {
				return "", err
			}
		}
		return "{\n  \"go.toolsEnvVars\": {\n" + indent(4, s.object(func(v Value) string { return quoted(v.Text) })) + "\n  }\n}\n", nil
	},
}

var renovate = &Target{
	Name: "renovate", Path: "renovate.json", JSON: true,
	Text: Texts{
		En: Text{For: "Renovate: variables of go mod tidy in a repository; the bot has to allow them (allowedEnv)", Tested: "a parser of JSON"},
		Zh: Text{For: "Renovate：仓库中 go mod tidy 的变量，需机器人用 allowedEnv 放行", Tested: "JSON 解析器"},
	},
	Body: func(s *State) (string, error) {
		for _, v := range s.Values {
			if err := refuse("renovate", v, "{{"); err != nil {
				return "", err
			}
		}
		return "{\n  \"postUpdateOptions\": [\"gomodTidy\"],\n  \"env\": {\n" + indent(4, s.object(func(v Value) string { return quoted(v.Text) })) + "\n  }\n}\n", nil
	},
}
