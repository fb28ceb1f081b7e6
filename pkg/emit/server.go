package emit

import (
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// ErrNoProxy says that a target needs a module proxy, and GOPROXY names none over
// https.
var ErrNoProxy = tell.New("this target needs an https module proxy, and GOPROXY names none; choose another profile with --profile")

var nginx = &Target{
	Name: "nginx", Path: "conf.d/modules.conf", Mark: "#", Loses: true,
	Text: Texts{
		En: Text{For: "a caching proxy in front of the first proxy of GOPROXY", Use: "Belongs into the http block. Clients on this machine: GOPROXY=http://127.0.0.1:8081,direct\nOther machines: add a server with TLS in front of it", Tested: "nginx -t, and go mod download through it"},
		Zh: Text{For: "在 GOPROXY 的第一个代理前加一层缓存", Use: "放在 http 块内。本机客户端：GOPROXY=http://127.0.0.1:8081,direct\n供其他机器使用时，请在前面加一个 TLS 服务", Tested: "nginx -t，并用 go mod download 实际下载"},
	},
	Body: func(s *State) (string, error) {
		if s.Upstream == nil {
			return "", ErrNoProxy
		}
		host, base := s.Upstream.Host, strings.TrimSuffix(s.Upstream.EscapedPath(), "/")
		if strings.ContainsAny(host+base, "\"'\\$;{} \t\r") {
			return "", cannot("nginx", Value{Name: "GOPROXY"}, "a quote, $, ;, { or a blank")
		}
		resolvers := "127.0.0.1"
		if len(s.Resolvers) > 0 {
			resolvers = strings.Join(s.Resolvers, " ")
		}
		return fmt.Sprintf(nginxServer, host, s.Upstream.Hostname(), base, resolvers), nil
	},
}

// nginxServer is a server with Host, SNI and HTTP/1.1 for the proxy behind it; the
// certificate is verified. The name is in a variable so that nginx resolves it anew
// when its address changes. What has a version is kept for long, the rest briefly.
const nginxServer = `proxy_cache_path /var/cache/nginx/go-modules levels=1:2 keys_zone=go_modules:10m max_size=20g inactive=90d use_temp_path=off;

server {
    listen 127.0.0.1:8081;

    resolver %[4]s valid=300s;
    set $go_modules "%[1]s";

    proxy_http_version 1.1;
    proxy_set_header Host $go_modules;
    proxy_set_header Connection "";
    proxy_ssl_server_name on;
    proxy_ssl_name "%[2]s";
    proxy_ssl_verify on;
    proxy_ssl_verify_depth 5;
    proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;

    proxy_cache go_modules;
    proxy_cache_key $go_modules$request_uri;
    proxy_cache_lock on;
    proxy_cache_use_stale error timeout updating http_500 http_502 http_503 http_504;
    proxy_read_timeout 300s;

    location / {
        proxy_cache_valid 200 1m;
        proxy_cache_valid 404 410 1m;
        proxy_pass https://$go_modules%[3]s$request_uri;
    }

    location ~ "/@v/v[0-9][^/]*[.](info|mod|zip)$|/tile/" {
        proxy_cache_valid 200 90d;
        proxy_cache_valid 404 410 1m;
        proxy_pass https://$go_modules%[3]s$request_uri;
    }
}
`

var athens = &Target{
	Name: "athens", Path: "compose.yaml", Mark: "#",
	Text: Texts{
		En: Text{For: "Athens, a module proxy with a store, as a compose file", Use: "Clients on this machine: GOPROXY=http://127.0.0.1:3000,direct. Athens relays the checksum database: leave GOSUMDB as it is\nAnother value: the variable of the same name in the environment or in .env", Tested: "compose-go's interpolation, a YAML parser"},
		Zh: Text{For: "Athens（带存储的模块代理）的 compose 文件", Use: "本机客户端：GOPROXY=http://127.0.0.1:3000,direct。Athens 会转发校验和数据库，GOSUMDB 保持默认即可\n改用其他值：在环境变量或 .env 中设置同名变量", Tested: "compose-go 的变量替换、YAML 解析器"},
	},
	Body: func(s *State) (string, error) {
		var vars []string
		for _, v := range s.Values {
			if err := refuse("athens", v, "{", "}", "$", ";"); err != nil {
				return "", err
			}
			vars = append(vars, v.Name+"=${"+v.Name+":-"+strings.ReplaceAll(v.Text, "$", "$$")+"}")
		}
		return "services:\n  athens:\n    image: gomods/athens:${ATHENS_VERSION:-v0.16.1}\n    restart: unless-stopped\n    ports:\n      - \"127.0.0.1:3000:3000\"\n    environment:\n" +
			"      ATHENS_STORAGE_TYPE: disk\n      ATHENS_DISK_STORAGE_ROOT: /var/lib/athens\n      ATHENS_GO_BINARY_ENV_VARS: " + quoted(strings.Join(vars, ";")) +
			"\n    volumes:\n      - athens:/var/lib/athens\nvolumes:\n  athens: {}\n", nil
	},
}

var kubernetes = &Target{
	Name: "kubernetes", Path: "go-modules.yaml", Mark: "#",
	Text: Texts{
		En: Text{For: "a ConfigMap with the variables; kubernetes-patch has a Pod use it", Use: "Another value: another ConfigMap of this name in the namespace", Tested: "kubeconform, a YAML parser"},
		Zh: Text{For: "包含这些变量的 ConfigMap；用 kubernetes-patch 让 Pod 引用它", Use: "改用其他值：在命名空间中使用另一个同名 ConfigMap", Tested: "kubeconform、YAML 解析器"},
	},
	Body: func(s *State) (string, error) {
		data := s.plain(func(v Value) string { return v.Name + ": " + quoted(v.Text) + "\n" })
		return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: go-modules\ndata:\n" + indent(2, data), nil
	},
}

var kubernetesPatch = &Target{
	Name: "kubernetes-patch", Path: "go-modules-patch.yaml", Mark: "#", Loses: true,
	Text: Texts{
		En: Text{For: "the patch of a Pod template that uses the ConfigMap", Use: "kubectl patch deployment NAME --patch-file FILE; app is the name of the container", Tested: "kubeconform, a YAML parser"},
		Zh: Text{For: "让 Pod 模板引用该 ConfigMap 的补丁", Use: "kubectl patch deployment NAME --patch-file FILE；app 是容器名", Tested: "kubeconform、YAML 解析器"},
	},
	Body: func(*State) (string, error) {
		return "spec:\n  template:\n    spec:\n      containers:\n        - name: app\n          envFrom:\n            - configMapRef:\n                name: go-modules\n", nil
	},
}

var dependabot = &Target{
	Name: "dependabot", Path: ".github/dependabot.yml", Mark: "#", Loses: true,
	Text: Texts{
		En: Text{For: "Dependabot: the proxies of GOPROXY as registries", Use: "A proxy with a password: add username and password, as ${{secrets.NAME}}", Tested: "a YAML parser"},
		Zh: Text{For: "Dependabot：把 GOPROXY 中的代理写成 registries", Use: "需要密码的代理：加上 username 和 password，写成 ${{secrets.NAME}}", Tested: "YAML 解析器"},
	},
	Body: func(s *State) (string, error) {
		var registries, names strings.Builder
		n := 0
		for _, e := range route.ParseGOPROXY(s.Get("GOPROXY")).Entries {
			if e.Kind != route.Proxy {
				continue
			}
			n++
			fmt.Fprintf(&registries, "  goproxy-%d:\n    type: goproxy-server\n    url: %s\n", n, quoted(e.URL.String()))
			fmt.Fprintf(&names, "      - goproxy-%d\n", n)
		}
		if n == 0 {
			return "", ErrNoProxy
		}
		return "version: 2\nregistries:\n" + registries.String() + "updates:\n  - package-ecosystem: gomod\n    directory: /\n    registries:\n" + names.String() + "    schedule:\n      interval: weekly\n", nil
	},
}
