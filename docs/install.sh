#!/bin/sh
# Installs gofix-net for this user, without root and without Go: takes the source that
# answers first, verifies the signature and the checksum, and copies one program. Where
# a source fails or its files are wrong, it says so and takes the next one.
#
#   sh install.sh [--dir DIR] [--version V] [--source URL]... [--only] [--uninstall]
#
# --dir DIR     where the program goes (default: ~/.local/bin)
# --version V   the release (default: the one that this script came with)
# --source URL  a directory with the files of the release, such as a company's mirror;
#               tried beside the default one
# --only        takes no other source than those
# --uninstall   removes the program from DIR, and nothing else
#
# It needs curl or wget, tar, and minisign or OpenSSL 3.
set -eu

version='@VERSION@' # replaced by the release
key='@KEY@'         # the public key of minisign, replaced by the release
dir=${HOME:-}/.local/bin
sources=
uninstall=
only=

# A source may have a password in it, which no log needs.
say() { printf '%s\n' "install gofix-net: $*" | sed 's|://[^/@ ]*@|://***@|g' >&2; }
die() {
	say "$*"
	exit 1
}

while [ $# -gt 0 ]; do
	case $1 in
	--dir | --version | --source | --key)
		[ $# -gt 1 ] || die "$1 needs a value"
		case $1 in
		--dir) dir=$2 ;;
		--version) version=${2#v} ;;
		--source) sources="$sources $2" ;;
		--key) key=$2 ;;
		esac
		shift
		;;
	--uninstall) uninstall=yes ;;
	--only) only=yes ;;
	-h | --help)
		sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0"
		exit 0
		;;
	*) die "unknown argument $1; see --help" ;;
	esac
	shift
done
[ "$dir" != /.local/bin ] || die "there is no home directory: name one with --dir"

if [ -n "$uninstall" ]; then
	[ -e "$dir/gofix-net" ] || die "there is no $dir/gofix-net"
	rm -- "$dir/gofix-net"
	say "removed $dir/gofix-net; settings that apply wrote stay: install it again and run gofix-net undo to take them back"
	exit 0
fi

case $version in @*) die "this copy of the script belongs to no release: name one with --version" ;; esac
case $key in @*) die "this copy of the script has no public key: take the one of the release, or give --key" ;; esac

system=$(uname -s | tr '[:upper:]' '[:lower:]')
machine=$(uname -m)
case $machine in
x86_64 | amd64) machine=amd64 ;;
aarch64 | arm64) machine=arm64 ;;
esac
case ${system}_$machine in
linux_amd64 | linux_arm64 | darwin_amd64 | darwin_arm64) ;;
*) die "there is no release for $system on $machine: build it with Go, from the source archive" ;;
esac
archive=gofix-net_${version}_${system}_$machine.tar.gz

# What verifies the signature. LibreSSL, which is the openssl of macOS, and OpenSSL 1
# cannot.
if command -v minisign > /dev/null; then
	verifier=minisign
else
	case $(openssl version 2> /dev/null) in
	OpenSSL\ [3-9]* | OpenSSL\ [1-9][0-9]*) verifier=openssl ;;
	*) die "the signature cannot be verified: install minisign or OpenSSL 3, or take gofix-net from npm or pip" ;;
	esac
fi

work=$(mktemp -d)
client= # the download that runs
racers= # the downloads of the lists
finish() {
	trap '' INT TERM HUP # a second Ctrl-C does not keep it from cleaning up
	# shellcheck disable=SC2086 # a list of numbers
	[ -z "$client$racers" ] || kill $client $racers 2> /dev/null || :
	wait
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# Busybox can be built without a time limit, and then breaks down where one is given.
patience=
if command -v wget > /dev/null && wget --help 2>&1 | grep -q -e '-T'; then
	patience='-T 10 -t 2'
fi

# fetch URL FILE: downloads, and leaves FILE only where all of it came; why not is in
# FILE.why. A server that sends nothing for 20 seconds is given up.
fetch() {
	if command -v curl > /dev/null; then
		curl -fsSL --connect-timeout 10 --speed-limit 1 --speed-time 20 --retry 2 --retry-max-time 15 -o "$2.part" "$1" 2> "$2.why" &
	elif command -v wget > /dev/null; then
		# shellcheck disable=SC2086 # options
		wget -q $patience -O "$2.part" "$1" 2> "$2.why" &
	else
		echo "neither curl nor wget is installed" > "$2.why"
		return 1
	fi
	client=$!
	code=0
	wait "$client" || code=$?
	client=
	[ "$code" != 0 ] || mv "$2.part" "$2"
	[ "$code" = 0 ] || [ -s "$2.why" ] || case $code in # GNU wget says nothing more
	4) echo "the network does not lead there, or it does not answer" > "$2.why" ;;
	5) echo "its certificate is not trusted" > "$2.why" ;;
	8) echo "the server has no such file, or refuses it" > "$2.why" ;;
	*) echo "wget ends with exit code $code" > "$2.why" ;;
	esac
	return "$code"
}

# why FILE: the last line that says why FILE did not come.
why() { tail -n 1 "$1.why"; }

