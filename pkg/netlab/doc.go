// Package netlab is the broken-network lab: a network in a process of its own,
// with real sockets, DNS, TLS, HTTP and git, in which every symptom of the
// vocabulary can be produced and the real go and git commands run.
//
// A test that calls [Test] re-executes its program in fresh user, network,
// mount and process namespaces (Linux; root or an ordinary user where user
// namespaces are allowed). In there public-looking addresses lead to servers
// of the same process, the system's resolv.conf, hosts file, authorities and
// GOROOT/go.env are the lab's, and there is no route out. All that the lab
// makes, mounts and files included, ends with that process.
//
// What goes wrong is said in lines such as
//
//	proxy.golang.org          drop
//	goproxy.cn/sumdb/*        status 500
//	*                         dns-servfail
//
// whose vocabulary is [Kinds]. A scenario ([ParseScenario], [RunScenario]) is a
// txtar file of such lines, initial settings, the command that must fail,
// and what gofix-net has to find and to repair.
//
// On other systems the package compiles, and [Test] fails with a clear error.
package netlab
