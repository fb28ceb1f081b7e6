package profile

import "testing"

func TestCheckCompany(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://goproxy.corp.example":                true,
		"https://user:secret@goproxy.corp.example/go": true,
		"":                            false,
		"goproxy.corp.example":        false,
		"http://goproxy.corp.example": false,
		"https://proxy.golang.org":    false,
		"https://a.example,direct":    false,
		"https://a.example/?x=1":      false,
		"https://":                    false,
		"file:///srv/modules":         false,
	} {
		if err := CheckCompany(address); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
}
