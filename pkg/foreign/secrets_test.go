package foreign

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
)

// TestMaskForms: a secret is masked in every form in which a server may send it
// back, within other text.
func TestMaskForms(t *testing.T) {
	t.Parallel()
	every := func(s string, f string) string {
		var b strings.Builder
		for i := range len(s) {
			fmt.Fprintf(&b, f, s[i])
		}
		return b.String()
	}
	for _, secret := range []string{"s3cr3t-Passw0rd", "correcthorsebattery", `p"a\s<s&w'ord/%1`, "hunter2", "Ünïcode-пароль", "ab:cd/ef+gh=="} {
		var s Secrets
		s.Credential("me:" + secret)
		quoted, _ := json.Marshal(secret)
		basic := base64.StdEncoding.EncodeToString([]byte("me:" + secret))
		forms := map[string]string{
			"plain": secret, "url query": url.QueryEscape(secret), "url path": url.PathEscape(secret), "every byte in percent": every(secret, "%%%02x"),
			"half in percent": every(secret[:3], "%%%02X") + secret[3:], "percent twice": url.QueryEscape(every(secret, "%%%02X")), "json": strings.Trim(string(quoted), `"`),
			"json of every byte": every(secret, `\x%02x`), "Go": strings.Trim(fmt.Sprintf("%q", secret), `"`), "html": html.EscapeString(secret),
			"basic": basic, "basic in percent": url.QueryEscape(basic), "base64 of base64": base64.StdEncoding.EncodeToString([]byte(basic)), "hex": hex.EncodeToString([]byte(secret)),
			"octal": every(secret, `\%03o`), "quoted-printable": every(secret, "=%02X"), "a dump": strings.TrimSpace(every(secret, "%02x ")), "a dump with colons": strings.Trim(every(secret, "%02X:"), ":"),
			"json in json": strings.Trim(fmt.Sprintf("%q", string(quoted)), `"`),
		}
		if len(secret) >= gram && isASCII(secret) {
			forms["upper case"], forms["lower case"] = strings.ToUpper(secret), strings.ToLower(secret)
			forms["escape of JavaScript"], forms["entities without semicolons"] = every(secret, "%%u%04x"), every(secret, "&#%d")
		}
		for shift := range 3 {
			in := strings.Repeat("a", shift) + secret + "zz"
			forms[fmt.Sprint("base64 at ", shift)] = base64.StdEncoding.EncodeToString([]byte(in))
			forms[fmt.Sprint("base64url at ", shift)] = base64.RawURLEncoding.EncodeToString([]byte(in))
		}
		for name, form := range forms {
			for _, around := range []string{"%s", "403 Forbidden: X %s.", `{"a":"%s"}`, "x=%s&y", "<b>%s</b>"} {
				got := s.Mask(strings.Replace(around, "%s", form, 1))
				if strings.Contains(got, form) || strings.Contains(got, secret) {
					t.Errorf("%s of %s: %s", name, secret, got)
				}
			}
		}
	}
}

func isASCII(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 }) }

// TestMaskJoined: what has no width or parts lines stands in the middle of a secret.
func TestMaskJoined(t *testing.T) {
	t.Parallel()
	const secret = "Vk9-t0psecr.Et%Pa&x4w"
	basic := base64.StdEncoding.EncodeToString([]byte("me:" + secret))
	var s Secrets
	s.Add(secret)
	for _, between := range []string{"\u200b", "\x00", "\x1b[31m", "\n", "\r\n\t", "\u00ad", "\ufffd", `\u200b`, "&#8203;", "%E2%80%8B"} {
		for _, whole := range []string{secret, basic} {
			text := "no " + whole[:7] + between + whole[7:15] + between + whole[15:] + " yes"
			for _, form := range []string{text, Line(text, 300), Text(text, 300)} {
				got := s.Mask(form)
				if strings.Contains(got, whole[:7]) || strings.Contains(got, whole[8:15]) || whole == secret && (!strings.HasPrefix(got, "no ") || !strings.HasSuffix(got, " yes")) {
					t.Errorf("%q between: %q of %q", between, got, form)
				}
			}
		}
	}
	if text := "the server\nsaid no: was\nterminated"; s.Mask(text) != text {
		t.Error(s.Mask(text))
	}
}

