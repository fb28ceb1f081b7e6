package archtest

// The rules. "Who" and "but" are directories, a directory and all below it
// ("pkg/netlab/..."), single files, or "..." for everybody. They bind the files
// that are built into programs; those marked tests bind test files too.

// importRule forbids imports. Packages of this module are named by their
// directory; other modules by their path, which covers the packages below it.
type importRule struct {
	who   []string
	but   []string
	not   []string
	tests bool
	why   string
}

var (
	everybody = []string{"..."}
	// pure are the packages that judge plain values, so that they can be tested
	// with literals and a recorded machine can be judged again anywhere.
	pure = []string{"pkg/symptom", "pkg/gowords", "pkg/correct", "pkg/desktop", "pkg/explain/confirm", "pkg/known", "pkg/route/...", "pkg/facts", "pkg/cause", "pkg/diagnose", "pkg/privacy", "pkg/mirror", "pkg/recommend", "pkg/plan", "pkg/place/...", "pkg/lint", "pkg/emit"}
	// free are packages that stand in for the standard library: every package may
	// import them, and they import nothing of this module.
	free = []string{"pkg/errtype", "pkg/lazy", "pkg/lazyre", "pkg/order", "pkg/codepage"}
	// equipment are the packages that tests are made with.
	equipment = []string{"pkg/nettest/...", "pkg/netlab/..."}
)

