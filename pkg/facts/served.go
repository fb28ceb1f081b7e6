package facts

import (
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// ServedSomewhere reports whether some module proxy has the module, so that it
// exists and the one that was asked is behind.
func (f *Facts) ServedSomewhere(q probe.Query) bool {
	for _, r := range f.Of(probe.Goproxy) {
		if h := r.Evidence.HTTP; r.Status == probe.OK && h != nil && h.Module == q.String() {
			return true
		}
	}
	return false
}

// Listing returns the conversation with a module proxy that lists versions of a
// module: then it exists, and where the proxy is a public one it is public.
func (f *Facts) Listing(q probe.Query) *probe.Result {
	for _, r := range f.Of(probe.Goproxy) {
		h := r.Evidence.HTTP
		if h == nil || h.Module != q.String() {
			continue
		}
		if list := h.Request(probe.ReqList); list != nil && list.Symptom == "" && list.Bytes > 0 {
			return r
		}
	}
	return nil
}
