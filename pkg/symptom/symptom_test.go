package symptom

import "testing"

func TestFromStatus(t *testing.T) {
	for code, want := range map[int]Symptom{
		200: "", 204: "", 304: HTTPNotProxy, 401: HTTP401, 403: HTTP403, 404: HTTP404, 407: HTTP407, 410: HTTP410,
		418: HTTP4xx, 429: HTTP429, 451: HTTP451, 500: HTTP5xx, 522: HTTP5xx, 700: HTTPNotProxy,
	} {
		if got := FromStatus(code); got != want {
			t.Errorf("FromStatus(%d) = %q, want %q", code, got, want)
		}
	}
}

func TestLayer(t *testing.T) {
	for s, want := range map[Symptom]Layer{
		DNSTimeout: LayerDNS, TCPDenied: LayerTCP, TLSReset: LayerTLS, HTTP404: LayerHTTP,
		OutboundProxyFailed: LayerOther, Unknown: LayerOther, "": LayerOther,
	} {
		if got := s.Layer(); got != want {
			t.Errorf("%q.Layer() = %q, want %q", s, got, want)
		}
	}
}

func TestAllIsTheVocabularyOnce(t *testing.T) {
	seen := map[Symptom]bool{}
	for _, s := range All {
		if s == "" || seen[s] {
			t.Errorf("%q is empty or listed twice", s)
		}
		seen[s] = true
	}
	if len(All) != 38 {
		t.Errorf("%d symptoms, where this test knows 38. A new one also needs: a row in productions (pkg/netlab/symptom_linux_test.go) and in docs/symptoms.md, its name in pkg/report/schema.json, a phrase in pkg/cause/phrases.go, and screen.symptom.NAME in pkg/i18n. Then correct the number here", len(All))
	}
}
