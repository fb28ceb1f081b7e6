package emit

import (
	"fmt"
	"strings"
)

// workflow writes a job of GitHub or of what runs its workflows.
func workflow(target string, s *State) (string, error) {
	env, err := s.each(func(v Value) (string, error) {
		if err := refuse(target, v, "${{", "}}"); err != nil {
			return "", err
		}
		value := fmt.Sprintf("${{ vars.%s || '%s' }}", v.Name, strings.ReplaceAll(v.Text, "'", "''"))
		return fmt.Sprintf("%s: %s\n", v.Name, quoted(value)), nil
	})
	return "name: modules\non: [push]\npermissions:\n  contents: read\njobs:\n  download:\n    runs-on: ubuntu-latest\n    env:\n" + indent(6, env) +
		"    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/setup-go@v5\n        with:\n          go-version-file: go.mod\n      - run: go mod download\n", err
}

var github = &Target{
	Name: "github", Path: ".github/workflows/modules.yml", Mark: "#",
	Text: Texts{
		En: Text{For: "a job of GitHub Actions", Use: "Another value: a variable of the repository or the organization", Tested: "actionlint, a YAML parser, a parser of expressions"},
		Zh: Text{For: "GitHub Actions 任务", Use: "改用其他值：在仓库或组织中设置同名变量", Tested: "actionlint、YAML 解析器、表达式解析器"},
	},
	Body: func(s *State) (string, error) { return workflow("github", s) },
}

var gitea = &Target{
	Name: "gitea", Path: ".gitea/workflows/modules.yml", Mark: "#",
	Text: Texts{
		En: Text{For: "a job of Gitea or Forgejo Actions", Use: "Another value: a variable of the repository or the organization", Tested: "a YAML parser, a parser of expressions"},
		Zh: Text{For: "Gitea 或 Forgejo Actions 任务", Use: "改用其他值：在仓库或组织中设置同名变量", Tested: "YAML 解析器、表达式解析器"},
	},
	Body: func(s *State) (string, error) { return workflow("gitea", s) },
}

var gitlab = &Target{
	Name: "gitlab", Path: ".gitlab-ci.yml", Mark: "#",
	Text: Texts{
		En: Text{For: "variables and a job of GitLab CI", Use: "Another value: a CI/CD variable of the project or group, which outranks these", Tested: "a YAML parser"},
		Zh: Text{For: "GitLab CI 的变量和任务", Use: "改用其他值：在项目或群组的 CI/CD 变量中设置，优先级更高", Tested: "YAML 解析器"},
	},
	Body: func(s *State) (string, error) {
		vars := s.plain(func(v Value) string {
			out := fmt.Sprintf("%s:\n  value: %s\n  description: go help environment\n", v.Name, quoted(v.Text))
			if strings.Contains(v.Text, "$") {
				out += "  expand: false\n"
			}
			return out
		})
		return "variables:\n" + indent(2, vars) + "modules:\n  image: golang:" + s.GoVersion + "\n  script:\n    - go mod download\n", nil
	},
}

