package apply

import (
	"errors"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Message returns the i18n message of an error of planning, applying or
// undoing, with its arguments; "" for an error that has only its own text
// (a program or the operating system speaks). Rules of package plan come as
// "plan.rule.RULE" and have to be put into "plan.forbidden" as Rule.
func Message(err error) (id string, args map[string]string) {
	var (
		forbidden  *plan.ForbiddenError
		unwritable *UnwritableError
		pending    *PendingError
		changed    *journal.ChangedError
		target     *TargetError
		place      *journal.PlaceError
	)
	switch {
	case errors.As(err, &forbidden):
		return "plan.rule." + string(forbidden.Rule), map[string]string{"Key": forbidden.Key.String(), "Value": forbidden.Value.String()}
	case errors.As(err, &unwritable):
		return "change.unwritable", map[string]string{"Command": unwritable.Change.CommandText(), "File": unwritable.Path, "Reason": unwritable.Reason, "Export": export(unwritable.Change)}
	case errors.As(err, &pending):
		return "change.pending", map[string]string{"ID": pending.ID}
	case errors.As(err, &place):
		return "change.place", map[string]string{"Reason": place.Err.Error()}
	case errors.As(err, &target):
		return "change.target." + target.Reason, map[string]string{"ID": target.ID, "File": target.Path}
	case errors.As(err, &changed) && changed.Newer != "":
		return "change.newer", map[string]string{"File": changed.Path, "ID": changed.Newer}
	case errors.As(err, &changed):
		return "change.foreign", map[string]string{"File": changed.Path}
	}
	for _, m := range messages() {
		if errors.Is(err, m.err) {
			return m.id, nil
		}
	}
	return "", nil
}

type message struct {
	err error
	id  string
}

func messages() []message {
	return []message{
		{ErrGoenvOff, "change.goenv-off"},
		{ErrVerification, "change.verification"},
		{ErrClosed, "change.closed"},
		{prove.ErrChanged, "change.meanwhile"},
		{journal.ErrLocked, "change.locked"},
		{journal.ErrNone, "change.none"},
		{journal.ErrUnknown, "change.unknown"},
		{profile.ErrNoCompanyProxy, "change.no-company-proxy"},
	}
}

// export is the line for a shell that does what the go command's file cannot;
// "" where there is none.
func export(c plan.Change) string {
	if c.Key.Tool != settings.GoEnv || c.To == nil {
		return ""
	}
	return plan.ShellLine("linux", []string{"export", c.Key.String() + "=" + c.To.String()})
}
