package emit

import (
	"fmt"
	"strings"
)

var goenv = &Target{
	Name: "go.env", Path: "go/env",
	Text: Texts{
		En: Text{For: "the file of go env -w, or $GOROOT/go.env", Tested: "go env"},
		Zh: Text{For: "go env -w 写入的文件，或 $GOROOT/go.env", Tested: "go env"},
	},
	Body: func(s *State) (string, error) {
		return s.plain(func(v Value) string { return v.Name + "=" + v.Text + "\n" }), nil
	},
}

var sh = &Target{
	Name: "sh", Path: "goproxy.sh", Mark: "#",
	Text: Texts{
		En: Text{For: "lines for sh, dash, bash and zsh", Use: "A variable that is set already stays", Tested: "bash and dash"},
		Zh: Text{For: "sh、dash、bash、zsh 的命令行", Use: "已设置的变量保持不变", Tested: "bash 和 dash"},
	},
	Body: func(s *State) (string, error) {
		return s.plain(func(v Value) string { return shellDefault(v) + "\n" }), nil
	},
}

var fish = &Target{
	Name: "fish", Path: "config.fish", Mark: "#",
	Text: Texts{
		En: Text{For: "lines for fish", Use: "A variable that is set already stays", Tested: "fish"},
		Zh: Text{For: "fish 的命令行", Use: "已设置的变量保持不变", Tested: "fish"},
	},
	Body: func(s *State) (string, error) {
		return s.plain(func(v Value) string {
			return fmt.Sprintf("set -q %s; or set -gx %s '%s'\n", v.Name, v.Name, escaped(v.Text, `\'`, `\`))
		}), nil
	},
}

var powershell = &Target{
	Name: "powershell", Path: "goproxy.ps1", Mark: "#",
	Text: Texts{
		En: Text{For: "lines for PowerShell", Use: "A variable that is set already stays", Tested: "a PowerShell parser, a parser of its quotes"},
		Zh: Text{For: "PowerShell 的命令行", Use: "已设置的变量保持不变", Tested: "PowerShell 语法解析器、引号规则解析器"},
	},
	Body: func(s *State) (string, error) {
		return s.plain(func(v Value) string {
			// PowerShell takes typographic quotes for quotes; each is doubled.
			text := strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’", "‚", "‚‚", "‛", "‛‛").Replace(v.Text)
			return fmt.Sprintf("if (-not $env:%s) { $env:%s = '%s' }\n", v.Name, v.Name, text)
		}), nil
	},
}

var cmd = &Target{
	Name: "cmd", Path: "goproxy.cmd", Mark: "rem",
	Text: Texts{
		En: Text{For: "lines for a batch file of Windows", Use: "A variable that is set already stays", Tested: "a parser of its quotes"},
		Zh: Text{For: "Windows 批处理文件", Use: "已设置的变量保持不变", Tested: "引号规则解析器"},
	},
	Body: func(s *State) (string, error) {
		return s.each(func(v Value) (string, error) {
			text := strings.ReplaceAll(v.Text, "%", "%%")
			return fmt.Sprintf("if not defined %s set \"%s=%s\"\n", v.Name, v.Name, text), refuse("cmd", v, `"`, "\r", "!")
		})
	},
}

var systemd = &Target{
	Name: "systemd", Path: "go-modules.service.d/modules.conf", Mark: "#",
	Text: Texts{
		En: Text{For: "a drop-in for a service of systemd", Use: "Another value: in /etc/default/go-modules, which outranks these", Tested: "systemd-analyze, a parser of its quotes"},
		Zh: Text{For: "systemd 服务的 drop-in 配置", Use: "改用其他值：写入 /etc/default/go-modules，优先级更高", Tested: "systemd-analyze、引号规则解析器"},
	},
	Body: func(s *State) (string, error) {
		env := s.plain(func(v Value) string {
			text := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%", "\r", `\r`, "\t", `\t`).Replace(v.Text)
			return fmt.Sprintf("Environment=\"%s=%s\"\n", v.Name, text)
		})
		return "[Service]\n" + env + "EnvironmentFile=-/etc/default/go-modules\n", nil
	},
}

var ansible = &Target{
	Name: "ansible", Path: "playbook.yml", Mark: "#",
	Text: Texts{
		En: Text{For: "a playbook that runs go env -w where a value differs", Use: "Another value: ansible-playbook -e goproxy=… or a variable of the inventory with that precedence", Tested: "ansible-playbook --syntax-check, a YAML parser"},
		Zh: Text{For: "在值不同时执行 go env -w 的 playbook", Use: "改用其他值：ansible-playbook -e goproxy=…", Tested: "ansible-playbook --syntax-check、YAML 解析器"},
	},
	Body: func(s *State) (string, error) {
		vars := s.plain(func(v Value) string {
			tag := ""
			if strings.Contains(v.Text, "{") {
				tag = "!unsafe " // Jinja does not read it
			}
			return fmt.Sprintf("%s: %s%s\n", lower(v.Name), tag, quoted(v.Text))
		})
		tasks := s.plain(func(v Value) string {
			n := lower(v.Name)
			return fmt.Sprintf(`- name: Read %[1]s
  ansible.builtin.command:
    argv: [go, env, %[1]s]
  register: present_%[2]s
  changed_when: false
- name: Write %[1]s
  ansible.builtin.command:
    argv: [go, env, -w, "%[1]s={{ %[2]s }}"]
  when: present_%[2]s.stdout != %[2]s
  changed_when: true
`, v.Name, n)
		})
		return "- name: Settings of the go command\n  hosts: all\n  vars:\n" + indent(4, vars) + "  tasks:\n" + indent(4, tasks), nil
	},
}
