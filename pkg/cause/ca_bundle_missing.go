package cause

import (
	"cmp"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// CABundleMissing is its id.
const CABundleMissing ID = "ca-bundle-missing"

var caBundleMissing = &Cause{
	ID:       CABundleMissing,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Machine,
	Probe:    probe.TLS,
	Words: Languages{
		Text[authorities]{
			Title: func(d authorities) string {
				switch {
				case d.Git:
					return d.Variable + " gives git root certificates " + when(d.Unusable, "that it cannot read", "that do not trust "+d.Host)
				case d.Standard:
					return d.Variables.names(" and ") + when(len(d.Variables) > 1, " keep", " keeps") + " go from using the system's root certificates"
				}
				return "this system has no root certificates that go can use"
			},
			Detail: func(d authorities) string {
				switch {
				case d.Git:
					return "git uses " + d.Value + " instead of the system's root certificates" + with(" (", placeEn(d.Where), ")") + with(": ", d.Detail, "") + "." + when(d.Standard, " The system's own roots trust "+d.Host+".")
				case d.Standard:
					return "The system's own roots accept the certificates that fail with \"signed by unknown authority\"; " + d.Variables.values(" and ") + when(len(d.Variables) > 1, " replace them.", " replaces them.")
				}
				return d.Detail + ". So every certificate is \"signed by unknown authority\"." + with(" ", d.Variables.names(" and "), when(len(d.Variables) > 1, " replace", " replaces")+" the system's own.")
			},
			Manual: func(d authorities) []string {
				return append(d.Variables.stepsEn(),
					when(d.Git, "Remove or correct "+d.Variable+": "+d.Value+with("; to remove it: ", d.Unset, "")),
					when(d.none() && !d.Windows, "Install the root certificates: "+cmp.Or(d.Install, "apt-get install ca-certificates (Debian, Ubuntu), apk add ca-certificates (Alpine), dnf install ca-certificates (Fedora, RHEL). In a container image without a package manager: COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/")),
					when(d.none() && d.Windows, "Let Windows Update fetch the root certificates, or ask the administrator who removed them."),
				)
			},
			Log: Log{
				Title: func(Seen) string { return "there are no root certificates, so no https connection can be verified" },
				Steps: func(Seen) []string {
					return []string{
						"Install the ca-certificates package in the image or on the machine (Debian, Ubuntu: apt-get install -y ca-certificates; Alpine: apk add ca-certificates; Fedora, RHEL: dnf install -y ca-certificates).",
						"If SSL_CERT_FILE, SSL_CERT_DIR or GIT_SSL_CAINFO is set, check that the file or directory exists.",
					}
				},
			},
		},
		Text[authorities]{
			Title: func(d authorities) string {
				switch {
				case d.Git:
					return d.Variable + " 让 git 使用的根证书" + when(d.Unusable, "无法读取", "不信任 "+d.Host)
				case d.Standard:
					return d.Variables.names(" 和 ") + " 使 go 命令读不到本系统的根证书"
				}
				return "本系统没有 go 命令可用的根证书"
			},
			Detail: func(d authorities) string {
				switch {
				case d.Git:
					return "git 用 " + d.Value + " 取代了本系统的根证书" + with("（", placeZh(d.Where), "）") + with("：", d.Detail, "") + "。" + when(d.Standard, "而系统自带的根证书信任 "+d.Host+"。")
				case d.Standard:
					return "系统自带的根证书信任这些报“由未知机构签发”的证书，但它们被 " + d.Variables.values(" 和 ") + " 取代了。"
				}
				return d.detailZh() + "。因此所有证书都会报“由未知机构签发”。" + with("", d.Variables.names(" 和 "), " 使 go 命令不再读取系统自带的根证书。")
			},
			Manual: func(d authorities) []string {
				return append(d.Variables.stepsZh(),
					when(d.Git, "去掉或更正 "+d.Variable+"："+d.Value+with("；去掉的命令：", d.Unset, "")),
					when(d.none() && !d.Windows, "安装根证书："+cmp.Or(d.Install, "apt-get install ca-certificates（Debian、Ubuntu）、apk add ca-certificates（Alpine）、dnf install ca-certificates（Fedora、RHEL）。没有包管理器的镜像：COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/")),
					when(d.none() && d.Windows, "通过 Windows Update 获取根证书，或询问管理员为何将其移除。"),
				)
			},
			Log: Log{
				Title: func(Seen) string { return "没有根证书，因此无法验证任何 https 连接" },
				Steps: func(Seen) []string {
					return []string{
						"在镜像或机器上安装 ca-certificates（Debian、Ubuntu：apt-get install -y ca-certificates；Alpine：apk add ca-certificates；Fedora、RHEL：dnf install -y ca-certificates）。",
						"如果设置了 SSL_CERT_FILE、SSL_CERT_DIR 或 GIT_SSL_CAINFO，检查所指的文件是否存在。",
					}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding { return append(matchCABundleMissing(f), gitAuthorities(f)...) },
}

// authorities are certificate authorities that settings put in place of the system's.
type authorities struct {
	Git       bool
	Windows   bool
	Install   string    // the command that installs the system's roots, where it is known
	Variables replacing // of the environment, which put others in place for go
	Variable  string    // the setting that does so for git
	Value     string
	Where     string
	Host      string
	Unusable  bool
	Standard  bool
	Detail    string
	Looked    []probe.RootsPlace // what Detail says, by place
	Unset     string
}

// none reports whether no setting is to blame.
func (d authorities) none() bool { return !d.Git && len(d.Variables) == 0 }

// replacing are variables that name root certificates in place of the system's.
type replacing []replacement

type replacement struct {
	Name, Value string
	Remove      removal
}

// names are the variables, with a word between two.
func (r replacing) names(and string) string {
	var out []string
	for _, v := range r {
		out = append(out, v.Name)
	}
	return strings.Join(out, and)
}

// values are the variables with what they are set to.
func (r replacing) values(and string) string {
	var out []string
	for _, v := range r {
		out = append(out, v.Name+"="+v.Value)
	}
	return strings.Join(out, and)
}

func (r replacing) stepsEn() []string {
	var out []string
	for _, v := range r {
		out = append(out, "Correct "+v.Name+"="+v.Value+", or "+v.Remove.En()+"; then "+v.Remove.AfterwardsEn()+".")
	}
	return out
}

func (r replacing) stepsZh() []string {
	var out []string
	for _, v := range r {
		out = append(out, "更正 "+v.Name+"="+v.Value+"，或"+v.Remove.Zh()+"；然后"+v.Remove.AfterwardsZh()+"。")
	}
	return out
}

// gitAuthorities matches a setting that makes git use other root certificates than
// the system's, if git rejects a certificate for that reason: it cannot read them
// at all, or the system's own roots accept the host. Whom to trust is the user's
// decision, so gofix-net changes nothing here.
var gitAuthorities = onStop(func(f *facts.Facts, s facts.Stop) *Finding {
	if !s.AtOrigin() || s.Hop.Symptom != symptom.TLSUnknownAuthority {
		return nil
	}
	set := f.Config().GitAuthorities(s.Hop.URL)
	r := f.Result(s.Hop.Result)
	if !set.Set() || r == nil || r.Evidence.Git == nil {
		return nil
	}
	d := authorities{
		Git: true, Variable: set.Key.String(), Value: set.Value.String(), Where: facts.Where(set), Host: facts.OriginHost(s.Hop.URL),
		Unusable: r.Evidence.Git.NoAuthorities, Detail: facts.GitMessage(r),
	}
	if set.Origin == settings.GitGlobal {
		d.Unset = "git config --global --unset-all " + set.Key.Name
	}
	x := &Finding{Target: set.Key.String(), Symptom: s.Hop.Symptom}
	if hp, err := route.HostPort(s.Hop.URL); err == nil {
		if t := f.Handshake(hp, s.Hop.Via); t != nil && (t.Status == probe.OK || t.Status == probe.Warn) {
			d.Standard = true
			x.Evidence = append(x.Evidence, t.ID)
		}
	}
	if !d.Unusable && !d.Standard {
		return nil // no client trusts that host
	}
	x.Data = d
	x.Evidence = append(x.Evidence, append(s.Evidence(), evidence.Setting(set.Key.String()))...)
	return x
})

// matchCABundleMissing matches untrusted certificates on a system without root
// certificates, or with variables that replace the ones that would accept them. If no
// handshake failed for that reason, the system does not need root certificates:
// all traffic may use plain http on this machine.
func matchCABundleMissing(f *facts.Facts) []Finding {
	var untrusted, standard []*probe.Result
	for _, r := range f.Of(probe.TLS) {
		if r.Symptom == symptom.TLSUnknownAuthority {
			untrusted = append(untrusted, r)
			if r.Evidence.TLS != nil && r.Evidence.TLS.Standard {
				standard = append(standard, r)
			}
		}
	}
	for _, r := range f.Of(probe.Roots) {
		e := r.Evidence.Roots
		if e == nil || len(untrusted) == 0 || r.Status != probe.Fail && len(standard) == 0 {
			continue
		}
		d := authorities{Detail: r.Detail, Looked: e.Looked, Windows: f.Settings.OS == "windows", Install: systemOf(f).install("ca-certificates")}
		if len(standard) > 0 {
			untrusted, d.Standard = standard, true
		}
		ids := append([]evidence.ID{r.ID}, facts.IDs(untrusted)...)
		for _, v := range []struct{ name, value string }{{"SSL_CERT_FILE", e.File}, {"SSL_CERT_DIR", e.Dir}} {
			if v.value != "" {
				d.Variables = append(d.Variables, replacement{v.name, v.value, removalOf(f, f.Settings.Effective(settings.Variable(v.name)))})
				ids = append(ids, evidence.Setting(v.name))
			}
		}
		return []Finding{{Target: "certificate authorities", Symptom: symptom.TLSUnknownAuthority, Evidence: ids, Data: d}}
	}
	return nil
}

// detailZh says in Chinese where no certificate was found.
func (d authorities) detailZh() string {
	var places []string
	for _, p := range d.Looked {
		places = append(places, p.Path+"："+said(cmp.Or(p.Error, "holds no certificate")))
	}
	return "没有可用的根证书" + with("：", strings.Join(places, "；"), "")
}
