// Package wire talks to the network: it resolves names, races the addresses of a
// host, opens tunnels through outbound proxies, shakes hands, sends requests and
// reads answers within bounds, repeats what often passes, and says of an error
// which symptom it is. It is the only package that opens sockets. What is asked,
// and what an answer means, is for its callers: package protocol, the probes and
// the measuring of mirrors.
package wire
