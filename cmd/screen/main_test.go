package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestDraw(t *testing.T) {
	var b bytes.Buffer
	in := "\x1b[1;31m✗ broken\x1b[0m  <&>\n\x1b[32m原因\x1b[0m x\n"
	if err := draw(strings.NewReader(in), &b, 80, "a & b"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`font-weight="bold" fill="#ff7b72">✗ broken<`, "&lt;&amp;&gt;", `fill="#7ee787">原因<`, `x="58.0" y="49">x<`, "<title>a &amp; b</title>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	d := xml.NewDecoder(&b)
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
