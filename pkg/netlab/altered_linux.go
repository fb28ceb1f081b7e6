package netlab

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
)

// alterZip serves a zip with a comment more in each Go file, and reports
// whether the request was for a zip.
func alterZip(w http.ResponseWriter, r *http.Request, c *conn) bool {
	if !strings.HasSuffix(r.URL.Path, ".zip") {
		return false
	}
	recorded := httptest.NewRecorder()
	c.host.handler.ServeHTTP(recorded, r)
	data, err := altered(recorded.Body.Bytes())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return true
	}
	_, _ = w.Write(data)
	return true
}

func altered(data []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		if err := alterFile(out, f); err != nil {
			return nil, err
		}
	}
	err = out.Close()
	return b.Bytes(), err
}

func alterFile(out *zip.Writer, f *zip.File) error {
	from, err := f.Open()
	if err != nil {
		return err
	}
	to, err := out.Create(f.Name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	if strings.HasSuffix(f.Name, ".go") {
		_, err = io.WriteString(to, "// moved\n")
	}
	return err
}
