package apply

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestEveryMessageHasTexts(t *testing.T) {
	t.Parallel()
	errs := []error{
		&UnwritableError{Path: "/e", Reason: "read-only", Change: plan.Change{Key: settings.Go("GOPROXY"), To: val("a.example.com|direct")}},
		&PendingError{ID: "1"}, &journal.ChangedError{Path: "/e"}, &journal.ChangedError{Path: "/e", Newer: "2"},
	}
	for _, r := range []plan.Rule{plan.RuleSumdbOff, plan.RuleInsecure, plan.RuleNoSum, plan.RuleFlagInsecure, plan.RulePlainProxy, plan.RuleGOVCS,
		plan.RuleTLSVerify, plan.RuleTLSRoots, plan.RuleDowngrade, plan.RulePlaceholder, plan.RuleLineBreak} {
		errs = append(errs, &plan.ForbiddenError{Key: settings.Go("GOPROXY"), Rule: r})
	}
	for _, m := range messages() {
		errs = append(errs, m.err)
	}
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range errs {
			id, args := Message(fmt.Errorf("x: %w", e))
			text := texts.T(id, args)
			if id == "" || strings.HasPrefix(text, "[") || strings.Contains(text, "<no value>") {
				t.Errorf("%s: %v: %q %q", lang, e, id, text)
			}
		}
	}
	if id, _ := Message(errors.New("x")); id != "" {
		t.Errorf("a foreign error: %q", id)
	}
	_, args := Message(errs[0])
	if want := "export 'GOPROXY=a.example.com|direct'"; args["Export"] != want {
		t.Errorf("export: %s, want %s", args["Export"], want)
	}
}
