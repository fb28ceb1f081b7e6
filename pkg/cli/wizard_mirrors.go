package cli

import (
	"context"
	"errors"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// mirrors measures the module proxies, shows them, and applies the one that is
// chosen: by the same way as mirrors --use. done says that one was.
func (w *wizard) mirrors(ctx context.Context) (done bool, err error) {
	m := &measuring{p: w.p, texts: w.texts, settings: w.a.found.Facts.Settings,
		f: mirrorsFlags{format: "text", bytes: measure.DefaultBytes, timeout: measure.DefaultTimeout}}
	urls, err := m.urls(nil)
	if err != nil {
		return true, err
	}
	r, err := m.measure(ctx, urls)
	if err != nil {
		return true, err
	}
	if err := m.write(r); err != nil {
		return true, err
	}
	chosen, err := w.choose(ctx, r)
	if err != nil || chosen == "" {
		return false, err
	}
	return true, applyWanted(ctx, w.p, applyFlags{format: "text", profile: "mirror"}, w.texts, w.a.options, usingMirror(chosen))
}

// choose asks which mirror to use; "" is none.
func (w *wizard) choose(ctx context.Context, r *measure.Result) (settings.Value, error) {
	// Text like the deeds of the other menu: huh's code for another kind takes 40 kB.
	options := []huh.Option[settings.Value]{huh.NewOption(w.texts.T("menu.none", nil), settings.Value(""))}
	for _, m := range r.Mirrors {
		if m.Verdict == measure.Usable {
			options = append(options, huh.NewOption(printable(strings.TrimPrefix(m.URL.String(), "https://")), m.URL))
		}
	}
	if len(options) == 1 || w.p.plainQuestions() { // there the command is shown: mirrors --use URL
		return "", nil
	}
	var choice settings.Value
	interrupted := false
	form := huh.NewForm(huh.NewGroup(huh.NewSelect[settings.Value]().Title(w.texts.T("menu.use", nil)).Value(&choice).Options(options...))).
		WithProgramOptions(tea.WithFilter(watchInterrupt(&interrupted))).WithInput(w.p.In).WithOutput(rawWriter(w.p.Err)).WithTheme(theme()).WithKeyMap(menuKeys(w.texts)).WithShowHelp(true)
	err := form.RunWithContext(ctx)
	switch {
	case ctx.Err() != nil || interrupted:
		return "", context.Canceled
	case errors.Is(err, huh.ErrUserAborted):
		return "", nil
	case err != nil:
		return "", err
	}
	return choice, nil
}
