package startup

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

var wanted = names{list: []string{"GOPROXY", "GOSUMDB", "GOPRIVATE", "HTTPS_PROXY", "https_proxy", "SSL_CERT_FILE"}}

var parsers = map[string]func(string, scope) found{
	"bash":       ofShell(syntax.LangBash),
	"zsh":        ofShell(syntax.LangZsh),
	"fish":       parseFish,
	"universal":  parseFishVariables,
	"csh":        parseCsh,
	"env":        parseEnvironment,
	"env.d":      parseEnvironmentD,
	"pam":        parsePAM,
	"powershell": parsePowerShell,
	"launchd":    parseLaunchd,
}

// show writes a definition as LINE KIND NAME=VALUE, with ? where the value is
// not known, the function in brackets and the text behind a bar.
func show(d Definition) string {
	mark, function, bare := "=", "", ""
	if !d.Literal {
		mark = "?="
	}
	if d.Function != "" {
		function = " [" + d.Function + "]"
	}
	if d.bare {
		bare = " bare"
	}
	return fmt.Sprintf("%d %s %s%s%s%s%s | %s", d.Line, d.Kind, d.Name, mark, string(d.Value), function, bare, string(d.Text))
}

var rows = []struct {
	story, shell, text string
	want               []string
}{
	{"a plain export", "bash", "# mirrors\nexport GOPROXY=https://goproxy.cn,direct\n",
		[]string{"2 line GOPROXY=https://goproxy.cn,direct | export GOPROXY=https://goproxy.cn,direct"}},
	{"double quotes, a semicolon and a comment", "bash", "  export GOPROXY=\"https://goproxy.cn\";  # secret remark\n",
		[]string{"1 line GOPROXY=https://goproxy.cn | export GOPROXY=\"https://goproxy.cn\""}},
	{"single quotes hold everything", "bash", `export HTTPS_PROXY='http://u:p$w@proxy.example:3128'`,
		[]string{`1 line HTTPS_PROXY=http://u:p$w@proxy.example:3128 | export HTTPS_PROXY='http://u:p$w@proxy.example:3128'`}},
	{"backslashes outside and inside quotes", "bash", `export GOPROXY=a\ b"c\"d\e"`,
		[]string{`1 line GOPROXY=a bc"d\e | export GOPROXY=a\ b"c\"d\e"`}},
	{"a pattern is no pattern in an assignment", "bash", "export GOPRIVATE=*.corp.example,git.example/[a-z]*",
		[]string{"1 line GOPRIVATE=*.corp.example,git.example/[a-z]* | export GOPRIVATE=*.corp.example,git.example/[a-z]*"}},
	{"an assignment, exported later", "bash", "GOPROXY=direct\nexport GOPROXY\n",
		[]string{"1 line GOPROXY=direct bare | GOPROXY=direct"}},
	{"an assignment, exported in the same line", "bash", "GOPROXY=direct; export GOPROXY # for all\n",
		[]string{"1 line GOPROXY=direct bare | GOPROXY=direct; export GOPROXY"}},
	{"an assignment and the export of something else in its line", "bash", "GOPROXY=direct; export PATH\n",
		[]string{"1 part GOPROXY=direct bare | GOPROXY=direct"}},
	{"everything is exported", "bash", "set -a\nGOPROXY=direct\nset +a\n",
		[]string{"2 line GOPROXY=direct | GOPROXY=direct"}},
	{"two variables in one export", "bash", "export GOPROXY=direct GOSUMDB=off\n",
		[]string{"1 part GOPROXY=direct | GOPROXY=direct", "1 part GOSUMDB=off | GOSUMDB=off"}},
	{"declare -x", "bash", "declare -x GOPROXY=direct\n", []string{"1 line GOPROXY=direct | declare -x GOPROXY=direct"}},
	{"typeset -gx", "zsh", "typeset -gx GOPROXY=direct\n", []string{"1 line GOPROXY=direct | typeset -gx GOPROXY=direct"}},
	{"the mark is taken away", "bash", "export -n GOPROXY=direct\n", nil},
	{"a local variable", "bash", "f() { local GOPROXY=direct; }\n", nil},
	{"for one command alone", "bash", "GOPROXY=direct go build\n", nil},
	{"in a comment", "bash", "# export GOPROXY=direct\n", nil},
	{"in a string", "bash", "echo 'export GOPROXY=direct'\n", nil},
	{"in a subshell, a pipe and the background", "bash", "(export GOPROXY=a)\nexport GOPROXY=b | cat\nexport GOPROXY=c &\n", nil},
	{"another name that holds this one", "bash", "export MYGOPROXY=direct GOPROXY_OLD=x\n", nil},
	{"all that a condition holds", "bash", "if true; then\n\texport GOPROXY=direct\nfi\n",
		[]string{"2 only GOPROXY=direct | export GOPROXY=direct"}},
	{"one of two in a condition", "bash", "if true; then\n  export GOPROXY=direct\n  echo hi\nelse\n  export GOPROXY=off\nfi\n",
		[]string{"2 line GOPROXY=direct | export GOPROXY=direct", "5 only GOPROXY=off | export GOPROXY=off"}},
	{"a condition in one line", "bash", "if true; then export GOPROXY=direct; fi\n", []string{"1 part GOPROXY=direct | GOPROXY=direct"}},
	{"after a test", "bash", "[ -d /x ] && export GOPROXY=direct\n", []string{"1 part GOPROXY=direct | GOPROXY=direct"}},
	{"a function that has to be called", "bash", "proxy_on() {\n  export https_proxy=http://127.0.0.1:7890\n  echo on\n}\n",
		[]string{"2 line https_proxy=http://127.0.0.1:7890 [proxy_on] | export https_proxy=http://127.0.0.1:7890"}},
	{"a branch of a case may be empty", "bash", "case $- in\n*i*)\n  export GOPROXY=direct\n  ;;\nesac\n",
		[]string{"3 line GOPROXY=direct | export GOPROXY=direct"}},
	{"a variable that the file gave before", "bash", "P=http://127.0.0.1:7890\nexport https_proxy=$P HTTPS_PROXY=\"${P}/\"\n",
		[]string{"2 part https_proxy=http://127.0.0.1:7890 | https_proxy=$P", "2 part HTTPS_PROXY=http://127.0.0.1:7890/ | HTTPS_PROXY=\"${P}/\""}},
	{"a variable that nobody knows", "bash", "export GOPROXY=$MIRROR,direct\n", []string{"1 line GOPROXY?=$MIRROR,direct | export GOPROXY=$MIRROR,direct"}},
	{"a default", "bash", "export GOPROXY=${GOPROXY:-direct}\n", []string{"1 line GOPROXY?=${GOPROXY:-direct} | export GOPROXY=${GOPROXY:-direct}"}},
	{"a command", "bash", "export GOPROXY=\"$(cat ~/.mirror)\"\n", []string{"1 line GOPROXY?=\"$(cat ~/.mirror)\" | export GOPROXY=\"$(cat ~/.mirror)\""}},
	{"an addition", "bash", "export GOPRIVATE+=,x.example\n", []string{"1 line GOPRIVATE?=,x.example | export GOPRIVATE+=,x.example"}},
	{"the home", "bash", "export SSL_CERT_FILE=$HOME/ca.pem\nexport SSL_CERT_FILE=~/ca.pem\n",
		[]string{"1 line SSL_CERT_FILE=/home/u/ca.pem | export SSL_CERT_FILE=$HOME/ca.pem", "2 line SSL_CERT_FILE=/home/u/ca.pem | export SSL_CERT_FILE=~/ca.pem"}},
	{"an assignment over two lines", "bash", "export GOPROXY=https://a.example,\\\nhttps://b.example\n",
		[]string{"1 part GOPROXY=https://a.example,https://b.example | GOPROXY=https://a.example,\\\nhttps://b.example"}},
	{"an empty value", "bash", "export GOPROXY=\n", []string{"1 line GOPROXY= | export GOPROXY="}},
	{"carriage returns", "bash", "# x\r\nexport GOPROXY=direct\r\n", []string{"2 line GOPROXY=direct | export GOPROXY=direct"}},
	{"a file that is no shell script as a whole", "bash", "if then fi ((\nexport GOPROXY=direct\n", []string{"2 part GOPROXY=direct | export GOPROXY=direct"}},
	{"what only zsh understands", "zsh", "setopt extended_glob\nfor f in ~/.zsh/*.zsh(N); do source $f; done\n[[ -o login ]] && path+=(~/bin)\nexport GOPROXY=direct\n",
		[]string{"4 line GOPROXY=direct | export GOPROXY=direct"}},

	{"set -gx", "fish", "set -gx GOPROXY https://goproxy.cn,direct # x\n",
		[]string{"1 line GOPROXY=https://goproxy.cn,direct | set -gx GOPROXY https://goproxy.cn,direct"}},
	{"long flags and quotes", "fish", "set --global --export GOPROXY 'a b' \"c\"\n", []string{"1 line GOPROXY=a b c | set --global --export GOPROXY 'a b' \"c\""}},
	{"in a block, which may be empty", "fish", "if status is-interactive\n    set -x GOPROXY direct\nend\n", []string{"2 line GOPROXY=direct | set -x GOPROXY direct"}},
	{"in a function", "fish", "function on\n  set -gx GOPROXY direct\nend\nset -gx GOSUMDB off\n",
		[]string{"2 line GOPROXY=direct [on] | set -gx GOPROXY direct", "4 line GOSUMDB=off | set -gx GOSUMDB off"}},
	{"not exported", "fish", "set -g GOPROXY direct\n", []string{"1 line GOPROXY=direct bare | set -g GOPROXY direct"}},
	{"erased and asked for", "fish", "set -e GOPROXY\nset -q GOPROXY\n", nil},
	{"with another command", "fish", "test -d /x; and set -gx GOPROXY direct\n", nil},
	{"two commands", "fish", "set -gx GOPROXY direct; set -gx GOSUMDB off\n",
		[]string{"1 part GOPROXY=direct | set -gx GOPROXY direct", "1 part GOSUMDB=off | set -gx GOSUMDB off"}},
	{"a variable", "fish", "set -gx GOPROXY $MIRROR\n", []string{"1 line GOPROXY?=$MIRROR | set -gx GOPROXY $MIRROR"}},
	{"export as in other shells", "fish", "export GOPROXY=\"https://goproxy.cn\"\n", []string{"1 line GOPROXY=https://goproxy.cn | export GOPROXY=\"https://goproxy.cn\""}},
	{"a universal variable", "universal", "# This file contains fish universal variable definitions.\n# VERSION: 3.0\nSETUVAR --export GOPROXY:https\\x3a//goproxy\\x2ecn\\x2cdirect\nSETUVAR GOSUMDB:off\n",
		[]string{"3 command GOPROXY=https://goproxy.cn,direct | GOPROXY=https://goproxy.cn,direct"}},

	{"setenv", "csh", "setenv GOPROXY \"https://goproxy.cn\" # x\n", []string{"1 line GOPROXY=https://goproxy.cn | setenv GOPROXY \"https://goproxy.cn\""}},
	{"setenv behind a condition", "csh", "if ($?prompt) setenv GOPROXY direct\n", []string{"1 line GOPROXY=direct | if ($?prompt) setenv GOPROXY direct"}},

	{"lines of /etc/environment", "env", "PATH=\"/usr/bin\"\n# GOPROXY=x\nGOPROXY=\"direct\"\nexport GOSUMDB=off\n",
		[]string{"3 line GOPROXY=direct | GOPROXY=\"direct\"", "4 line GOSUMDB=off | export GOSUMDB=off"}},
	{"nothing is expanded there", "env", "GOPROXY=$X\n", []string{"1 line GOPROXY=$X | GOPROXY=$X"}},
	{"environment.d expands", "env.d", "GOPROXY=${X},direct\nGOSUMDB=off\n", []string{"1 line GOPROXY?=${X},direct | GOPROXY=${X},direct", "2 line GOSUMDB=off | GOSUMDB=off"}},
	{"pam_env", "pam", "GOPROXY\tDEFAULT=\"direct\"\nGOSUMDB DEFAULT= OVERRIDE=off\nHTTPS_PROXY DEFAULT=${X}\nGOPRIVATE=a.example\n",
		[]string{"1 line GOPROXY=direct | GOPROXY\tDEFAULT=\"direct\"", "2 line GOSUMDB=off | GOSUMDB DEFAULT= OVERRIDE=off",
			"3 line HTTPS_PROXY?=${X} | HTTPS_PROXY DEFAULT=${X}", "4 line GOPRIVATE=a.example | GOPRIVATE=a.example"}},

	{"$env:", "powershell", "$env:GOPROXY = \"https://goproxy.cn\" # x\r\n", []string{"1 line GOPROXY=https://goproxy.cn | $env:GOPROXY = \"https://goproxy.cn\""}},
	{"braces, any case", "powershell", "${Env:goproxy}='direct';\n", []string{"1 line GOPROXY=direct | ${Env:goproxy}='direct'"}},
	{"Set-Item", "powershell", "Set-Item -Path Env:GOPROXY -Value 'direct'\n", []string{"1 line GOPROXY=direct | Set-Item -Path Env:GOPROXY -Value 'direct'"}},
	{"the .NET call", "powershell", "[System.Environment]::SetEnvironmentVariable('GOPROXY', 'direct', 'Process')\n",
		[]string{"1 line GOPROXY=direct | [System.Environment]::SetEnvironmentVariable('GOPROXY', 'direct', 'Process')"}},
	{"an expression", "powershell", "$env:GOPROXY = $mirror + ',direct'\n", []string{"1 line GOPROXY?=$mirror + ',direct' | $env:GOPROXY = $mirror + ',direct'"}},
	{"comments", "powershell", "# $env:GOPROXY = 'a'\n<#\n$env:GOPROXY = 'b'\n#>\n", nil},
	{"a function of the profile", "powershell", "function proxy-on {\n  $env:GOPROXY = 'direct'\n}\n$env:GOSUMDB='off'\n",
		[]string{"2 line GOPROXY=direct [proxy-on] | $env:GOPROXY = 'direct'", "4 line GOSUMDB=off | $env:GOSUMDB='off'"}},

	{"an agent with arguments", "launchd", "<plist><dict>\n<array>\n<string>launchctl</string>\n<string>setenv</string>\n<string>GOPROXY</string>\n<string>direct</string>\n</array></dict></plist>",
		[]string{"5 part GOPROXY=direct | launchctl setenv GOPROXY direct"}},
	{"an agent with a command line", "launchd", "<plist><string>sh</string><string>-c</string>\n<string>launchctl setenv GOPROXY direct; launchctl setenv GOSUMDB off</string></plist>",
		[]string{"2 part GOPROXY=direct | launchctl setenv GOPROXY direct;", "2 part GOSUMDB=off | launchctl setenv GOSUMDB off"}},
	{"a binary agent with arguments", "launchd", unbase64("YnBsaXN0MDDTAQIDBAUKVUxhYmVsXxAQUHJvZ3JhbUFyZ3VtZW50c1lSdW5BdExvYWRTZW52pAYHCAleL2Jpbi9sYXVuY2hjdGxWc2V0ZW52V0dPUFJPWFlfEBlodHRwczovL2dvcHJveHkuY24sZGlyZWN0CQgPFSgyNjtKUVl1AAAAAAAAAQEAAAAAAAAACwAAAAAAAAAAAAAAAAAAAHY="),
		[]string{"0 part GOPROXY=https://goproxy.cn,direct | launchctl setenv GOPROXY https://goproxy.cn,direct"}},
	{"a binary agent with a command line", "launchd", unbase64("YnBsaXN0MDDUAQIDBAUICQ1fEBRFbnZpcm9ubWVudFZhcmlhYmxlc1VMYWJlbF8QEFByb2dyYW1Bcmd1bWVudHNZUnVuQXRMb2Fk0QYHV0dPU1VNREJTb2ZmXnNldGVudi5HT1BST1hZowoLDFJzaFItY18QP2xhdW5jaGN0bCBzZXRlbnYgR09QUk9YWSBkaXJlY3QgJiYgbGF1bmNoY3RsIHNldGVudiBHT1NVTURCIG9mZgkIESguQUtOVlppbXBztQAAAAAAAAEBAAAAAAAAAA4AAAAAAAAAAAAAAAAAAAC2"),
		[]string{"0 part GOPROXY=direct | launchctl setenv GOPROXY direct", "0 part GOSUMDB=off | launchctl setenv GOSUMDB off"}},
	{"a binary agent with Chinese in it", "launchd", unbase64("YnBsaXN0MDDTAQIDBAUGV0NvbW1lbnRVTGFiZWxfEBBQcm9ncmFtQXJndW1lbnRzYk7jdAZic69Yg6QHCAkKWWxhdW5jaGN0bFZzZXRlbnZXR09QUk9YWVZkaXJlY3QIDxcdMDU6P0lQWAAAAAAAAAEBAAAAAAAAAAsAAAAAAAAAAAAAAAAAAABf"),
		[]string{"0 part GOPROXY=direct | launchctl setenv GOPROXY direct"}},
	{"variables of the agent's own process", "launchd", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n<key>EnvironmentVariables</key>\n<dict><key>GOPROXY</key><string>direct</string></dict>\n<key>ProgramArguments</key>\n<array><string>/usr/local/bin/setenv-daemon</string></array>\n</dict>\n</plist>\n", nil},
	{"a comment, quotes and entities", "launchd", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n<!-- launchctl setenv GOPROXY off -->\n<key>ProgramArguments</key>\n<array><string>sh</string><string>-c</string>\n<string>launchctl setenv GOPROXY \"https://goproxy.cn|direct\" &amp;&amp; launchctl setenv GOSUMDB off</string></array>\n</dict>\n</plist>\n",
		[]string{"8 part GOPROXY=https://goproxy.cn|direct | launchctl setenv GOPROXY \"https://goproxy.cn|direct\"", "8 part GOSUMDB=off | launchctl setenv GOSUMDB off"}},
	{"a value that a command prints", "launchd", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n<array><string>sh</string><string>-c</string>\n<string>launchctl setenv GOPROXY $(cat ~/.goproxy)</string></array>\n</dict>\n</plist>\n",
		[]string{"6 part GOPROXY?=$(cat | launchctl setenv GOPROXY $(cat"}},
	{"taken away again", "launchd", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n<array><string>/bin/launchctl</string><string>unsetenv</string><string>GOPROXY</string></array>\n</dict>\n</plist>\n", nil},
	{"lines of a script", "launchd", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n<array><string>sh</string><string>-c</string>\n<string>\nlaunchctl setenv GOSUMDB off\nlaunchctl setenv GOPROXY direct\n</string></array>\n</dict>\n</plist>\n",
		[]string{"7 part GOSUMDB=off | launchctl setenv GOSUMDB off", "8 part GOPROXY=direct | launchctl setenv GOPROXY direct"}},
}

func TestParsers(t *testing.T) {
	t.Parallel()
	for _, row := range rows {
		t.Run(row.shell+"/"+row.story, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range parsers[row.shell](row.text, scope{want: wanted, home: "/home/u"}).definitions {
				got = append(got, show(d))
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(row.want, "\n\t"))
			}
		})
	}
}

// unbase64 is a binary file of a row.
func unbase64(text string) string {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return string(data)
}
