package explain

// owners are the words by which other programs show that the git or curl near
// them is theirs: package managers of other languages and deployment tools. The
// checkout of a project is git's own work, and what is said of it helps there too.
var owners = re(`pip-req-build|Running command git |Collecting git\+|subprocess-exited-with-error|` + // pip
	`Updating (?:git repository|crates\.io)|crates\.io index|failed to fetch into: \S*[/\\]\.cargo|\.cargo[/\\]git|spurious network error|` + // cargo
	`[Hh]omebrew|actions/checkout@|Fetching the repository$|git submodule|Submodule path|` +
	`Could not download module|Failed to download module|\.terraform[/\\]modules|[Tt]erraform init|` + // terraform
	`npm ERR!|npm error|yarn install|pnpm install|` +
	`composer (?:install|update)|packagist\.org|` +
	`bundle install|Fetching gem |Bundler::|` +
	`UNREACHABLE! =>|ansible-galaxy|` +
	`pod install|swift package|Failed to clone repository|flutter pub|mix deps\.get|` +
	`CMake Error|FetchContent|cargo (?:build|fetch|install)|pip3? install`)

// ours are the words of the go command: what follows them is its own again.
var ours = re(`^(?:\S+ )?go: |\bgo (?:get|mod|build|install|run|test|list|generate|work|vet|tool)\b|go-get=1|GOPROXY|[/\\]cache[/\\]vcs[/\\]|unrecognized import path`)

// noteOwner keeps whose git the lines around are about.
func (p *parser) noteOwner(text string) {
	switch {
	case ours.MatchString(text):
		p.owned = false
	case owners.MatchString(text):
		p.owned = true
		if p.open != nil && !p.open.goes && p.distance < maxOwned {
			p.open.owned = true // the program whose git it was reports the failure
		}
	}
}

// maxOwned is the number of lines below what git said within which the program
// that ran it says so.
const maxOwned = 12
