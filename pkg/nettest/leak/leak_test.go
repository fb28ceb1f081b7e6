package leak

import (
	"testing"
	"time"
)

func TestFindTellsLateFromLeft(t *testing.T) {
	release, ended := make(chan struct{}), make(chan struct{})
	go func() {
		<-release
		close(ended)
	}()
	if find(time.Millisecond) == nil {
		t.Error("a goroutine that waits is not found")
	}
	time.AfterFunc(time.Second, func() { close(release) })
	if err := Find(); err != nil {
		t.Errorf("one that ends late is a leak: %v", err)
	}
	<-ended
}
