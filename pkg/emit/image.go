package emit

import (
	"fmt"
	"strings"
)

var dockerfile = &Target{
	Name: "dockerfile", Path: "Dockerfile", Mark: "#", First: "# syntax=docker/dockerfile:1\n",
	Text: Texts{
		En: Text{
			For:    "a build stage that downloads modules: ARG with a default, cache mount, netrc as a secret",
			Use:    "Another value: docker build --build-arg GOPROXY=…\nA netrc file: docker build --secret id=netrc,src=$HOME/.netrc",
			Tested: "BuildKit's parser and word expansion",
		},
		Zh: Text{
			For:    "下载模块的构建阶段：ARG 默认值、缓存挂载、以 secret 方式提供 netrc",
			Use:    "改用其他值：docker build --build-arg GOPROXY=…\n提供 netrc 文件：docker build --secret id=netrc,src=$HOME/.netrc",
			Tested: "BuildKit 的解析器和变量展开",
		},
	},
	Body: func(s *State) (string, error) {
		var b strings.Builder
		fmt.Fprintf(&b, "ARG GO_VERSION=%s\nFROM golang:${GO_VERSION}-alpine AS modules\n", s.GoVersion)
		if s.Git {
			b.WriteString("RUN apk add --no-cache git\n")
		}
		for _, v := range s.Values {
			fmt.Fprintf(&b, "ARG %s=\"%s\"\n", v.Name, escaped(v.Text, `\"$`, `\`))
		}
		b.WriteString("WORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod \\\n")
		if s.Secret {
			b.WriteString("    --mount=type=secret,id=netrc,target=/root/.netrc \\\n")
		}
		b.WriteString("    go mod download\n")
		return b.String(), nil
	},
}

var compose = &Target{
	Name: "compose", Path: "compose.yaml", Mark: "#",
	Text: Texts{
		En: Text{
			For:    "a service of Docker Compose: build arguments and environment",
			Use:    "Another value: the variable of the same name in the environment or in .env",
			Tested: "compose-go's interpolation, a YAML parser",
		},
		Zh: Text{
			For:    "Docker Compose 服务：构建参数和环境变量",
			Use:    "改用其他值：在环境变量或 .env 中设置同名变量",
			Tested: "compose-go 的变量替换、YAML 解析器",
		},
	},
	Body: func(s *State) (string, error) {
		vars, err := s.each(func(v Value) (string, error) {
			if err := refuse("compose", v, "}"); err != nil {
				return "", err
			}
			return fmt.Sprintf("%s: %s\n", v.Name, quoted("${"+v.Name+":-"+strings.ReplaceAll(v.Text, "$", "$$")+"}")), nil
		})
		if err != nil {
			return "", err
		}
		return "services:\n  app:\n    build:\n      context: .\n      args:\n" + indent(8, vars) + "    environment:\n" + indent(6, vars), nil
	},
}

var bake = &Target{
	Name: "bake", Path: "docker-bake.hcl", Mark: "#",
	Text: Texts{
		En: Text{
			For:    "build arguments of docker buildx bake",
			Use:    "Another value: the variable of the same name in the environment",
			Tested: "a parser of its quotes",
		},
		Zh: Text{
			For:    "docker buildx bake 的构建参数",
			Use:    "改用其他值：设置同名环境变量",
			Tested: "引号规则解析器",
		},
	},
	Body: func(s *State) (string, error) {
		variables := s.plain(func(v Value) string {
			return fmt.Sprintf("variable %q {\n  default = %s\n}\n", v.Name, hcl(v.Text))
		})
		args := s.plain(func(v Value) string { return fmt.Sprintf("    %s = %s\n", v.Name, v.Name) })
		return variables + "target \"default\" {\n  args = {\n" + args + "  }\n}\n", nil
	},
}

// hcl returns a text as a string of HCL, in which ${ and %{ begin an expression.
func hcl(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(quoted(text))
}
