package cli

import (
	"errors"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/apply"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
)

// words gives an error of applying or undoing in the user's language, and
// reports whether it is one of those that are to be expected of a machine in
// trouble: everything else is a fault of this program, told as it is.
func (p *Program) words(err error, texts *i18n.Texts) (text string, expected bool) {
	id, args := apply.Message(err)
	if id == "" {
		return foreign.Redact(texts.Err(err)), false
	}
	if reason, ok := args["Reason"]; ok {
		args["Reason"] = texts.Words(reason)
	}
	text = strings.TrimRight(texts.T(id, args), ".。")
	var forbidden *plan.ForbiddenError
	if errors.As(err, &forbidden) {
		args["Rule"] = text
		text = strings.TrimRight(texts.T("plan.forbidden", args), ".。")
	}
	return text, true
}
