package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/known"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Unexplained is its id.
const Unexplained ID = "unexplained"

var unexplained = &Cause{
	ID:       Unexplained,
	Traits:   Traits{EachTarget, Lasts, ByNothing},
	Severity: Error,
	Layer:    Module,
	Words: Languages{
		Text[failure]{
			Title: func(failure) string { return "downloads fail, and the cause is unknown" },
			Detail: func(d failure) string {
				return "go stops at " + d.At + ": " + saysEn(d.Symptom, d.Detail) + ". No known cause fits this evidence."
			},
			Manual: func(failure) []string {
				return []string{"Please report it with the output of: gofix-net doctor --format json (it contains no credentials) at " + known.Repository + "/issues"}
			},
			Log: Log{
				Title: func(Seen) string { return "downloads fail, and the text does not say why" },
				Steps: func(l Seen) []string {
					return []string{
						l.Where + ", run a full check:",
						"$ gofix-net doctor --module " + l.Path,
						"Or run the failing command again with more output: GODEBUG=http2debug=1 for go, GIT_TRACE=1 GIT_CURL_VERBOSE=1 for git (shows credentials).",
					}
				},
			},
		},
		Text[failure]{
			Title: func(failure) string { return "下载失败，原因未知" },
			Detail: func(d failure) string {
				return "go 停在 " + d.At + "：" + saysZh(d.Symptom, d.Detail) + "。没有已知的原因与这些证据相符。"
			},
			Manual: func(failure) []string {
				return []string{"请附上 gofix-net doctor --format json 的输出（其中不含凭据）到 " + known.Repository + "/issues 报告"}
			},
			Log: Log{
				Title: func(Seen) string { return "下载失败，但文本没有说明原因" },
				Steps: func(l Seen) []string {
					return []string{
						l.Where + "，进一步检测：",
						"$ gofix-net doctor --module " + l.Path,
						"或者让失败的命令输出更多信息：go 用 GODEBUG=http2debug=1，git 用 GIT_TRACE=1 GIT_CURL_VERBOSE=1（会显示凭据）。",
					}
				},
			},
		},
	},
	Otherwise: onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
		if s.AtLocal() {
			return nil
		}
		d := failure{At: s.Path.Setting, Symptom: symptom.Unknown}
		x := &Finding{Target: s.Path.Query.String(), Evidence: s.Evidence()}
		if s.Hop != nil {
			d.At, d.Detail = s.Hop.URL.String(), s.Hop.Detail
			if s.Hop.Symptom != "" {
				d.Symptom = s.Hop.Symptom
			}
		}
		if len(x.Evidence) == 0 {
			x.Evidence = []evidence.ID{evidence.Setting(strings.TrimPrefix(d.At, "$"))}
		}
		x.Data = d
		return x
	}),
}

// failure is where the go command would stop, for no known reason.
type failure struct {
	At      string
	Symptom symptom.Symptom
	Detail  string
}
