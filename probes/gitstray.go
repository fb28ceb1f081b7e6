package probes

import (
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// strayVariable is a variable that has git work in another repository than the
// one that the go command makes in the module cache. git sets some of them for
// its hooks (githooks(5)). An empty one counts too.
type strayVariable struct {
	name   string
	cloned bool   // whether it does harm also once that repository is there
	since  string // the Go release from which on it does, "" for all
}

// strayVariables were tried with Go 1.21, 1.23, 1.26 and 1.27 and git 2.39. Since
// Go 1.24 the go command gives GIT_DIR itself, but not to git init.
var strayVariables = []strayVariable{
	{"GIT_WORK_TREE", true, ""}, {"GIT_COMMON_DIR", true, ""}, {"GIT_QUARANTINE_PATH", false, ""}, {"GIT_DIR", false, "1.24"},
}

// strayGit returns the variable by which the go command's use of git for a
// repository fails, or the zero Setting.
func strayGit(env *probe.Env, repository settings.Value) settings.Setting {
	s := env.Settings
	for _, v := range strayVariables {
		set := s.Effective(settings.Variable(v.name))
		if !set.Set() || v.since != "" && route.OlderGo(s.Go.Version, v.since) || !v.cloned && cloned(env, repository) {
			continue
		}
		return set
	}
	return settings.Setting{}
}

// astray is the outcome for a repository that git itself can look at, and the
// go command cannot because of a variable.
func astray(by settings.Setting, e *probe.GitEvidence) probe.Outcome {
	e.Stray = by.Key.Name
	return gitOutcome(e, symptom.Unknown, by.Key.Name+" leads git away from the repository that the go command makes in the module cache")
}