var importRules = []importRule{
	{
		who: everybody, not: []string{"cmd/..."}, tests: true,
		why: "a program is where everything meets: nothing may depend on it",
	},
	{
		who: everybody, but: []string{"cmd/gofix-net", "pkg/cli"}, not: []string{"pkg/cli"}, tests: true,
		why: "the command line uses the rest, never the other way round: exit codes and questions belong to it alone",
	},
	{
		who: everybody, but: []string{"pkg/cli"}, not: []string{"github.com/spf13/cobra", "github.com/charmbracelet/huh"},
		why: "only the command line parses arguments and asks questions",
	},
	{
		who: everybody, but: []string{"pkg/cli", "pkg/report/formats/text.go", "pkg/report/formats/texttable.go", "pkg/report/formats/answer.go", "pkg/report/formats/answer_fix.go", "pkg/report/formats/answer_label.go", "pkg/report/formats/answer_path.go", "pkg/report/formats/helpless.go"}, not: []string{"github.com/charmbracelet/lipgloss"},
		why: "only the command line and the text report know that there is a terminal",
	},
	{
		who: everybody, but: append([]string{"pkg/wire"}, equipment...), not: []string{"golang.org/x/net/dns/dnsmessage", "golang.org/x/net/proxy"},
		why: "only wire puts questions to resolvers and proxies, and only test servers answer them",
	},
	{
		who: everybody, but: equipment, not: []string{"github.com/miekg/dns"},
		why: "half a megabyte of record types: the program reads addresses alone",
	},
	{
		who: everybody, but: equipment, not: equipment,
		why: "the faulty servers and the broken network of the tests must not be in the program",
	},
	{
		who: everybody, not: []string{"pkg/facts/facttest"},
		why: "machines that are made up for tests must not be in the program",
	},
	{
		who: []string{"probes"}, not: []string{"pkg/facts", "pkg/cause", "pkg/diagnose", "pkg/recommend", "pkg/plan", "pkg/apply", "pkg/report/...", "pkg/journal", "pkg/prove", "pkg/doctor"},
		why: "looking must not know what will be concluded from it",
	},
	{
		who: []string{"pkg/probe"}, not: []string{"probes", "pkg/wire", "pkg/protocol"},
		why: "the runner runs any probe and knows none, and not how one looks",
	},
	{
		who: []string{"pkg/wire"}, not: []string{"probes", "pkg/protocol", "pkg/facts", "pkg/cause", "pkg/diagnose", "pkg/mirror/..."},
		why: "wire carries questions and answers; what is asked, and what an answer means, is for its callers",
	},
	{
		who: []string{"pkg/protocol"}, not: []string{"probes", "pkg/facts", "pkg/cause", "pkg/diagnose", "pkg/mirror/...", "net"},
		why: "the protocol is the same for whatever probes or measures by it",
	},
	{
		who: pure, not: []string{"os", "os/exec", "net", "net/http", "pkg/host", "probes", "pkg/wire", "pkg/protocol"},
		why: "judging is pure: it gets values and touches no machine, so that a report can be judged again anywhere (net/url and net/netip are fine)",
	},
	{
		who: []string{"pkg/route", "pkg/lint", "pkg/plan", "pkg/place/..."}, not: []string{"pkg/route/walk"},
		why: "reading settings comes before what the go command does with them",
	},
	{
		who: []string{"pkg/symptom"}, not: []string{"pkg/...", "probes", "cmd/..."},
		why: "the vocabulary is what everybody speaks; it imports nothing",
	},
	{
		who: []string{"pkg/evidence"}, not: []string{"pkg/...", "probes", "cmd/..."},
		why: "the names of evidence are passed on by all layers; the package imports nothing",
	},
	{
		who: []string{"pkg/correct"}, not: []string{"pkg/settings", "pkg/route", "pkg/facts", "pkg/profile", "probes", "cmd/..."},
		why: "correcting a text knows the grammar of values and no machine: settings, route and all above them may ask it",
	},
	{
		who: free, not: []string{"pkg/...", "probes", "cmd/..."},
		why: "what stands in for the standard library knows nothing of this program",
	},
	{
		who: []string{"pkg/foreign"}, not: []string{"pkg/...", "probes", "cmd/...", "os", "net", "net/http"},
		why: "text from outside is cleaned by its bytes alone, so that everybody may ask for it",
	},
	{
		who: []string{"pkg/known"}, not: []string{"pkg/...", "probes", "cmd/..."},
		why: "facts about hosts are the ground that everybody stands on; it imports nothing of ours",
	},
	{
		who: []string{"pkg/gowords"}, not: []string{"pkg/...", "probes", "cmd/..."},
		why: "what the go command's sentences mean depends on nothing of ours",
	},
	{
		who: []string{"pkg/facts"}, not: []string{"pkg/cause", "pkg/diagnose", "pkg/plan", "pkg/profile", "pkg/recommend", "pkg/apply"},
		why: "facts answer questions; what follows from them is the causes' business",
	},
	{
		who: []string{"pkg/cause"}, not: []string{"pkg/diagnose", "pkg/plan", "pkg/profile", "pkg/recommend", "pkg/apply"},
		why: "a cause knows neither the engine that runs it nor what will be done about it",
	},
	{
		who: []string{"pkg/diagnose"}, not: []string{"pkg/plan", "pkg/profile", "pkg/recommend", "pkg/apply"},
		why: "a finding does not know what will be done about it",
	},
	{
		who: []string{"pkg/plan"}, not: []string{"pkg/facts", "pkg/cause", "pkg/diagnose", "pkg/recommend"},
		why: "a plan is the difference of two states, whatever the reason for the wanted one",
	},
	{
		who: []string{"pkg/place/..."}, not: []string{"pkg/lint", "pkg/emit", "pkg/route/...", "pkg/facts", "pkg/cause", "pkg/diagnose", "pkg/report/..."},
		why: "reading and writing a file says nothing about whether what stands in it is good",
	},
	{
		who: []string{"pkg/place"}, not: []string{"pkg/place/..."},
		why: "the model of a file knows no kind of file",
	},
	{
		who: []string{"pkg/emit"}, not: []string{"pkg/place/...", "pkg/lint", "pkg/facts", "pkg/diagnose", "pkg/recommend", "pkg/apply", "pkg/report/..."},
		why: "emit turns a state into text; who wants the state, and what reads the text, is for others",
	},
	{
		who: []string{"pkg/...", "probes"}, but: []string{"pkg/netlab/...", "pkg/nettest/schematest"}, not: []string{"text/template", "html/template", "github.com/moby/buildkit/frontend/dockerfile/parser", "github.com/moby/buildkit/frontend/dockerfile/instructions"},
		why: "templates and protobuf call methods by name, for which the linker keeps every method: a fifth of the program (i18n.Fill, report's markup and place/dockerfile's syntax do their work)",
	},
	{
		who: []string{"pkg/nettest/need", "pkg/nettest/cost", "pkg/nettest/leak"}, not: []string{"pkg/...", "net/http", "crypto/tls"},
		why: "a test that stands no server asks them: with one in them, each such test binary takes twice the time to link",
	},
	{
		who: []string{"pkg/propose"}, not: []string{"os", "net", "net/http", "probes", "pkg/apply", "pkg/journal", "pkg/report/...", "pkg/i18n"},
		why: "choosing a change asks the machine only through propose.World, writes nothing and has no words",
	},
	{
		who: []string{"pkg/propose"}, but: []string{"pkg/propose/system.go"}, not: []string{"pkg/host", "pkg/doctor"},
		why: "only propose.System knows the real machine, so that every choice can be tested on a made-up one",
	},
	{
		who: []string{"pkg/explain/read"}, not: []string{"pkg/explain", "pkg/explain/grammar", "pkg/cause", "pkg/known"},
		why: "making lines of bytes does not ask what the lines mean",
	},
	{
		who: []string{"pkg/explain/words", "pkg/explain/grammar"}, not: []string{"pkg/explain", "pkg/explain/read", "pkg/cause"},
		why: "what a text says comes before what is judged of it: a symptom is no cause",
	},
	{
		who: []string{"pkg/explain/words"}, not: []string{"pkg/explain/grammar"},
		why: "grammar finds the innermost text, words know it",
	},
	{
		who: []string{"pkg/report/..."}, not: []string{"probes", "pkg/host", "pkg/route/...", "pkg/recommend", "pkg/doctor", "pkg/prove", "pkg/apply", "pkg/journal", "pkg/mirror", "pkg/explain"},
		why: "output decides nothing: a report is made of values that others have reached",
	},
	{
		who: []string{"pkg/report", "pkg/doctor", "pkg/facts", "pkg/cause", "pkg/diagnose", "pkg/lint", "pkg/explain"}, not: []string{"pkg/report/formats"},
		why: "what is said is settled before a format shows it",
	},
	{
		who: everybody, but: append([]string{"pkg/host"}, equipment...), not: []string{"os/exec"},
		why: "only pkg/host runs programs, so that a test can make up the machine",
	},
	{
		// The crash tests hand the kernel a filter of system calls, by its address; Windows
		// writes what a job takes of the memory to an address.
		who: everybody, but: []string{"pkg/apply/tracer_linux_amd64_test.go", "pkg/host/memory_windows.go", "pkg/host/nameservers_windows.go", "pkg/host/script_windows.go"}, not: []string{"unsafe", "plugin"}, tests: true,
		why: "nothing here needs it",
	},
}

