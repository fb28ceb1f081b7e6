package host

import "syscall"

// endWithUs has the kernel end a program when this process ends, also if it is killed: a
// go that waits for a server that never answers would wait for ever. The signal comes when
// the thread ends that started the program, and package runtime keeps its threads (prctl(2),
// golang.org/issue/27505).
func endWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