# page FILE: is it a web page? Networks that want a login answer with one, whatever is
# asked for.
page() {
	case $(head -c 256 "$1" | LC_ALL=C tr -cd '<!a-zA-Z') in
	'<!'[dD][oO][cC]* | '<'[hH][tT][mM][lL]*) return 0 ;;
	esac
	return 1
}

# signed DIR: verifies the signature of DIR/checksums.txt. The second line of
# minisign's file is base64 of an algorithm (2 bytes), the id of the key (8) and the
# signature (64): by Ed25519 over the BLAKE2b-512 hash of the file.
signed() {
	if [ "$verifier" = minisign ]; then
		minisign -Vqm "$1/checksums.txt" -P "$key" > /dev/null 2>&1
		return
	fi
	sed -n 2p "$1/checksums.txt.minisig" | openssl base64 -d -A | tail -c 64 > "$1/signature"
	{
		printf '\060\052\060\005\006\003\053\145\160\003\041\000' # SubjectPublicKeyInfo of Ed25519 (RFC 8410)
		printf '%s' "$key" | openssl base64 -d -A | tail -c 32
	} > "$1/key.der"
	openssl dgst -blake2b512 -binary -out "$1/hash" "$1/checksums.txt"
	openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$1/key.der" -in "$1/hash" -sigfile "$1/signature" > /dev/null 2>&1
}

sha256() {
	if command -v sha256sum > /dev/null; then
		sha256sum "$1"
	elif command -v shasum > /dev/null; then
		shasum -a 256 "$1"
	else
		openssl dgst -sha256 -r "$1"
	fi
}

# judge SOURCE DIR: fetches the release of a source into DIR, where its list of
# checksums is already. It fails where something is wrong, and flaw says what.
judge() {
	flaw="answers with a web page in place of checksums.txt; does the network want a login?"
	! page "$2/checksums.txt" || return 1
	if ! fetch "$1/checksums.txt.minisig" "$2/checksums.txt.minisig"; then
		flaw="has no signature: $(why "$2/checksums.txt.minisig")"
		return 1
	fi
	flaw="the signature of checksums.txt is not the project's"
	signed "$2" || return 1
	want=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1; exit }' "$2/checksums.txt")
	flaw="has another release: its checksums.txt does not name $archive"
	[ -n "$want" ] || return 1
	if ! fetch "$1/$archive" "$2/$archive"; then
		flaw="$archive does not come: $(why "$2/$archive")"
		return 1
	fi
	got=$(sha256 "$2/$archive")
	[ "${got%% *}" != "$want" ] || return 0
	flaw="the checksum of $archive is not the signed one: it is cut short, or another file"
	! page "$2/$archive" || flaw="answers with a web page in place of $archive; does the network want a login?"
	return 1
}

[ -z "$only" ] || [ -n "$sources" ] || die "--only needs a --source"
[ -n "$only" ] || sources="$sources https://github.com/gofix-net/gofix-net/releases/download/v$version"
n=0
for source in $sources; do
	n=$((n + 1))
	mkdir "$work/$n"
	echo "${source%/}" > "$work/$n/source"
	(
		trap '[ -z "$client" ] || kill "$client" 2> /dev/null; exit 1' TERM
		fetch "${source%/}/checksums.txt" "$work/$n/checksums.txt" || : > "$work/$n/failed"
	) &
	racers="$racers $!"
done

# The source whose list of checksums comes first is the nearest, and is judged first.
from=
waiting=$n
while [ -z "$from" ] && [ "$waiting" -gt 0 ]; do
	came=
	for i in $(seq "$n"); do
		[ ! -e "$work/$i/judged" ] || continue
		if [ -e "$work/$i/checksums.txt" ]; then
			source=$(cat "$work/$i/source")
			if judge "$source" "$work/$i"; then
				from=$source
				break
			fi
			say "$source: $flaw"
		elif [ -e "$work/$i/failed" ]; then
			say "$(cat "$work/$i/source"): $(why "$work/$i/checksums.txt")"
		else
			continue
		fi
		: > "$work/$i/judged"
		came=yes
		waiting=$((waiting - 1))
	done
	[ -n "$from$came" ] || sleep 0.2 2> /dev/null || sleep 1
done
[ -n "$from" ] || die "no source has this release whole and signed: nothing is installed; npm and pip carry gofix-net as well"
say "takes $from: its signature and checksum are right"

mkdir "$work/unpacked"
tar -xzf "$work/$i/$archive" -C "$work/unpacked" || die "$archive cannot be unpacked: nothing is installed"
program=$(find "$work/unpacked" -name gofix-net -type f | head -n 1)
[ -n "$program" ] || die "$archive has no program: nothing is installed"
mkdir -p "$dir"
cp "$program" "$dir/.gofix-net.new"
chmod 755 "$dir/.gofix-net.new"
mv "$dir/.gofix-net.new" "$dir/gofix-net"
say "installed $("$dir/gofix-net" version) as $dir/gofix-net"
case ":$PATH:" in
*":$dir:"*) ;;
*) say "add $dir to PATH, or start it as $dir/gofix-net" ;;
esac
