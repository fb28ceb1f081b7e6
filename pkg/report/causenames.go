package report

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// CauseNames lists causes for people: each by what it is, and by the id that the
// help command takes.
func CauseNames(texts *i18n.Texts, ids ...string) string {
	var names []string
	for _, id := range ids {
		name, ok := texts.Lookup("cause.name."+id, nil)
		if !ok {
			names = append(names, id)
			continue
		}
		names = append(names, texts.T("cause.named", map[string]string{"name": name, "id": id}))
	}
	return strings.Join(names, texts.T("plain.comma", nil))
}
