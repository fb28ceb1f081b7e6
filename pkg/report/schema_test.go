package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/schematest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestRecordedReportsKeepTheSchema(t *testing.T) {
	validate := schematest.Check(t, JSONSchema())
	files, err := filepath.Glob("../../testdata/reports/*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("recorded reports: %v, %v", files, err)
	}
	for _, file := range files {
		data := readFile(t, file)
		if err := validate(data); err != nil {
			t.Errorf("%s as recorded: %v", file, err)
		}
		r, err := Read(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if data, err = json.Marshal(r); err != nil {
			t.Fatal(err)
		}
		if err := validate(data); err != nil {
			t.Errorf("%s as written: %v", file, err)
		}
	}
}

func TestSchemaRefusesWhatTheContractDoesNotName(t *testing.T) {
	validate := schematest.Check(t, JSONSchema())
	good := string(readFile(t, "../../testdata/reports/blocked.en.json"))
	for _, c := range []struct{ what, from, to string }{
		{"an unknown member", `"verdict"`, `"mood": 1, "verdict"`},
		{"a verdict of another vocabulary", `"verdict": "broken"`, `"verdict": "sick"`},
		{"a symptom of another vocabulary", `"tcp-timeout"`, `"tcp-slow"`},
		{"a status of another vocabulary", `"status": "skip"`, `"status": "skipped"`},
		{"a severity of another vocabulary", `"severity": "warning"`, `"severity": "warn"`},
		{"an origin of another vocabulary", `"origin": "goenv-file"`, `"origin": "file"`},
		{"a finding without evidence", "\"evidence\": [\n        \"tls/github.com:443\"\n      ]", `"evidence": []`},
		{"a tool that nothing is written with", `"tool": "go-env"`, `"tool": "env"`},
		{"no plan.proven", ",\n    \"proven\": true", ``},
		{"another schema", `gofix-net/report/v1`, `gofix-net/report/v2`},
		{"a time that is none", `2026-11-21T05:20:28Z`, `yesterday`},
	} {
		bad := strings.Replace(good, c.from, c.to, 1)
		if bad == good {
			t.Errorf("%s: nothing was changed", c.what)
		}
		if validate([]byte(bad)) == nil {
			t.Errorf("%s is accepted", c.what)
		}
	}
}

func TestSchemaHasTheVocabularyOfSymptoms(t *testing.T) {
	var doc struct {
		Defs map[string]struct{ Enum []symptom.Symptom } `json:"$defs"`
	}
	if err := json.Unmarshal(JSONSchema(), &doc); err != nil {
		t.Fatal(err)
	}
	if got := doc.Defs["symptom"].Enum; !slices.Equal(got, symptom.All) {
		t.Errorf("symptoms of the schema:\n%v\nof package symptom:\n%v", got, symptom.All)
	}
}

// TestSchemaNamesEveryField fills every field of a report and of the evidence,
// so that a new one is missed in the schema before a user's validator does.
func TestSchemaNamesEveryField(t *testing.T) {
	validate := schematest.Check(t, JSONSchema())
	kinds := reflect.TypeFor[probe.Evidence]()
	for i := range kinds.NumField() {
		r := Report{Schema: Schema, Verdict: Broken}
		fill(reflect.ValueOf(&r).Elem())
		r.Schema, r.Verdict = Schema, Broken
		e := reflect.ValueOf(&r.Probes[0].Evidence).Elem()
		for j := range e.NumField() {
			if j != i {
				e.Field(j).SetZero()
			}
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(data); err != nil {
			t.Errorf("a field is not in schema.json: evidence %s: %v", kinds.Field(i).Name, err)
		}
	}
}

// fill sets every field of v to something that the vocabularies have.
func fill(v reflect.Value) {
	words := map[string]string{
		"Status": "fail", "Symptom": "tcp-timeout", "Client": "go", "Severity": "error",
		"Origin": "os-env", "Tool": "go-env", "Cause": "offline", "HopSymptom": "tcp-reset", "Peer": "tls-reset",
		"Help": "https://example.com/", "State": "missing",
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1, 0).UTC()))
			return
		}
		for i := range v.NumField() {
			f, name := v.Field(i), v.Type().Field(i).Name
			if !v.Type().Field(i).IsExported() {
				continue
			}
			if word := words[name]; word != "" && f.Kind() == reflect.String {
				f.SetString(word)
				continue
			}
			fill(f)
		}
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("a kind of field that no report has had so far: " + v.Kind().String())
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