// callRule forbids names of other packages ("time.Now", "net/http.Get").
type callRule struct {
	who  []string
	but  map[string]string // who may nevertheless, and why
	not  []string
	test bool // binds test files too
	why  string
}

var callRules = []callRule{
	{
		who: pure, not: []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After"},
		why: "judging is pure: the time is a value among the facts",
	},
	{
		who: []string{"pkg/propose"}, not: []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After"},
		why: "its budgets are counted on the clock of propose.World, so that they have tests",
	},
	{
		who: everybody, not: []string{"os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv", "os.Setenv", "os.Unsetenv", "os.UserHomeDir", "os.UserConfigDir", "os.UserCacheDir", "os.Getwd"},
		but: map[string]string{
			"pkg/askless":               "it sets a variable for a library's init, and puts it back",
			"pkg/host":                  "it is the machine",
			"pkg/netlab/...":            "it starts real programs in namespaces of its own",
			"pkg/nettest/need/need.go":  "a test that lacks a program fails in CI, which the environment tells",
			"pkg/nettest/need/today.go": "the gate tells the tests by a variable that it is day",
		},
		why: "only pkg/host reads the environment, so that a test can make up the machine",
	},
	{
		who: everybody, not: []string{
			"os.WriteFile", "os.Create", "os.CreateTemp", "os.OpenFile", "os.Mkdir", "os.MkdirAll", "os.MkdirTemp", "os.Remove", "os.RemoveAll", "os.Rename",
			"os.Chmod", "os.Chown", "os.Chtimes", "os.Symlink", "os.Link", "os.Truncate",
			"github.com/google/renameio/v2.WriteFile", "github.com/google/renameio/v2.NewPendingFile", "github.com/google/renameio/v2.TempFile",
		},
		but: map[string]string{
			"pkg/apply":               "it carries a plan out",
			"pkg/journal":             "it keeps what an undo needs",
			"pkg/host":                "its TempDir makes scratch directories",
			"pkg/prove/scratch.go":    "it fills a scratch directory of pkg/host.TempDir with a module that asks for the one in question",
			"pkg/prove/rehearse.go":   "it fills a scratch directory with copies of the project's go.mod files",
			"pkg/prove/workspace.go":  "it fills a scratch directory with copies of the go.mod files of a workspace",
			"pkg/prove/cache.go":      "it fills the same scratch directory with links to the module cache",
			"pkg/prove/sumdbstate.go": "it copies the checksum database's state into the same scratch directory",
			"pkg/fetch/project.go":    "it copies go.mod and go.sum into a scratch directory of pkg/host.TempDir, so that go mod download leaves the project as it is",
			"pkg/cli/output.go":       "--output FILE names the file to write",
			"pkg/cli/man.go":          "man --output names the directory to write",
			"cmd/pack":                "a program of the release, not of the user: --output names the directory to write",
			"cmd/sbom":                "a program of the release, not of the user: --output names the file to write",
			"cmd/site":                "a program of the release, not of the user: its argument names the directory to write",
			"pkg/netlab/...":          "the files of the lab's own machines",
			"pkg/nettest/browser":     "the profile of the browser of a test",
		},
		why: "only pkg/apply and pkg/journal write: whatever looks or judges leaves the machine as it was",
	},
	{
		who: everybody, not: []string{"net.Listen", "net.ListenPacket", "net.ListenTCP", "net.ListenUDP", "net.ListenConfig", "net/http.ListenAndServe", "net/http.ListenAndServeTLS", "net/http/httptest.NewServer", "net/http/httptest.NewTLSServer", "net/http/httptest.NewUnstartedServer"},
		but: map[string]string{
			"pkg/nettest/...": "its servers are the other side in tests",
			"pkg/netlab/...":  "its servers are the other side in tests",
		},
		why: "the program never listens; only the servers of tests do",
	},
	{
		who: everybody, not: []string{
			"net.Dial", "net.DialTimeout", "net.DialTCP", "net.DialUDP", "net.DialIP", "net.Dialer", "net.Resolver", "net.DefaultResolver",
			"net.LookupHost", "net.LookupIP", "net.LookupAddr", "net.LookupCNAME", "net.LookupTXT",
			"crypto/tls.Dial", "crypto/tls.DialWithDialer", "crypto/tls.Dialer", "crypto/tls.Client", "net/http.Transport", "net/http.Client",
		},
		but: map[string]string{
			"pkg/wire":        "it is the client",
			"pkg/host":        "its Dial is the machine's",
			"pkg/nettest/...": "its servers pass on to others",
			"pkg/netlab/...":  "it makes networks of its own",
		},
		why: "only pkg/wire opens sockets: bounds, redaction, outbound proxies and symptoms are the same for all",
	},
	{
		who: everybody, not: []string{"net/http.DefaultClient", "net/http.DefaultTransport", "net/http.Get", "net/http.Post", "net/http.PostForm", "net/http.Head"},
		why: "the default client has no deadline and reads the environment's proxy by itself",
	},
	{
		who: everybody, not: []string{"os.Stdout", "os.Stderr", "fmt.Print", "fmt.Printf", "fmt.Println", "log.Print", "log.Printf", "log.Println"},
		but: map[string]string{
			"pkg/cli/cli.go": "System names the streams, and run puts a guard before each",
			"cmd/...":        "programs of the release and the site show nothing from outside",
			"pkg/netlab/...": "the programs of the lab",
		},
		why: "every output goes through the guard of pkg/foreign, which masks the secrets of this run and what a terminal would obey",
	},
	{
		who: everybody, not: []string{"os.Exit", "log.Fatal", "log.Fatalf", "log.Panic"},
		but: map[string]string{
			"cmd/...":            "main ends the program",
			"pkg/netlab/cmd/...": "main ends the program",
		},
		why: "a library that ends the program skips the rollback of its callers",
	},
}

