package diagnose

import "strings"

var unexplained = &Cause{
	ID:       Unexplained,
	Severity: Error,
	Text: map[string]Text{
		"en": {
			Title:  "downloads fail, and the reason cannot be told from what was seen",
			Detail: "The go command would stop at {{.at}}: {{symptom .symptom}}{{if .detail}} ({{.detail}}){{end}}. No known cause fits this evidence, so none is named.",
			Manual: []string{"Please report it with the output of: gofix-net doctor --format json (it carries no credentials) at https://github.com/gofix-net/gofix-net/issues"},
			Page:   "gofix-net names no cause without evidence for it.",
		},
		"zh": {
			Title:  "下载失败，但从现有证据看不出原因",
			Detail: "go 命令会停在 {{.at}}：{{symptom .symptom}}{{if .detail}}（{{.detail}}）{{end}}。没有已知的原因与这些证据相符，因此不作断言。",
			Manual: []string{"请附上 gofix-net doctor --format json 的输出（其中不含凭据）到 https://github.com/gofix-net/gofix-net/issues 报告"},
			Page:   "没有证据，gofix-net 不会断言原因。",
		},
	},
}

// unexplainedFindings names the evidence of failures that no cause fits.
func unexplainedFindings(f *Facts) []Finding {
	var out []Finding
	for _, s := range stops(f) {
		x := Finding{Cause: Unexplained, Severity: Error, Target: s.path.Query.String(), Evidence: s.evidence(), Args: Args{
			"at": s.path.Setting, "symptom": "unknown", "detail": "",
		}}
		if s.hop != nil {
			x.Symptom = s.hop.Symptom
			x.Args["at"], x.Args["detail"] = s.hop.URL.String(), s.hop.Detail
			if x.Symptom != "" {
				x.Args["symptom"] = string(x.Symptom)
			}
		}
		if len(x.Evidence) == 0 {
			x.Evidence = []string{"setting/" + strings.TrimPrefix(x.Args["at"], "$")}
		}
		out = merge(out, x)
	}
	return out
}
