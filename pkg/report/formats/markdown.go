package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// writeMarkdown writes GitHub-flavoured Markdown, to be pasted into an issue or
// a chat: the findings in full, what was looked at folded away.
func writeMarkdown(w io.Writer, r *report.Report, o Options) error {
	var b strings.Builder
	t := func(id string) string { return o.Texts.T(id, nil) }
	fmt.Fprintf(&b, "## %s\n\n", mdText(verdictText(r, o)))
	for _, f := range r.Findings {
		mdFinding(&b, r, f, o)
	}
	if len(r.Plan.Changes) > 0 {
		fmt.Fprintf(&b, "### %s\n\n", mdText(planHeading(r, o)))
		for _, c := range r.Plan.Changes {
			if c.Reason != "" {
				fmt.Fprintf(&b, "%s\n\n", mdText(c.Reason))
			}
			mdFence(&b, plan.ShellLine(r.Host.OS, c.Command))
		}
	}
	if len(r.Plan.Remaining) > 0 {
		fmt.Fprintf(&b, "%s\n\n", mdText(t("report.remaining")))
		for _, x := range r.Plan.Remaining {
			fmt.Fprintf(&b, "- %s %s: %s\n", mdCode(x.Module), mdText(x.Title), mdCode(x.Cause))
		}
		b.WriteByte('\n')
	}
	if said := commandSaid(r); said != "" {
		fmt.Fprintf(&b, "%s\n\n", mdText(o.Texts.T("screen.command", map[string]string{"said": said})))
	}
	for _, x := range r.Plan.Rejected {
		fmt.Fprintf(&b, "%s\n\n", mdText(o.Texts.T("screen.rejected", map[string]string{"key": x.Key, "value": x.Value, "reason": x.Reason})))
	}
	fmt.Fprintf(&b, "<details><summary>%s</summary>\n\n", mdText(t("report.probes")))
	fmt.Fprintf(&b, "| %s | %s | ms | %s |\n| --- | --- | ---: | --- |\n", mdText(t("report.probe")), mdText(t("report.status")), mdText(t("report.detail")))
	for _, p := range r.Probes {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", mdCode(string(p.ID)), mdStatus(p), mdMs(p), mdText(p.Detail))
	}
	fmt.Fprintf(&b, "\n| %s | %s | %s |\n| --- | --- | --- |\n", mdText(t("report.setting")), mdText(t("report.value")), mdText(t("report.origin")))
	for _, s := range matter(r, o.Verbose) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", mdCode(s.Name), mdCode(s.Value), mdText(origin(s, o.Texts)))
	}
	fmt.Fprintf(&b, "\n</details>\n\n%s\n", mdText(footer(r)))
	_, err := io.WriteString(w, b.String())
	return err
}

func mdFinding(b *strings.Builder, r *report.Report, f report.Finding, o Options) {
	fmt.Fprintf(b, "### %s: %s\n\n", mdText(o.Texts.T("report.severity."+string(f.Severity), nil)), mdText(f.Title))
	fmt.Fprintf(b, "[%s](%s)\n\n", mdCode(f.Cause), f.Help)
	if f.Detail != "" {
		fmt.Fprintf(b, "%s\n\n", mdText(f.Detail))
	}
	for _, x := range factsOf(r, &f, o.Texts) {
		says := x.says
		if also := x.likewise(o.Texts); also != "" {
			says += " " + also
		}
		fmt.Fprintf(b, "- %s%s\n", mdCode(string(x.id)), mdText(says))
	}
	b.WriteByte('\n')
	for i, m := range f.Manual {
		text, commands, has := strings.Cut(m, "\n")
		fmt.Fprintf(b, "%d. %s\n", i+1, mdText(text))
		if has {
			fmt.Fprintf(b, "\n   ```sh\n   %s\n   ```\n", strings.ReplaceAll(strings.TrimSpace(commands), "\n", "\n   "))
		}
	}
	if len(f.Manual) > 0 {
		b.WriteByte('\n')
	}
}

func mdStatus(p report.Probe) string {
	if p.Symptom == "" {
		return string(p.Status)
	}
	return string(p.Status) + " " + mdCode(string(p.Symptom))
}

func mdMs(p report.Probe) string {
	if p.Status == probe.Skip {
		return ""
	}
	return fmt.Sprint(p.DurationMs)
}

// mdPath finds what a sentence names: addresses, which readers make links of, and
// paths of files and modules, of which some readers make mail addresses.
var mdPath = lazyre.New(`https?://\S+|[\w.~+-]*(?:/[\w.~+-]+)+/?(?:@[\w.+-]*\w)?(?::\d+)?|[\w.~+-]+@[\w.+-]*\w`)

// mdText writes a sentence: paths as code, and escaped what Markdown or HTML would
// take for markup.
func mdText(s string) string {
	var b strings.Builder
	end := 0
	for _, at := range mdPath.FindAllStringIndex(s, -1) {
		word := strings.TrimRight(s[at[0]:at[1]], ".")
		if strings.HasPrefix(word, "http") || !strings.ContainsAny(word, ".@") && word[0] != '/' {
			continue
		}
		b.WriteString(mdEscape(s[end:at[0]]) + mdCode(word))
		end = at[0] + len(word)
	}
	return b.String() + mdEscape(s[end:])
}

// mdEscape escapes what Markdown or HTML would take for markup.
func mdEscape(s string) string {
	return strings.NewReplacer(
		"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]",
		"<", "&lt;", ">", "&gt;", "&", "&amp;", "|", "\\|", "@", "\\@", "\n", " ",
	).Replace(s)
}

// mdCode makes a code span, with a fence longer than any run of backticks in
// it. A bar has to be escaped even there, because tables are cut up first.
func mdCode(s string) string {
	if s == "" {
		return ""
	}
	s = strings.NewReplacer("|", "\\|", "\n", " ").Replace(s)
	fence := strings.Repeat("`", longestRun(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

func mdFence(b *strings.Builder, s string) {
	fence := strings.Repeat("`", max(3, longestRun(s)+1))
	fmt.Fprintf(b, "%ssh\n%s\n%s\n\n", fence, s, fence)
}

func longestRun(s string) int {
	longest, n := 0, 0
	for _, r := range s {
		if r != '`' {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}