var jenkins = &Target{
	Name: "jenkins", Path: "Jenkinsfile", Mark: "//",
	Text: Texts{
		En: Text{For: "the environment of a declarative pipeline", Use: "Another value: a variable of the node, folder or controller", Tested: "a parser of Groovy's strings"},
		Zh: Text{For: "声明式流水线的 environment", Use: "改用其他值：在节点、文件夹或控制器上设置同名变量", Tested: "Groovy 字符串解析器"},
	},
	Body: func(s *State) (string, error) {
		env := s.plain(func(v Value) string {
			text := strings.ReplaceAll(escaped(v.Text, `\'`, `\`), "\r", `\r`)
			return fmt.Sprintf("%s = \"${env.%s ?: '%s'}\"\n", v.Name, v.Name, text)
		})
		return "pipeline {\n  agent any\n  environment {\n" + indent(4, env) + "  }\n  stages {\n    stage('modules') {\n      steps {\n        sh 'go mod download'\n      }\n    }\n  }\n}\n", nil
	},
}

var circleci = &Target{
	Name: "circleci", Path: ".circleci/config.yml", Mark: "#",
	Text: Texts{
		En: Text{For: "pipeline parameters and a job of CircleCI", Use: "Another value: the parameter, when the pipeline is triggered", Tested: "a YAML parser"},
		Zh: Text{For: "CircleCI 的流水线参数和任务", Use: "改用其他值：触发流水线时传入参数", Tested: "YAML 解析器"},
	},
	Body: func(s *State) (string, error) {
		params, err := s.each(func(v Value) (string, error) {
			return fmt.Sprintf("%s:\n  type: string\n  default: %s\n", lower(v.Name), quoted(v.Text)), refuse("circleci", v, "<<")
		})
		env := s.plain(func(v Value) string { return fmt.Sprintf("%s: << pipeline.parameters.%s >>\n", v.Name, lower(v.Name)) })
		return "version: 2.1\nparameters:\n" + indent(2, params) + "jobs:\n  modules:\n    docker:\n      - image: cimg/go:" + s.GoVersion + "\n    environment:\n" + indent(6, env) +
			"    steps:\n      - checkout\n      - run: go mod download\nworkflows:\n  modules:\n    jobs:\n      - modules\n", err
	},
}

var azure = &Target{
	Name: "azure", Path: "azure-pipelines.yml", Mark: "#",
	Text: Texts{
		En: Text{For: "parameters and variables of Azure Pipelines", Use: "Another value: the parameter, when the pipeline is queued", Tested: "a YAML parser"},
		Zh: Text{For: "Azure Pipelines 的参数和变量", Use: "改用其他值：运行流水线时填写参数", Tested: "YAML 解析器"},
	},
	Body: func(s *State) (string, error) {
		params, err := s.each(func(v Value) (string, error) {
			return fmt.Sprintf("- name: %s\n  type: string\n  default: %s\n", lower(v.Name), quoted(v.Text)), refuse("azure", v, "$(", "${{", "$[")
		})
		vars := s.plain(func(v Value) string { return fmt.Sprintf("%s: ${{ parameters.%s }}\n", v.Name, lower(v.Name)) })
		return "parameters:\n" + params + "pool:\n  vmImage: ubuntu-latest\nvariables:\n" + indent(2, vars) + "steps:\n- script: go mod download\n", err
	},
}

var bitbucket = &Target{
	Name: "bitbucket", Path: "bitbucket-pipelines.yml", Mark: "#",
	Text: Texts{
		En: Text{For: "a step of Bitbucket Pipelines", Use: "Another value: a repository or workspace variable", Tested: "a YAML parser, then bash and dash"},
		Zh: Text{For: "Bitbucket Pipelines 步骤", Use: "改用其他值：在仓库或工作区变量中设置", Tested: "YAML 解析器，再由 bash 和 dash 执行"},
	},
	Body: func(s *State) (string, error) {
		script := s.plain(func(v Value) string { return "- " + quoted(shellDefault(v)) + "\n" })
		return "image: golang:" + s.GoVersion + "\npipelines:\n  default:\n    - step:\n        name: modules\n        script:\n" + indent(10, script) + "          - go mod download\n", nil
	},
}

var tekton = &Target{
	Name: "tekton", Path: "modules.task.yaml", Mark: "#",
	Text: Texts{
		En: Text{For: "a Task of Tekton with parameters", Use: "Another value: the parameter in the TaskRun", Tested: "a YAML parser"},
		Zh: Text{For: "带参数的 Tekton Task", Use: "改用其他值：在 TaskRun 中设置参数", Tested: "YAML 解析器"},
	},
	Body: func(s *State) (string, error) {
		params, err := s.each(func(v Value) (string, error) {
			return fmt.Sprintf("- name: %s\n  type: string\n  default: %s\n", lower(v.Name), quoted(v.Text)), refuse("tekton", v, "$(")
		})
		env := s.plain(func(v Value) string {
			return fmt.Sprintf("- name: %s\n  value: $(params.%s)\n", v.Name, lower(v.Name))
		})
		return "apiVersion: tekton.dev/v1\nkind: Task\nmetadata:\n  name: modules\nspec:\n  params:\n" + indent(4, params) +
			"  workspaces:\n    - name: source\n  steps:\n    - name: download\n      image: golang:" + s.GoVersion + "\n      workingDir: $(workspaces.source.path)\n      env:\n" + indent(8, env) +
			"      command: [go, mod, download]\n", err
	},
}
