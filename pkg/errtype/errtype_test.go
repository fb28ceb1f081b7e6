package errtype

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func TestAs(t *testing.T) {
	wrapped := fmt.Errorf("reading: %w", &fs.PathError{Op: "open", Path: "go.mod", Err: fs.ErrNotExist})
	if e, ok := As[*fs.PathError](wrapped); !ok || e.Path != "go.mod" {
		t.Errorf("got %v, %v", e, ok)
	}
	if e, ok := As[*fs.PathError](errors.New("other")); ok || e != nil {
		t.Errorf("found %v in an error of another type", e)
	}
}
