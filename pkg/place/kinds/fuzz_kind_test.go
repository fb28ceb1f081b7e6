package kinds

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/bake"
	"github.com/gofix-net/gofix-net/pkg/place/ci"
	"github.com/gofix-net/gofix-net/pkg/place/cmdfile"
	"github.com/gofix-net/gofix-net/pkg/place/compose"
	"github.com/gofix-net/gofix-net/pkg/place/devcontainer"
	"github.com/gofix-net/gofix-net/pkg/place/dockerfile"
	"github.com/gofix-net/gofix-net/pkg/place/envfile"
	"github.com/gofix-net/gofix-net/pkg/place/gitconfig"
	"github.com/gofix-net/gofix-net/pkg/place/github"
	"github.com/gofix-net/gofix-net/pkg/place/goenv"
	"github.com/gofix-net/gofix-net/pkg/place/jenkins"
	"github.com/gofix-net/gofix-net/pkg/place/kubernetes"
	"github.com/gofix-net/gofix-net/pkg/place/make"
	"github.com/gofix-net/gofix-net/pkg/place/netrc"
	"github.com/gofix-net/gofix-net/pkg/place/nginx"
	"github.com/gofix-net/gofix-net/pkg/place/othershells"
	"github.com/gofix-net/gofix-net/pkg/place/powershell"
	"github.com/gofix-net/gofix-net/pkg/place/renovate"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/place/systemd"
)

// fuzzKind gives the reader of one kind any text: it does not panic, and every span
// it returns is within the file. The seeds are the labelled files of that kind.
func fuzzKind(f *testing.F, k *place.Kind) {
	f.Helper()
	n := 0
	for _, x := range labelledFiles(f) {
		if d := Detect(x.path, x.data); d == k {
			f.Add(x.data)
			n++
		}
	}
	if n == 0 {
		f.Errorf("no labelled file is of the kind %s", k.ID)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		k.Match("x", text)
		checkSpans(t, Read(k, "x", text))
	})
}

func FuzzGitea(f *testing.F)              { fuzzKind(f, &github.Gitea) }
func FuzzGitHub(f *testing.F)             { fuzzKind(f, &github.Kind) }
func FuzzRenovateDependabot(f *testing.F) { fuzzKind(f, &renovate.Dependabot) }
func FuzzRenovate(f *testing.F)           { fuzzKind(f, &renovate.Kind) }
func FuzzGitLab(f *testing.F)             { fuzzKind(f, &ci.GitLab) }
func FuzzCircleCI(f *testing.F)           { fuzzKind(f, &ci.CircleCI) }
func FuzzBitbucket(f *testing.F)          { fuzzKind(f, &ci.Bitbucket) }
func FuzzTask(f *testing.F)               { fuzzKind(f, &ci.Task) }
func FuzzTravis(f *testing.F)             { fuzzKind(f, &ci.Travis) }
func FuzzAppVeyor(f *testing.F)           { fuzzKind(f, &ci.AppVeyor) }
func FuzzBuildkite(f *testing.F)          { fuzzKind(f, &ci.Buildkite) }
func FuzzCloudBuild(f *testing.F)         { fuzzKind(f, &ci.CloudBuild) }
func FuzzCodeBuild(f *testing.F)          { fuzzKind(f, &ci.CodeBuild) }
func FuzzGoReleaser(f *testing.F)         { fuzzKind(f, &ci.GoReleaser) }
func FuzzAnsible(f *testing.F)            { fuzzKind(f, &ci.Ansible) }
func FuzzTekton(f *testing.F)             { fuzzKind(f, &ci.Tekton) }
func FuzzDrone(f *testing.F)              { fuzzKind(f, &ci.Drone) }
func FuzzWoodpecker(f *testing.F)         { fuzzKind(f, &ci.Woodpecker) }
func FuzzAzure(f *testing.F)              { fuzzKind(f, &ci.Azure) }
func FuzzKubernetes(f *testing.F)         { fuzzKind(f, &kubernetes.Kind) }
func FuzzCompose(f *testing.F)            { fuzzKind(f, &compose.Kind) }
func FuzzBake(f *testing.F)               { fuzzKind(f, &bake.Kind) }
func FuzzDevcontainer(f *testing.F)       { fuzzKind(f, &devcontainer.Kind) }
func FuzzDevcontainerVSCode(f *testing.F) { fuzzKind(f, &devcontainer.VSCode) }
func FuzzMake(f *testing.F)               { fuzzKind(f, &make.Kind) }
func FuzzJenkins(f *testing.F)            { fuzzKind(f, &jenkins.Kind) }
func FuzzNetrc(f *testing.F)              { fuzzKind(f, &netrc.Kind) }
func FuzzGitConfig(f *testing.F)          { fuzzKind(f, &gitconfig.Kind) }
func FuzzGoenvProfile(f *testing.F)       { fuzzKind(f, &goenv.Profile) }
func FuzzGoEnv(f *testing.F)              { fuzzKind(f, &goenv.Kind) }
func FuzzSystemd(f *testing.F)            { fuzzKind(f, &systemd.Kind) }
func FuzzEnvironmentD(f *testing.F)       { fuzzKind(f, &envfile.EnvironmentD) }
func FuzzDotEnv(f *testing.F)             { fuzzKind(f, &envfile.Kind) }
func FuzzNginx(f *testing.F)              { fuzzKind(f, &nginx.Kind) }
func FuzzPowerShell(f *testing.F)         { fuzzKind(f, &powershell.Kind) }
func FuzzCmd(f *testing.F)                { fuzzKind(f, &cmdfile.Kind) }
func FuzzFish(f *testing.F)               { fuzzKind(f, &othershells.Fish) }
func FuzzFishCsh(f *testing.F)            { fuzzKind(f, &othershells.Csh) }
func FuzzShell(f *testing.F)              { fuzzKind(f, &shell.Kind) }
func FuzzDockerfile(f *testing.F)         { fuzzKind(f, &dockerfile.Kind) }