// TestMaskHalves: what a cut leaves of a secret is masked as well.
func TestMaskHalves(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t-Passw0rd-0123456789"
	var s Secrets
	s.Add(secret)
	encoded := base64.StdEncoding.EncodeToString([]byte(secret))
	for n := least; n <= len(secret); n++ {
		for _, text := range []string{"said: " + secret[:n] + "…", "said " + secret[:n] + "...", secret[:n] + "… and so on"} {
			if got := s.Mask(text); strings.Contains(got, secret[:least]) {
				t.Errorf("%s: %s", text, got)
			}
		}
	}
	for n := 13; n <= len(secret); n++ {
		for from := 0; from+n <= len(secret); from++ {
			if got := s.Mask("x" + secret[from:from+n] + "y"); strings.Contains(got, secret[from:from+n]) {
				t.Errorf("%d to %d: %s", from, from+n, got)
			}
		}
	}
	for n := 10; n < len(encoded); n++ {
		if got := s.Mask("Basic " + encoded[:n] + "…"); strings.Contains(got, encoded[:10]) {
			t.Errorf("%s: %s", encoded[:n], got)
		}
	}
}

func TestMaskKeepsTheRest(t *testing.T) {
	t.Parallel()
	var s Secrets
	for _, secret := range []string{"corp-goproxy-7f3a9c", "password", "error", "abc", "true", "direct", "$TOKEN", "xyzw"} {
		s.Add(secret)
	}
	for _, text := range []string{"goproxy-unreachable", "the password is wrong", "https://proxy.golang.org,direct", "error: abc", "xyzwv", "https://goproxy.corp.example/x/@v/list", "h1:qj9Hy3YVFWHHHtNs7sWdcbH1T6vNMhY0xJyZfP2VxA0="} {
		if got := s.Mask(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	if got := s.Mask("is xyzw it"); got != "is xxxxx it" {
		t.Errorf("a short secret that stands alone: %s", got)
	}
}

func TestLearn(t *testing.T) {
	t.Parallel()
	var s Secrets
	s.Learn("https://me:alpha-one@h/,https://tok-beta-two-0123456789@h|direct")
	s.Learn("AUTHORIZATION: basic " + base64.StdEncoding.EncodeToString([]byte("me:gamma-three")))
	s.Learn("command --token delta-four")
	s.Learn("http://u:epsilon%2Dfive@proxy:3128")
	s.Variable("CI_JOB_TOKEN", "zeta-six")
	s.Variable("PWD", "/home/me/eta-seven")
	s.Variable("GOPROXY", "https://u:theta-eight@h")
	s.Netrc("machine h login me\n password iota-nine machine i password kappa-ten login you")
	for _, secret := range []string{"alpha-one", "tok-beta-two-0123456789", "gamma-three", "delta-four", "epsilon-five", "zeta-six", "theta-eight", "iota-nine", "kappa-ten"} {
		if got := s.Mask("<" + secret + ">"); got != "<xxxxx>" {
			t.Errorf("%s is not known: %s", secret, got)
		}
	}
	if got := s.Mask("eta-seven me you"); got != "eta-seven me you" {
		t.Errorf("got %s", got)
	}
}

// TestGuard: no kind of output lets anything through, and each stays what it is.
func TestGuard(t *testing.T) {
	t.Parallel()
	var s Secrets
	s.Add("s3cr3t-Passw0rd")
	for _, c := range []struct {
		what string
		kind Kind
		text string
		want string
	}{
		{"colours stay on a screen", Screen, "\x1b[31mred\x1b[0m\r\n", "\x1b[31mred\x1b[0m\r\n"},
		{"and nothing else", Screen, "\x1b]0;title\x07\x1b[2J", "\uFFFD]0;title\uFFFD\uFFFD[2J"},
		{"no colours elsewhere", Plain, "\x1b[31mred", "\uFFFD[31mred"},
		{"invisible characters", Plain, "a\u202e\u200b\U000e0041\u2028b", "a\uFFFD\uFFFD\uFFFD\uFFFDb"},
		{"a command", Plain, "a\n::set-output::x", "a\n: :set-output::x"},
		{"commands that are ours", Commands, "::error title=x::y", "::error title=x::y"},
		{"a value in JSON", JSON, `{"a": "s3cr3t-Passw0rd", "s3cr3t-Passw0rd": 1}`, `{"a": "xxxxx", "s3cr3t-Passw0rd": 1}`},
		{"an escaped value in JSON", JSON, `{"a": "x \"s3cr3t\u002dPassw0rd\""}`, `{"a": "x \"xxxxx\""}`},
		{"an old command in JSON", JSON, `{"a": "##[error]"}`, `{"a": "\u0023#[error]"}`},
		{"a command in XML", Markup, "<a>\n::error::x</a>", "<a>\n&#58;:error::x</a>"},
	} {
		if got := s.Guard(c.kind, c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}

// BenchmarkMask shows that the cost grows with the text, not with the secrets.
func BenchmarkMask(b *testing.B) {
	random := rand.New(rand.NewSource(1)) //nolint:gosec // not for secrets
	text := strings.Repeat("go: example.com/m@v1.2.3: reading https://proxy.example.com/example.com/m/@v/v1.2.3.info: 403 Forbidden\n", 1000)
	for _, n := range []int{1, 100, 10_000, 60_000} {
		var s Secrets
		for range n {
			s.Add(fmt.Sprintf("token-%016x", random.Uint64()))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for range b.N {
				s.Mask(text)
			}
		})
	}
}

// TestMaskIsLinear: neither many secrets nor a hostile text makes it slow.
func TestMaskIsLinear(t *testing.T) {
	t.Parallel()
	var s Secrets
	for i := range 20_000 {
		s.Add(fmt.Sprintf("ghp_aaaaaaaaaaaa%012d", i))
	}
	for _, text := range []string{
		strings.Repeat("ghp_aaaaaaaaaaaa", 4_000), strings.Repeat("%25", 20_000), strings.Repeat("…", 20_000), strings.Repeat("a…", 20_000), strings.Repeat("A", 60_000), strings.Repeat(`\u0026`, 10_000),
		strings.Repeat(Mask+" ", 10_000), strings.Repeat("ghp_aaaa ", 7_000), strings.Repeat("ghp_aaaa<aaaa", 5_000), strings.Repeat(Mask+"<a>", 8_000),
	} {
		if took := cost.Took(func() { s.Mask(text) }); took > 10*time.Second {
			t.Errorf("%.20s… took %s", text, took)
		}
	}
}

// TestSecretOfLines: each long line of a secret is one, whichever ends of lines it has.
func TestSecretOfLines(t *testing.T) {
	t.Parallel()
	const first, second = "aB3dE6gH9jK2wXyZ", "mN5pQ8sT1vW4aBcD"
	for _, end := range []string{"\n", "\r\n", "\r", "\r\r"} {
		var s Secrets
		s.Add("-----BEGIN KEY-----" + end + first + end + second + end)
		if got := s.Mask(second + " " + first); got != Mask+" "+Mask {
			t.Errorf("parted by %q: %q", end, got)
		}
	}
}

func FuzzMask(f *testing.F) {
	f.Add("a", "s3cr3t-Passw0rd", "b")
	f.Add("%", `p"a\s<s&w'ord/%1`, "%41")
	f.Fuzz(func(t *testing.T, before, secret, after string) {
		var s Secrets
		s.Add(secret)
		got := s.Mask(before + "\x00" + secret + "\x00" + after)
		if len(s.known) > 0 && strings.Contains(got, "\x00"+secret+"\x00") {
			t.Errorf("%q leaks from %q", secret, got)
		}
		s.Guard(JSON, before)
		s.Guard(Screen, after)
	})
}
