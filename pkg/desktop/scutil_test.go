package desktop_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/desktop"
)

// TestScutilOfMachines: what `scutil --proxy` prints on Macs with the software that
// changes it.
func TestScutilOfMachines(t *testing.T) {
	t.Parallel()
	const of = "scutil HTTPSProxy"
	for _, c := range []struct {
		story, text string
		want        []desktop.Proxy
	}{
		{"a script alone", `<dictionary> {
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://wpad.corp.example/wpad.dat
}
`, nil},
		{"a script, and a proxy that was switched off", `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
  }
  FTPPassive : 1
  HTTPEnable : 0
  HTTPPort : 8080
  HTTPProxy : old.corp.example
  HTTPSEnable : 0
  HTTPSPort : 8080
  HTTPSProxy : old.corp.example
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://127.0.0.1:8090/proxy.pac
  ProxyAutoDiscoveryEnable : 0
}
`, nil},
		{"one interface has another proxy", `<dictionary> {
  HTTPEnable : 1
  HTTPPort : 3128
  HTTPProxy : proxy.corp.example
  HTTPSEnable : 1
  HTTPSPort : 3128
  HTTPSProxy : proxy.corp.example
  __SCOPED__ : <dictionary> {
    en0 : <dictionary> {
      HTTPEnable : 0
      HTTPSEnable : 0
      HTTPSPort : 1
      HTTPSProxy : other.corp.example
    }
  }
}
`, []desktop.Proxy{{URL: "http://proxy.corp.example:3128", Name: of}}},
		{"a proxy of one interface alone", `<dictionary> {
  FTPPassive : 1
  __SCOPED__ : <dictionary> {
    utun4 : <dictionary> {
      HTTPSEnable : 1
      HTTPSPort : 3128
      HTTPSProxy : proxy.corp.example
    }
  }
}
`, nil},
		{"a VPN's proxy for some domains alone", `<dictionary> {
  HTTPEnable : 0
  __SUPPLEMENTAL__ : <array> {
    0 : <dictionary> {
      HTTPSEnable : 1
      HTTPSPort : 8080
      HTTPSProxy : vpn.corp.example
      SupplementalMatchDomains : <array> {
        0 : corp.example
      }
    }
  }
}
`, nil},
		{"many exceptions, and what they name", `<dictionary> {
  ExceptionsList : <array> {
    0 : 127.0.0.1
    1 : HTTPSProxy : x
    2 : *.corp.example
    3 : <local>
  }
  ExcludeSimpleHostnames : 1
  HTTPSEnable : 1
  HTTPSPort : 7897
  HTTPSProxy : 127.0.0.1
}
`, []desktop.Proxy{{URL: "http://127.0.0.1:7897", Name: of}}},
		{"Surge: all three on one machine", `<dictionary> {
  HTTPEnable : 1
  HTTPPort : 6152
  HTTPProxy : 127.0.0.1
  HTTPSEnable : 1
  HTTPSPort : 6152
  HTTPSProxy : 127.0.0.1
  SOCKSEnable : 1
  SOCKSPort : 6153
  SOCKSProxy : 127.0.0.1
}
`, []desktop.Proxy{{URL: "http://127.0.0.1:6152", Name: of}, {URL: "socks5://127.0.0.1:6153", Name: "scutil SOCKSProxy"}}},
		{"a scheme typed before the address", `<dictionary> {
  HTTPSEnable : 1
  HTTPSPort : 8080
  HTTPSProxy : http://proxy.corp.example/
}
`, []desktop.Proxy{{URL: "http://proxy.corp.example:8080", Name: of}}},
		{"an IPv6 address, and a user whose password the keychain has", `<dictionary> {
  HTTPSEnable : 1
  HTTPSPort : 8080
  HTTPSProxy : 2001:db8::8
  HTTPSUser : u12345
}
`, []desktop.Proxy{{URL: "http://[2001:db8::8]:8080", Name: of}}},
		{"no port", `<dictionary> {
  HTTPSEnable : 1
  HTTPSProxy : proxy.corp.example
}
`, nil},
	} {
		if diff := cmp.Diff(c.want, desktop.Scutil(c.text)); diff != "" {
			t.Errorf("%s: %s", c.story, diff)
		}
	}
}

// TestScripts: where the script is by which a system chooses its proxy.
func TestScripts(t *testing.T) {
	t.Parallel()
	const at = "http://wpad.corp.example/wpad.dat"
	for _, c := range []struct{ story, got, want string }{
		{"macOS", desktop.ScutilScript("<dictionary> {\n  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : " + at + "\n}\n"), at},
		{"macOS, switched off", desktop.ScutilScript("<dictionary> {\n  ProxyAutoConfigEnable : 0\n  ProxyAutoConfigURLString : " + at + "\n}\n"), ""},
		{"macOS, of one interface", desktop.ScutilScript("<dictionary> {\n  __SCOPED__ : <dictionary> {\n    en0 : <dictionary> {\n      ProxyAutoConfigEnable : 1\n      ProxyAutoConfigURLString : " + at + "\n    }\n  }\n}\n"), ""},
		{"Windows", desktop.RegistryScript("\r\nHKEY_CURRENT_USER\\X\r\n    AutoConfigURL    REG_SZ    " + at + "\r\n    ProxyEnable    REG_DWORD    0x0\r\n"), at},
		{"Windows, none", desktop.RegistryScript(registry), ""},
		{"GNOME", desktop.GsettingsScript("org.gnome.system.proxy autoconfig-url '" + at + "'\norg.gnome.system.proxy mode 'auto'\n"), at},
		{"GNOME, not in force", desktop.GsettingsScript("org.gnome.system.proxy autoconfig-url '" + at + "'\norg.gnome.system.proxy mode 'none'\n"), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.story, c.got, c.want)
		}
	}
}
