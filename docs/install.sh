#!/bin/sh
# Installs gofix-net for this user, without root and without Go: takes the source that
# answers first, verifies the signature and the checksum, and copies one program.
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

say() { printf '%s\n' "install gofix-net: $*" >&2; }
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

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# fetch URL FILE: downloads, and leaves FILE only where all of it came.
fetch() {
	if command -v curl > /dev/null; then
		curl -fsSL --connect-timeout 10 --retry 2 -o "$2.part" "$1" 2> "$2.why"
	elif command -v wget > /dev/null; then
		wget -q -T 10 -t 3 -O "$2.part" "$1" 2> "$2.why"
	else
		echo "neither curl nor wget is installed" > "$2.why"
		return 1
	fi && mv "$2.part" "$2"
}

# The source whose list of checksums comes first is the nearest.
[ -z "$only" ] || [ -n "$sources" ] || die "--only needs a --source"
[ -n "$only" ] || sources="$sources https://github.com/gofix-net/gofix-net/releases/download/v$version"
n=0
for source in $sources; do
	n=$((n + 1))
	mkdir "$work/$n"
	echo "${source%/}" > "$work/$n/source"
	(fetch "${source%/}/checksums.txt" "$work/$n/checksums.txt" || : > "$work/$n/failed") &
done
from=
while [ -z "$from" ]; do
	failed=0
	for i in $(seq "$n"); do
		if [ -e "$work/$i/checksums.txt" ]; then
			from=$(cat "$work/$i/source")
			cp "$work/$i/checksums.txt" "$work/checksums.txt"
			break
		fi
		[ ! -e "$work/$i/failed" ] || failed=$((failed + 1))
	done
	if [ -z "$from" ] && [ "$failed" = "$n" ]; then
		for i in $(seq "$n"); do
			say "$(cat "$work/$i/source"): $(tail -n 1 "$work/$i/checksums.txt.why")"
		done
		die "no source of the release can be reached; npm and pip carry gofix-net as well"
	fi
	[ -n "$from" ] || sleep 1
done
say "takes $from"
fetch "$from/checksums.txt.minisig" "$work/checksums.txt.minisig" || die "$from has no signature: $(cat "$work/checksums.txt.minisig.why")"

# signed: verifies the signature of checksums.txt. The third line of the format is
# base64 of an algorithm (2 bytes), the id of the key (8) and the signature (64): by
# Ed25519 over the BLAKE2b-512 hash of the file.
signed() {
	if command -v minisign > /dev/null; then
		minisign -Vqm "$work/checksums.txt" -P "$key"
		return
	fi
	command -v openssl > /dev/null || die "the signature cannot be verified: install minisign or OpenSSL"
	sed -n 2p "$work/checksums.txt.minisig" | openssl base64 -d -A | tail -c 64 > "$work/signature"
	{
		printf '\060\052\060\005\006\003\053\145\160\003\041\000' # SubjectPublicKeyInfo of Ed25519 (RFC 8410)
		printf '%s' "$key" | openssl base64 -d -A | tail -c 32
	} > "$work/key.der"
	openssl dgst -blake2b512 -binary -out "$work/hash" "$work/checksums.txt"
	openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$work/key.der" -in "$work/hash" -sigfile "$work/signature" > /dev/null
}
signed || die "the signature of checksums.txt is not the project's: nothing is installed"

fetch "$from/$archive" "$work/$archive" || die "$from/$archive: $(cat "$work/$archive.why")"
want=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1; exit }' "$work/checksums.txt")
if command -v sha256sum > /dev/null; then
	got=$(sha256sum "$work/$archive")
elif command -v shasum > /dev/null; then
	got=$(shasum -a 256 "$work/$archive")
else
	got=$(openssl dgst -sha256 -r "$work/$archive")
fi
[ -n "$want" ] && [ "${got%% *}" = "$want" ] || die "the checksum of $archive is not the signed one: nothing is installed"

mkdir "$work/unpacked"
tar -xzf "$work/$archive" -C "$work/unpacked"
program=$(find "$work/unpacked" -name gofix-net -type f | head -n 1)
[ -n "$program" ] || die "$archive has no program"
mkdir -p "$dir"
cp "$program" "$dir/.gofix-net.new"
chmod 755 "$dir/.gofix-net.new"
mv "$dir/.gofix-net.new" "$dir/gofix-net"
say "installed $("$dir/gofix-net" version) as $dir/gofix-net"
case ":$PATH:" in
*":$dir:"*) ;;
*) say "add $dir to PATH, or start it as $dir/gofix-net" ;;
esac
