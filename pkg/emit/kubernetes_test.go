package emit_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestKubeconformReadsWhatIsWritten validates the ConfigMap of random states, and a
// Deployment that the patch was applied to, by schemas of Kubernetes' own OpenAPI
// file, which stands beside the program.
func TestKubeconformReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	program := need.Program(t, "kubeconform")
	real, err := filepath.EvalSymlinks(program)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	schema(t, filepath.Join(filepath.Dir(real), "kubernetes-openapi.json"), dir, map[string]string{
		"configmap-v1": "io.k8s.api.core.v1.ConfigMap", "deployment-apps-v1": "io.k8s.api.apps.v1.Deployment",
	})
	validate := func(files ...string) (string, error) {
		args := append([]string{"-strict", "-output", "json", "-schema-location", dir + "/{{.ResourceKind}}{{.KindSuffix}}.json"}, files...)
		out, err := exec.Command(program, args...).CombinedOutput() //nolint:gosec // the checker
		return string(out), err
	}

	r := rand.New(rand.NewPCG(41, 42)) //nolint:gosec // repeatable
	var files []string
	for i := range programStates {
		text, err := emit.Lookup("kubernetes").Write(random(r), "en")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, save(t, dir, strconv.Itoa(i)+".yaml", text))
	}
	files = append(files, save(t, dir, "patched.yaml", patched(t, "envFrom")))
	if out, err := validate(files...); err != nil {
		t.Errorf("%v: %.2000s", err, out)
	}
	// It does find something: a field that no Pod has.
	var failed *exec.ExitError
	if out, err := validate(save(t, dir, "bad.yaml", patched(t, "envFron"))); !errors.As(err, &failed) || !strings.Contains(out, "envFron") {
		t.Errorf("kubeconform accepts envFron: %v %s", err, out)
	}
}

func save(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// patched is a Deployment after the patch: lists of containers are merged by name.
// key stands in for envFrom.
func patched(t *testing.T, key string) string {
	t.Helper()
	text, err := emit.Lookup("kubernetes-patch").Write(random(rand.New(rand.NewPCG(1, 2))), "en") //nolint:gosec // repeatable
	if err != nil {
		t.Fatal(err)
	}
	var patch struct {
		Spec struct {
			Template struct {
				Spec struct{ Containers []map[string]any }
			}
		}
	}
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(text, "envFrom", key)), &patch); err != nil {
		t.Fatal(err)
	}
	container := map[string]any{"name": "app", "image": "golang:1.26"}
	for _, c := range patch.Spec.Template.Spec.Containers {
		for k, v := range c {
			container[k] = v
		}
	}
	labels := map[string]any{"app": "build"}
	out, err := yaml.Marshal(map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": "build"},
		"spec": map[string]any{
			"selector": map[string]any{"matchLabels": labels},
			"template": map[string]any{"metadata": map[string]any{"labels": labels}, "spec": map[string]any{"containers": []any{container}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// schema writes JSON schemas of definitions of an OpenAPI file, by the name that
// kubeconform looks for. Objects that list their fields have no others.
func schema(t *testing.T, openapi, dir string, kinds map[string]string) {
	t.Helper()
	data, err := os.ReadFile(openapi) //nolint:gosec // beside the checker
	if err != nil {
		need.Unavailable(t, err.Error()+"; .ci/run packages has it")
	}
	var api struct {
		Definitions map[string]map[string]any `json:"definitions"`
	}
	if err := json.Unmarshal(data, &api); err != nil {
		t.Fatal(err)
	}
	for _, d := range api.Definitions {
		if _, fields := d["properties"]; fields && d["additionalProperties"] == nil {
			d["additionalProperties"] = false
		}
		if d["format"] == "int-or-string" {
			delete(d, "format")
			d["type"] = []string{"string", "integer"}
		}
	}
	for name, definition := range kinds {
		if api.Definitions[definition] == nil {
			t.Fatalf("no definition of %s", definition)
		}
		needed := map[string]any{}
		reach(api.Definitions, definition, needed)
		out, err := json.Marshal(map[string]any{"$ref": "#/definitions/" + definition, "definitions": needed})
		if err != nil {
			t.Fatal(err)
		}
		save(t, dir, name+".json", string(out))
	}
}

// reach adds a definition and those that it refers to.
func reach(all map[string]map[string]any, name string, out map[string]any) {
	if out[name] != nil || all[name] == nil {
		return
	}
	out[name] = all[name]
	var refer func(any)
	refer = func(x any) {
		switch x := x.(type) {
		case map[string]any:
			if ref, ok := x["$ref"].(string); ok {
				reach(all, strings.TrimPrefix(ref, "#/definitions/"), out)
			}
			for _, v := range x {
				refer(v)
			}
		case []any:
			for _, v := range x {
				refer(v)
			}
		}
	}
	refer(all[name])
}
