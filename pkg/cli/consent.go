package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// agreed are the files that --file names, absolute.
func (a *applying) agreed() []string {
	var out []string
	for _, file := range a.f.files {
		if !filepath.IsAbs(file) {
			if wd, err := a.p.Machine.Getwd(); err == nil {
				file = filepath.Join(wd, file)
			}
		}
		out = append(out, filepath.Clean(file))
	}
	return out
}

// confirm asks whether to write the change. Files that are not only the user's are asked
// about one by one, by their names.
func (a *applying) confirm(ctx context.Context) (bool, error) {
	for _, x := range a.chosen.Consents {
		yes, err := a.p.askAbout(ctx, a.texts, "apply.question.file", map[string]string{"file": x.Name, "why": a.whyShared(x)})
		if !yes || err != nil {
			return false, err
		}
		a.f.files = append(a.f.files, x.Path)
	}
	if len(a.chosen.Consents) > 0 {
		a.chosen.Consents = nil
		return true, nil
	}
	return a.p.confirm(ctx, a.texts)
}

// whyShared says in a clause why a file is not only the user's.
func (a *applying) whyShared(x settings.Shared) string {
	return a.texts.T("shared."+string(x.Why), nil)
}

// sayConsents says which files are not written unasked, and how to agree.
func (a *applying) sayConsents(w io.Writer) {
	command := "gofix-net apply"
	for _, x := range a.chosen.Consents {
		a.say(w, "apply.consent", "file", x.Name, "why", a.whyShared(x))
		command += " --file " + x.Name
	}
	a.say(w, "apply.consent.how")
	_, _ = fmt.Fprintf(w, "  $ %s\n", command)
}