// revealers are the files that may call settings.Value.Reveal, each with what
// it needs the credential for. A file that no longer calls it has to go from here.
var revealers = map[string]string{
	"pkg/settings/githelpers.go":   "git gets the commands of its helpers again, by an environment of its own",
	"pkg/settings/goauth.go":       "the programs and directories of GOAUTH are looked for",
	"pkg/settings/golayers.go":     "GOFLAGS and the like are cut up before anything is shown",
	"pkg/settings/readdesktop.go":  "the system fetches the script that chooses its proxy",
	"pkg/settings/readresolver.go": "the hosts of proxies and rules are looked up in the hosts file",

	"pkg/propose/question.go":     "a pattern is put behind those in GOPRIVATE",
	"pkg/route/walk/decisions.go": "requests are told apart by their URLs",
	"pkg/route/toolchain.go":      "GOTOOLCHAIN is parsed",
	"pkg/trace/look.go":           "the base URL of a module proxy that a page names",
	"pkg/trace/rules.go":          "the rule or proxy that applies to a URL is looked for",
	"pkg/route/hostport.go":       "the host of a URL is read behind its user information",
	"pkg/route/origin.go":         "the URL that git would be given",
	"pkg/route/outbound.go":       "the outbound proxy that a client would use",
	"pkg/route/outbound_git.go":   "the outbound proxy that git would use",
	"pkg/route/plainhttp.go":      "the scheme and the host of a URL decide who can read along",
	"pkg/route/logins.go":         "the hosts of rules and credentials are read out of URLs",
	"pkg/route/private.go":        "GOPRIVATE and the like are patterns to be matched",
	"pkg/route/read.go":           "GOPROXY, GOSUMDB and GOVCS are parsed",
	"pkg/route/rewrites.go":       "insteadOf replaces prefixes of URLs, credentials included",
	"pkg/route/walk/direct.go":    "the URL that git would be given",
	"pkg/route/walk/sumdb.go":     "the URL that go would request",
	"pkg/route/walk/request.go":   "the URL that go would request",
	"pkg/mirror/mirror.go":        "an entry is compared with the known mirrors",
	"pkg/facts/via.go":            "outbound proxies are compared",
	"pkg/recommend/git.go":        "the rule that applies to a repository is looked for",
	"pkg/recommend/combine.go":    "candidates that want the same are told by their values",
	"pkg/recommend/goenv.go":      "a value is written again as it was meant",
	"pkg/recommend/goflags.go":    "flags are kept as they are written",
	"pkg/route/correct.go":        "a rule or proxy of git is read as it was meant",
	"pkg/recommend/goproxy.go":    "the entries that work are kept as they are",
	"pkg/recommend/unset.go":      "a value is written again without what an editor left behind it",
	"pkg/recommend/goprivate.go":  "patterns are kept or narrowed as they are written",
	"pkg/recommend/mirrors.go":    "entries are compared with the known mirrors",
	"pkg/recommend/owned.go":      "what the user has set is kept as it is",
	"pkg/recommend/gosumdb.go":    "the name and key of the database in force are kept as they are",
	"pkg/profile/adopt.go":        "the user's own entries are taken over as they are",
	"pkg/plan/forbidden.go":       "a value that switches off a protection is refused whatever is around it",
	"pkg/plan/forbidden_git.go":   "a value that switches off a protection is refused whatever is around it",
	"pkg/plan/command.go":         "what is written has to be the real value",
	"pkg/plan/plan.go":            "the wanted value is compared with the present one",
	"pkg/privacy/privacy.go":      "the owner is read out of the remotes of the repository at hand",
	"pkg/prove/carry.go":          "the real go is run with the planned values",
	"pkg/prove/cache.go":          "GOMODCACHE is a directory to be read",
	"pkg/prove/rehearse.go":       "GOSUMDB, GOFLAGS and paths are given to the real go",
	"pkg/prove/harmless.go":       "GOFLAGS is given to the real go without the programs that it names",
	"pkg/prove/pick.go":           "candidates are compared",
	"pkg/prove/sumdbstate.go":     "GOPATH and GOMODCACHE are directories to be read",
	"pkg/doctor/detours.go":       "the rule or proxy of git that applies to a URL is looked for",
	"pkg/route/ways.go":           "the outbound proxies that settings name are taken as ways",
	"pkg/route/detours.go":        "the rule or proxy of git that applies to a URL is looked for",
	"pkg/report/reveal.go":        "--no-redact asks for the real values",
	"pkg/apply/undo.go":           "values are compared with what apply wrote",
	"pkg/journal/entry.go":        "what an undo puts back has to be the real value; the file has mode 0600",
	"pkg/doctor/stepwise.go":      "the rule of git that applies to a URL is looked for",
	"pkg/recommend/told.go":       "the host of an entry is read behind its user information",
	"pkg/protocol/anonymous.go":   "the URL that is asked",
	"pkg/doctor/alternatives.go":  "the alternatives are probed as they would be written",
	"pkg/doctor/missing.go":       "the path of the module cache, in which modules are counted",

	"pkg/propose/fit.go":          "the proxies that a plan brings in are told from those in force",
	"pkg/cause/login.go":          "the port of a URL is a part of the name in netrc",
	"pkg/cause/login_goauth.go":   "GOAUTH is cut up into its sources",
	"pkg/cli/profile_patterns.go": "patterns are held against module paths, and GOMODCACHE is a directory to be read",
	"pkg/cli/show.go":             "the patterns that are about to be written are held against module paths",
	"pkg/profile/fill.go":         "a stored profile is completed with what is set and what a person gave",
	"pkg/profile/present.go":      "the settings in force are saved, after their credentials were cut",

	"pkg/facts/gitrules.go":            "where a rule leads is compared with what git was asked for",
	"pkg/cause/goprivate_too_broad.go": "the list of patterns is parsed",
	"pkg/cause/goproxy_malformed.go":   "the list is parsed",
	"pkg/cause/insecure_setting.go":    "the value is compared with those that switch a protection off",
	"pkg/cause/unknown_setting.go":     "flags are looked for in GOFLAGS",

	"pkg/emit/state.go": "values are parsed, freed of credentials and written",

	"pkg/lint/environment.go": "what a file sets is parsed and compared, and a fix writes the real value",

	"pkg/place/yamlfile/common.go": "where in an expression its default stands",

	"pkg/propose/system.go": "go is run with the variables of the next shell",

	"pkg/protocol/database.go": "the verifier key of GOSUMDB",
	"pkg/protocol/visit.go":    "requests carry the entry's credentials, as go's do",

	"pkg/mirror/choose.go":          "GOPROXY and the addresses of proxies are parsed",
	"pkg/mirror/measure/measure.go": "requests carry the entry's credentials, as go's do",
	"pkg/mirror/measure/public.go":  "requests carry the entry's credentials, as go's do",

	"pkg/wire/logins.go":    "the programs that GOAUTH names are asked for logins",
	"pkg/wire/netrc.go":     "the file of NETRC",
	"pkg/wire/notpublic.go": "the URL that is asked",
	"pkg/wire/tunnel.go":    "a tunnel is asked for with the proxy's credentials",

	"pkg/wire/reach.go":       "the hosts of URLs",
	"probes/endpoints.go":     "the hosts of URLs",
	"pkg/wire/askauth.go":     "the commands of GOAUTH are run",
	"pkg/wire/githelper.go":   "the helpers that git started are looked for in its settings",
	"pkg/wire/gitssh.go":      "ssh is run as GIT_SSH_COMMAND says",
	"probes/git.go":           "git is run with the URL as go would give it",
	"probes/gitrules.go":      "git is run with the URL as the rule rewrites it",
	"probes/goproxy.go":       "requests carry the entry's credentials, as go's do",
	"probes/modcache.go":      "the directory of GOMODCACHE",
	"probes/outboundproxy.go": "the outbound proxy is asked with its credentials",
	"probes/roots.go":         "the files of SSL_CERT_FILE and SSL_CERT_DIR",
	"probes/sumdb.go":         "requests carry the entry's credentials, as go's do",
	"probes/sumdbrelay.go":    "requests carry the entry's credentials, as go's do",
	"probes/sumdbstate.go":    "the directories of GOPATH and GOMODCACHE",
}
