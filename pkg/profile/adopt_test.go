package profile

import (
	"errors"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

func isPublic(v settings.Value) bool {
	return strings.Contains(string(v), "goproxy.cn") || strings.Contains(string(v), "proxy.golang.org") || strings.Contains(string(v), "aliyun")
}

func goenv(name, value string, o settings.Origin) settings.Setting {
	return settings.Setting{Key: settings.Go(name), Value: settings.Value(value), Origin: o}
}

func TestAdoptProxies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, profile, present, want string
	}{
		{"nothing of the user's own", "A.example.com,direct", "https://proxy.golang.org,direct", "A.example.com,direct"},
		{"a company's proxy stays in front with its bar and password", "https://goproxy.cn,direct", "https://u:p@corp.example.com|direct", "https://u:p@corp.example.com|https://goproxy.cn,direct"},
		{"one behind a public proxy comes to the front", "https://goproxy.cn,direct", "https://proxy.golang.org,https://corp.example.com,direct", "https://corp.example.com,https://goproxy.cn,direct"},
		{"two keep their order and separators", "direct", "https://a.example.com|https://proxy.golang.org,https://b.example.com", "https://a.example.com|https://b.example.com,direct"},
		{"what stands behind direct was never used", "https://goproxy.cn,direct", "direct,https://corp.example.com", "https://goproxy.cn,direct"},
		{"one that the profile has already", "https://corp.example.com/,direct", "https://corp.example.com", "https://corp.example.com/,direct"},
		{"company: public proxies go, direct stays", "{company}", "https://corp.example.com,https://proxy.golang.org|direct", "https://corp.example.com,direct"},
		{"company: a list without direct stays without", "{company}", "https://corp.example.com", "https://corp.example.com"},
		{"company: off stays", "{company}", "https://goproxy.cn|https://corp.example.com|off", "https://corp.example.com|off"},
		{"company: the profile's own end wins", "{company}|off", "https://corp.example.com,direct", "https://corp.example.com|off"},
		{"a word that is no proxy is dropped", "direct", "nonsense", "direct"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &Profile{Wants: []Want{{Key: settings.Go("GOPROXY"), Value: ptr(tt.profile)}}}
			s := &settings.Snapshot{Layers: []settings.Setting{goenv("GOPROXY", tt.present, settings.GoenvFile)}}
			got, err := Adopt(p, s, isPublic)
			if err != nil {
				t.Fatal(err)
			}
			if v := got.Wants[0].Value.Reveal(); v != tt.want {
				t.Errorf("got %q, want %q", v, tt.want)
			}
			if p.Wants[0].Value.Reveal() != tt.profile {
				t.Error("the profile itself was changed")
			}
			// What was adopted is the present state next time.
			s.Layers[0].Value = settings.Value(tt.want)
			again, err := Adopt(p, s, isPublic)
			if err != nil || again.Wants[0].Value.Reveal() != tt.want {
				t.Errorf("a second time: %v %v, want %q", again, err, tt.want)
			}
		})
	}
	s := &settings.Snapshot{Layers: []settings.Setting{goenv("GOPROXY", "https://proxy.golang.org,direct", settings.Default)}}
	p := &Profile{Wants: []Want{{Key: settings.Go("GOPROXY"), Value: ptr("{company}")}}}
	if _, err := Adopt(p, s, isPublic); !errors.Is(err, ErrNoCompanyProxy) {
		t.Errorf("without a company's proxy: %v", err)
	}
}

func TestAdoptSumdb(t *testing.T) {
	t.Parallel()
	const unset, none = "unset", "none"
	tests := []struct {
		name   string
		layers []settings.Setting
		want   string
	}{
		{"the default", []settings.Setting{goenv("GOSUMDB", "sum.golang.org", settings.GorootEnv)}, none},
		{"off in the file", []settings.Setting{goenv("GOSUMDB", "off", settings.GoenvFile), goenv("GOSUMDB", "sum.golang.org", settings.GorootEnv)}, unset},
		{"malformed in the file", []settings.Setting{goenv("GOSUMDB", "goproxy.cn", settings.GoenvFile)}, unset},
		{"off in the file and below it", []settings.Setting{goenv("GOSUMDB", "off", settings.GoenvFile), goenv("GOSUMDB", "off", settings.GorootEnv)}, "sum.golang.org"},
		{"off by the distribution", []settings.Setting{goenv("GOSUMDB", "off", settings.GorootEnv)}, "sum.golang.org"},
		{"off by the distribution, on in the file", []settings.Setting{goenv("GOSUMDB", "sum.golang.org", settings.GoenvFile), goenv("GOSUMDB", "off", settings.GorootEnv)}, none},
		{"a company's own key", []settings.Setting{goenv("GOSUMDB", "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8 https://sum.example.com", settings.GoenvFile)}, none},
		{"off by a variable cannot be written over", []settings.Setting{goenv("GOSUMDB", "off", settings.OSEnv), goenv("GOSUMDB", "sum.golang.org", settings.GorootEnv)}, none},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Adopt(&Profile{}, &settings.Snapshot{Layers: tt.layers}, isPublic)
			if err != nil {
				t.Fatal(err)
			}
			got := none
			if w, ok := p.Want(settings.Go("GOSUMDB")); ok {
				got = unset
				if w.Value != nil {
					got = w.Value.Reveal()
				}
			}
			if got != tt.want {
				t.Errorf("GOSUMDB: %s, want %s", got, tt.want)
			}
		})
	}
}
