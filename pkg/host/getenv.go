package host

// Getenv returns the variable of the machine's environment, or "" where it is
// not set. Names are compared as the operating system compares them.
func (m *Machine) Getenv(name string) string {
	value := ""
	for _, e := range m.Environ() {
		if n := envName(e); sameName(n, name) && len(n) < len(e) {
			value = e[len(n)+1:] // the last one wins, as in os/exec
		}
	}
	return value
}
