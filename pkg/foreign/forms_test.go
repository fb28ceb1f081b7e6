package foreign

import (
	"strings"
	"testing"
)

// TestRedactForms is a list of how secrets stand in settings, logs and files. In
// each, X is one.
func TestRedactForms(t *testing.T) {
	t.Parallel()
	const secret = "hunter2Q7zx"
	for _, form := range []string{
		"--token X", "--token=X", "--password X", "--password=X", "-password X", "--passphrase X", "--api-key X", "--access-token X", "--auth-token X", "--secret X",
		"curl -u a:X https://h", "curl -ua:X https://h", "curl --user a:X https://h", `curl -u "a:X" https://h`, "curl -u 'a:X' https://h", "curl --proxy-user a:X https://h",
		"curl -H 'Authorization: Bearer X'", `curl -H "Authorization: token X"`, `curl -H "PRIVATE-TOKEN: X" h`, "wget --http-password=X", "wget --password X",
		"AWS_SECRET_ACCESS_KEY=X", "NAME_SECRET_ACCESS_KEY=X", "export GITHUB_TOKEN=X", `export NPM_TOKEN="X"`, "GH_PAT=X go build", "AZURE_PAT=X", "set CI_JOB_TOKEN=X",
		"$env:GITLAB_TOKEN = 'X'", "SSHPASS=X sshpass -e ssh", "PGPASSWORD=X psql", "MYSQL_PWD=X", "DB_PASS=X", "TOKEN_PROD=X", "TOKEN2=X",
		"ENV GITHUB_TOKEN X", "ENV GITHUB_TOKEN=X", "ARG NPM_TOKEN=X", "--build-arg TOKEN=X", "docker run -e PASSWORD=X img", `docker run -e "PASSWORD=X" img`,
		"docker login -u me -p X reg", "sshpass -p X ssh h", "sshpass -pX ssh h", "mysql -u root -pX", "helm registry login -u me -p X reg",
		"password: X", "secret: X", "passwd: X", "token: X", "api_key: X", "  password: X  # why", "- password: 'X'", `password: "X"`, "Password:X", "client_secret: X",
		"password = X", "password := \"X\"", `{"password": "X"}`, `{"password":"X","a":1}`, `{\"password\":\"X\"}`, `{"auth": "X"}`, `{'token': 'X'}`, "apiKey=X", "accessToken: X",
		`map[password:X user:a]`, `{Password:X User:a}`, `"--token", "X"`, `["--password","X"]`, "[--token X]",
		"machine h login me password X", "machine h password X login me", "default login me password X", "login me\n password X", "machine h\n\tlogin me\n\tpassword X\n", `machine h login me password "X"`, "machine h login me account b password X", "password X login me",
		"GOAUTH=command --token X", "command --token X", "ssh -o SSHPASS=X", "SSHPASS=X ssh", "proxy --key X", "--key X %h %p", "!echo pass=X", "!echo password=X", "!f() { echo username=a; echo password=X; }; f", "echo X", "!echo X", "!printf X",
		`!f() { echo "password=X"; }; f`, "https://u:X@h/", "https://X@h/", "http.https://h/.extraheader=AUTHORIZATION: basic X", "Proxy-Authorization: Basic X", "Cookie: sid=X", "Set-Cookie: sid=X; Path=/", "X-Api-Key: X", "Private-Token: X", "Job-Token: X",
		"//registry.npmjs.org/:_authToken=X", "_password=X", "https://h/x?access_token=X", "https://h/x?a=b&sig=X", "GET /x?token=X HTTP/1.1", "AccountKey=X;EndpointSuffix=h", "Server=h;Password=X;", "Server=h;Pwd=X;",
		`password="a X"`, `password='a X'`, `password="a\"X"`, `password='a"X'`, `password=a"X`, `password=a'X`, `PASSWORD="a'X" go build`, `PASSWORD='a'"'"'X'`, `https://u:a"X@h/`, `https://u:a'X@h/`, "https://u:a`X@h/", `"password": "a\"X"`, `'password=a X'`, `-e "TOKEN=a X" img`,
		"-----BEGIN RSA PRIVATE KEY-----\nX\n-----END RSA PRIVATE KEY-----", "-----BEGIN OPENSSH PRIVATE KEY-----\nX",
		"  | 10:15:01 #7 0.3 password X login me", "remote: Invalid password: X", "bad credentials: token=X", "Bearer X9", "basic X9=", "TWINE_PASSWORD: X", "secrets.token = X", "http_password=X", "proxyPassword=X", "keystorePassword=X",
		"vault_token: X", "VAULT_TOKEN=X", "-Dhttp.proxyPassword=X", "spring.datasource.password=X", "oauth_token=X", "refresh_token=X", "session_token=X", "id_token=X", "signing_key=X", "private_key=X", "encryption-key=X",
	} {
		text := strings.ReplaceAll(form, "X", secret)
		text = strings.NewReplacer("-"+secret+"-", "-X-", secret+"-A", "X-A", "A"+secret, "AX").Replace(text)
		got := Redact(text)
		if strings.Contains(got, "hunter") || strings.Contains(got, "Q7zx") {
			t.Errorf("%s\n\tleaks: %s", text, got)
		}
		if again := Redact(got); again != got {
			t.Errorf("%s:\n\tonce  %s\n\ttwice %s", text, got, again)
		}
	}
}

// TestRedactKeepsPlaceholders: what says where a secret belongs stays, and so do
// lines that only speak of secrets.
func TestRedactKeepsPlaceholders(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT", "http://<user>:<password>@host", "https://$USER:$TOKEN@example.com", "https://x-access-token:${GITHUB_TOKEN}@github.com/", "https://gitlab-ci-token:${CI_JOB_TOKEN}@gitlab.com/",
		"GITHUB_TOKEN=${{ secrets.GITHUB_TOKEN }}", "password: ${PASSWORD}", "TOKEN=$TOKEN go build", "set TOKEN=%TOKEN%", "password=***",
		"GOOGLE_APPLICATION_CREDENTIALS_FILE=/x/y.json", "TOKENIZERS_PARALLELISM=false", "KEYBOARD=us", "fatal: could not read Password for 'https://example.com': terminal prompts disabled",
		"syntax error: unexpected token: want an identifier", "ssh-keygen --key ~/.ssh/id_ed25519", "docker run -u 1000:1000 img", "error: token is expired", "unexpected token", "ok  	example.com/pass	0.1s",
		"public key: sum.golang.org+033de0ae", "the password is wrong", "go: missing go.sum entry; to add it: go mod download", "author: me", "--keep going", "go test -run TestToken ./auth", "github.com/go-auth/token: v1.2.3",
	} {
		if got := Redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
