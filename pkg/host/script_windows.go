package host

import (
	"context"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// WinHTTP's autoproxy (winhttp.h): Windows runs the script, as it does for browsers.
var (
	winhttp          = windows.NewLazySystemDLL("winhttp.dll")
	httpOpen         = winhttp.NewProc("WinHttpOpen")
	httpSetTimeouts  = winhttp.NewProc("WinHttpSetTimeouts")
	httpProxyForURL  = winhttp.NewProc("WinHttpGetProxyForUrl")
	httpCloseHandle  = winhttp.NewProc("WinHttpCloseHandle")
	globalFree       = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalFree")
	accessNoProxy    = uintptr(1) // WINHTTP_ACCESS_TYPE_NO_PROXY: for the script itself
	accessNamedProxy = uint32(3)  // WINHTTP_ACCESS_TYPE_NAMED_PROXY
)

// autoproxyOptions is WINHTTP_AUTOPROXY_OPTIONS. It never logs in for the script.
type autoproxyOptions struct {
	flags, detect uint32
	configURL     *uint16
	reserved      unsafe.Pointer
	reserved2     uint32
	autoLogon     uint32
}

// proxyInfo is WINHTTP_PROXY_INFO.
type proxyInfo struct {
	access        uint32
	proxy, bypass *uint16
}

// scriptProxy implements [Machine.ScriptProxy].
func scriptProxy(ctx context.Context, script, url string) string {
	const configURL = 2 // WINHTTP_AUTOPROXY_CONFIG_URL
	at, err := windows.UTF16PtrFromString(script)
	if err != nil || httpProxyForURL.Find() != nil {
		return ""
	}
	to, err := windows.UTF16PtrFromString(url)
	if err != nil {
		return ""
	}
	session, _, _ := httpOpen.Call(0, accessNoProxy, 0, 0, 0)
	if session == 0 {
		return ""
	}
	defer func() { _, _, _ = httpCloseHandle.Call(session) }()
	step := scriptPatience(ctx)
	_, _, _ = httpSetTimeouts.Call(session, step, step, step, step)
	options, info := autoproxyOptions{flags: configURL, configURL: at}, proxyInfo{}
	ok, _, _ := httpProxyForURL.Call(session, uintptr(unsafe.Pointer(to)), uintptr(unsafe.Pointer(&options)), uintptr(unsafe.Pointer(&info))) //nolint:gosec // a call of Windows
	if ok == 0 {
		return ""
	}
	defer func() {
		for _, text := range []*uint16{info.proxy, info.bypass} {
			if text != nil {
				_, _, _ = globalFree.Call(uintptr(unsafe.Pointer(text))) //nolint:gosec // memory that Windows gave
			}
		}
	}()
	if info.access != accessNamedProxy || info.proxy == nil {
		return ""
	}
	first, _, _ := strings.Cut(strings.ReplaceAll(windows.UTF16PtrToString(info.proxy), " ", ";"), ";")
	return first
}

// scriptPatience is how many milliseconds each of the four steps of fetching a script
// may take: name, connection, request, answer.
func scriptPatience(ctx context.Context) uintptr {
	const most, steps = time.Second, 4
	step := most
	if end, ok := ctx.Deadline(); ok {
		step = min(most, max(time.Until(end)/steps, time.Millisecond)) // 0 would be without an end
	}
	return uintptr(step.Milliseconds())
}
