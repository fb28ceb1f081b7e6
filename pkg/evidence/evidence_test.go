package evidence

import "testing"

func TestIDs(t *testing.T) {
	for id, want := range map[ID]string{
		Probe("tcp", "proxy.example:443"): "tcp/proxy.example:443",
		Setting("GOPROXY"):                "setting/GOPROXY",
		Module("a.example/m@v1.0.0"):      "module/a.example/m@v1.0.0",
	} {
		if string(id) != want {
			t.Errorf("%q, want %q", id, want)
		}
	}
	if key, ok := Setting("http.proxy").Setting(); !ok || key != "http.proxy" {
		t.Errorf("the setting of its own id is %q, %v", key, ok)
	}
	if key, ok := Probe("goproxy", "https://a.example/setting/x").Setting(); ok {
		t.Errorf("a probe's id names the setting %q", key)
	}
}
