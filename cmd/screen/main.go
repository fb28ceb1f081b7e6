// Command screen makes a picture (SVG) of coloured terminal text: the one in the
// README is a real run in the lab (.ci/screen).
package main

import (
	"bufio"
	"flag"
	"fmt"
	"html"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

func main() {
	columns := flag.Int("columns", 80, "width of the terminal")
	title := flag.String("title", "", "what the picture shows, for those who do not see it")
	flag.Parse()
	if err := draw(os.Stdin, os.Stdout, *columns, *title); err != nil {
		fmt.Fprintln(os.Stderr, "screen:", err)
		os.Exit(1)
	}
}

// The measures of the picture in pixels.
const (
	cellWidth, lineHeight, margin, fontSize = 8.4, 19, 16, 14
)

// draw reads lines with SGR sequences (ECMA-48, 8.3.117) and writes the picture.
func draw(in io.Reader, out io.Writer, columns int, title string) error {
	var lines []string
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		return err
	}
	width, height := float64(columns)*cellWidth+2*margin, len(lines)*lineHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %.0f %d" role="img">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n", html.EscapeString(title))
	b.WriteString(`<rect width="100%" height="100%" rx="8" fill="#1b1f27"/>` + "\n")
	fmt.Fprintf(&b, `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="%d" fill="#d7dae0" xml:space="preserve">`+"\n", fontSize)
	for i, line := range lines {
		drawLine(&b, line, margin+fontSize+i*lineHeight)
	}
	b.WriteString("</g>\n</svg>\n")
	_, err := io.WriteString(out, b.String())
	return err
}

var sgr = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// drawLine writes the runs of one style, each at its own column, so that the width
// of a reader's font does not matter.
func drawLine(b *strings.Builder, line string, y int) {
	column, style := 0, ""
	for line != "" {
		at := sgr.FindStringSubmatchIndex(line)
		text := line
		if at != nil {
			text = line[:at[0]]
		}
		if words := strings.TrimLeft(text, " "); words != "" { // browsers drop blanks in front
			x := margin + float64(column+len(text)-len(words))*cellWidth
			fmt.Fprintf(b, `<text x="%.1f" y="%d"%s>%s</text>`+"\n", x, y, style, html.EscapeString(strings.TrimRight(words, " ")))
		}
		column += uniseg.StringWidth(text)
		if at == nil {
			return
		}
		style = next(style, line[at[2]:at[3]])
		line = line[at[1]:]
	}
}

// colours are those of the report, by their SGR parameters.
var colours = map[string]string{
	"1": ` font-weight="bold"`, "2": ` opacity="0.6"`, "31": ` fill="#ff7b72"`, "32": ` fill="#7ee787"`, "33": ` fill="#f2cc60"`,
}

// next is the style after a sequence: none after a reset, else what it adds.
func next(style, parameters string) string {
	for p := range strings.SplitSeq(parameters, ";") {
		if p == "" || p == "0" {
			style = ""
			continue
		}
		if !strings.Contains(style, colours[p]) {
			style += colours[p]
		}
	}
	return style
}
