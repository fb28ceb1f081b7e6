#!/bin/sh
# Installs gofix-net for this user, without root and without Go: takes the source that
# answers first, verifies the signature and the checksum, and copies one program. Where
# a source fails or its files are wrong, it says so and takes the next one. It needs
# curl or wget, tar, and minisign or OpenSSL 3.
#
# It trusts the key below, and so you trust where this script came from: a mirror that
# changes the program changes the key as well. SECURITY.md has the key.
set -eu

usage() {
	cat <<-'END'
		sh install.sh [--dir DIR] [--version V] [--key KEY] [--source URL]... [--only] [--uninstall]

		--dir DIR     where the program goes (default: ~/.local/bin)
		--version V   the release (default: the one that this script came with)
		--key KEY     the public key that has to sign it (default: the one in this script)
		--source URL  where the files of the release are, such as a company's mirror, or a
		              directory; tried beside the default one. It can have a name
		              and a password: https://NAME:PASSWORD@mirror.corp.example/gofix-net
		--only        takes no other source than those
		--uninstall   removes the program from DIR, and nothing else
	END
}

version='@VERSION@' # replaced by the release
key='@KEY@'         # the public key of minisign, replaced by the release
dir=${HOME:-}/.local/bin
sources= # one a line
uninstall=
only=
told= # yes: how it ended is said
newline='
'

# A file that takes longer, or has more, is given up. A release has less than 20 MB.
small_seconds=30
small_megabytes=1
archive_seconds=600
archive_megabytes=100

# hide leaves out of a text what an address has before its host or after its path:
# that can be a password, which no log needs.
hide() { sed -e 's|://.*@|://***@|' -e 's|\(://[^? ]*\)?.*|\1|'; }

say() { printf '%s\n' "install gofix-net: $*" | sed 's|://[^ ]*@|://***@|g' >&2; }
die() {
	told=yes
	say "$*"
	exit 1
}

while [ $# -gt 0 ]; do
	case $1 in
	--dir | --version | --source | --key)
		case ${2:-} in '' | --*) die "$1 needs a value" ;; esac
		case $1 in
		--dir) dir=$2 ;;
		--version) version=${2#v} ;;
		--source) sources=$sources$2$newline ;;
		--key) key=$2 ;;
		esac
		shift
		;;
	--uninstall) uninstall=yes ;;
	--only) only=yes ;;
	-h | --help)
		usage
		exit 0
		;;
	*) die "unknown argument $1; see --help" ;;
	esac
	shift
done
[ "$dir" != /.local/bin ] || die "there is no home directory: name one with --dir"

if [ -n "$uninstall" ]; then
	rm -f -- "$dir"/.gofix-net.new.?????? 2> /dev/null || : # of an installation that was killed
	[ -e "$dir/gofix-net" ] || die "there is no $dir/gofix-net"
	rm -f -- "$dir/gofix-net" || die "$dir/gofix-net cannot be removed"
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

work=$(mktemp -d 2> /dev/null) || die "no directory can be made in ${TMPDIR:-/tmp}: nothing is installed"
client= # the download that runs
watch=  # what ends it when it takes too long
racers= # the downloads of the lists
new=    # the program before it has its name
finish() {
	code=$?
	trap '' INT TERM HUP QUIT PIPE # a second Ctrl-C does not keep it from cleaning up
	# shellcheck disable=SC2086 # lists of numbers
	{
		[ -z "$client$watch" ] || kill -9 $client $watch || :
		[ -z "$racers" ] || kill $racers || :
		wait
	} 2> /dev/null
	rm -rf "$work"
	[ -z "$new" ] || rm -f "$new"
	[ "$code" = 0 ] || [ -n "$told" ] || say "it has ended too early: nothing is installed"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP QUIT PIPE

# Busybox can be built without a time limit, and then breaks down where one is given.
patience=
if command -v wget > /dev/null && wget --help 2>&1 | grep -q -e '-T'; then
	patience='-T 10 -t 2'
fi

# get URL FILE: becomes the program that copies or downloads a file.
get() {
	case $1 in
	file://*) exec cp -- "${1#file://}" "$2" ;;
	*://*) ;;
	*) exec cp -- "$1" "$2" ;;
	esac
	if command -v curl > /dev/null; then
		exec curl -fsSL --connect-timeout 10 --speed-limit 1 --speed-time 20 --retry 2 --retry-max-time 15 -o "$2" "$1"
	elif command -v wget > /dev/null; then
		# shellcheck disable=SC2086 # options
		exec wget -q $patience -O "$2" "$1"
	fi
	echo "neither curl nor wget is installed" >&2
	exit 1
}

# end_after SECONDS PROCESS FILE: ends a process that runs for so long, and leaves FILE
# where it did. Few clients limit the whole time: a byte a second keeps them waiting.
end_after() {
	left=$1
	while [ "$left" -gt 0 ]; do
		sleep 1
		kill -0 "$2" 2> /dev/null || return 0
		left=$((left - 1))
	done
	: > "$3"
	kill -9 "$2" 2> /dev/null || :
}

# fetch URL FILE SECONDS MEGABYTES: downloads, and leaves FILE only where all of it
# came; why not is in FILE.why. What it starts is ended by signal 9: a child that just
# began has the handlers of this shell still. With another signal bash would remove the
# directory, and dash would go on.
fetch() {
	(
		# The system ends what writes too much, and need not keep its memory. Blocks
		# have 512 bytes; in bash, 1024.
		# shellcheck disable=SC3045 # each shell that is meant knows it
		ulimit -c 0 2> /dev/null || :
		ulimit -f $(($4 * 2048)) 2> /dev/null || :
		get "$1" "$2.part"
	) 2> "$2.why" &
	client=$!
	end_after "$3" "$client" "$2.late" < /dev/null > /dev/null 2>&1 &
	watch=$!
	code=0
	wait "$client" 2> /dev/null || code=$?
	client=
	kill -9 "$watch" 2> /dev/null || :
	wait "$watch" 2> /dev/null || :
	watch=
	if [ "$code" = 0 ]; then
		mv "$2.part" "$2"
		return 0
	fi
	rm -f "$2.part"
	explain "$code" "$2" "$3" "$4"
	return 1
}

# explain CODE FILE SECONDS MEGABYTES: puts into FILE.why what the exit code of a
# client says better than its own text, which may have the proxy's password in it.
explain() {
	if [ -e "$2.late" ]; then
		echo "it has not come whole within $3 seconds" > "$2.why"
		return
	fi
	case $1 in
	63 | 153) echo "it is larger than $4 MB, which no file of a release is" > "$2.why" ;;
	esac
	case $(cat "$2.why") in
	'curl: (3)'*) echo "curl does not understand the address" > "$2.why" ;;
	'curl: (5)'*) echo "curl does not understand the address of the proxy, or does not find it: see HTTPS_PROXY, HTTP_PROXY and ALL_PROXY" > "$2.why" ;;
	*roxy*'://'*) echo "the address of the proxy is wrong: see HTTPS_PROXY, HTTP_PROXY and ALL_PROXY" > "$2.why" ;;
	?*) ;;
	*) # GNU wget says nothing more
		case $1 in
		4) echo "the network does not lead there, or it does not answer" > "$2.why" ;;
		5) echo "its certificate is not trusted" > "$2.why" ;;
		8) echo "the server has no such file, or refuses it" > "$2.why" ;;
		*) echo "the client ends with exit code $1" > "$2.why" ;;
		esac
		;;
	esac
}

# why FILE: the last line that says why FILE did not come.
why() { tail -n 1 "$1.why" | hide; }

# address SOURCE FILE: where a source has a file. A token stays at the end.
address() {
	case $1 in
	*://*\?*)
		path=${1%%\?*}
		printf '%s\n' "${path%/}/$2?${1#*\?}"
		;;
	*) printf '%s\n' "${1%/}/$2" ;;
	esac
}

# page FILE: is it a page of the web, or a message in JSON? Networks that want a login
# answer with one, whatever is asked for.
page() {
	case $(head -c 256 "$1" | LC_ALL=C tr -d ' \t\r\n\000\357\273\277') in
	'<'* | '{'*) return 0 ;;
	esac
	return 1
}

# hex FILE: the bytes of a file as one line of digits.
hex() { od -A n -v -t x1 "$1" | tr -d ' \n'; }

# signed DIR: verifies the signature of DIR/checksums.txt, whatever verifies it in the
# same way as "gofix-net version --verify". Minisign's file has four lines: a comment;
# base64 of an algorithm (ED), the id of the key (8 bytes) and the signature (64) of the
# BLAKE2b-512 hash of the file; a trusted comment; its signature.
signed() {
	signature=$1/checksums.txt.minisig
	[ "$(awk 'END { print NR }' "$signature")" = 4 ] || return 1
	case $(sed -n 2p "$signature") in
	RU[QRST]*) ;; # "ED" in base64
	*) return 1 ;;
	esac
	if [ "$verifier" = minisign ]; then
		minisign -Vqm "$1/checksums.txt" -P "$key" > /dev/null 2>&1
		return
	fi
	sed -n 2p "$signature" | openssl base64 -d -A > "$1/signed"
	printf '%s' "$key" | openssl base64 -d -A > "$1/key"
	id=$(hex "$1/key" | cut -c 5-20)
	case $(hex "$1/signed") in
	4544"$id"*) ;;
	*) return 1 ;;
	esac
	[ "$(hex "$1/signed" | wc -c)" -eq 148 ] && [ "$(hex "$1/key" | wc -c)" -eq 84 ] || return 1
	tail -c 64 "$1/signed" > "$1/signature"
	{
		printf '\060\052\060\005\006\003\053\145\160\003\041\000' # SubjectPublicKeyInfo of Ed25519 (RFC 8410)
		tail -c 32 "$1/key"
	} > "$1/key.der"
	openssl dgst -blake2b512 -binary -out "$1/hash" "$1/checksums.txt"
	ed25519 "$1/key.der" "$1/hash" "$1/signature" || return 1
	{
		cat "$1/signature"
		sed -n '3s/^trusted comment: //p' "$signature" | tr -d '\r\n'
	} > "$1/comment"
	sed -n 4p "$signature" | openssl base64 -d -A > "$1/comment.signature"
	ed25519 "$1/key.der" "$1/comment" "$1/comment.signature"
}

# ed25519 KEY FILE SIGNATURE: verifies by OpenSSL.
ed25519() {
	openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$1" -in "$2" -sigfile "$3" > /dev/null 2>&1
}

# sha256 FILE: a file without a name, as some programs escape names.
sha256() {
	if command -v sha256sum > /dev/null; then
		sha256sum < "$1"
	elif command -v shasum > /dev/null; then
		shasum -a 256 < "$1"
	else
		openssl dgst -sha256 -r < "$1"
	fi
}

# judge SOURCE DIR: fetches the release of a source into DIR, where its list of
# checksums is already. It fails where something is wrong, and flaw says what.
judge() {
	flaw="answers with a page in place of checksums.txt; does the network want a login?"
	! page "$2/checksums.txt" || return 1
	if ! fetch "$(address "$1" checksums.txt.minisig)" "$2/checksums.txt.minisig" "$small_seconds" "$small_megabytes"; then
		flaw="has no signature: $(why "$2/checksums.txt.minisig")"
		return 1
	fi
	flaw="its checksums.txt.minisig is no file of minisign; does the network want a login?"
	head -n 1 "$2/checksums.txt.minisig" | grep -q '^untrusted comment:' || return 1
	flaw="the signature of checksums.txt is not the project's"
	signed "$2" || return 1
	want=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1; exit }' "$2/checksums.txt")
	flaw="has another release: its checksums.txt does not name $archive"
	[ -n "$want" ] || return 1
	if ! fetch "$(address "$1" "$archive")" "$2/$archive" "$archive_seconds" "$archive_megabytes"; then
		flaw="$archive does not come: $(why "$2/$archive")"
		return 1
	fi
	got=$(sha256 "$2/$archive")
	[ "${got%% *}" != "$want" ] || return 0
	flaw="the checksum of $archive is not the signed one: it is cut short, or another file"
	! page "$2/$archive" || flaw="answers with a page in place of $archive; does the network want a login?"
	return 1
}

[ -z "$only" ] || [ -n "$sources" ] || die "--only needs a --source"
[ -n "$only" ] || sources=${sources}https://github.com/gofix-net/gofix-net/releases/download/v$version$newline
n=0
while IFS= read -r source; do
	[ -n "$source" ] || continue
	n=$((n + 1))
	mkdir "$work/$n"
	printf '%s\n' "$source" > "$work/$n/source"
	(
		trap 'exec 2> /dev/null; [ -z "$client$watch" ] || kill -9 $client $watch; exit 1' TERM
		fetch "$(address "$source" checksums.txt)" "$work/$n/checksums.txt" "$small_seconds" "$small_megabytes" || : > "$work/$n/failed"
	) < /dev/null &
	racers="$racers $!"
done <<END
$sources
END

# The source whose list of checksums comes first is the nearest, and is judged first.
from=
waiting=$n
while [ -z "$from" ] && [ "$waiting" -gt 0 ]; do
	came=
	for i in $(seq "$n"); do
		[ ! -e "$work/$i/judged" ] || continue
		if [ -e "$work/$i/checksums.txt" ]; then
			source=$(cat "$work/$i/source")
			shown=$(hide < "$work/$i/source")
			if judge "$source" "$work/$i"; then
				from=$shown
				break
			fi
			say "$shown: $flaw"
		elif [ -e "$work/$i/failed" ]; then
			say "$(hide < "$work/$i/source"): $(why "$work/$i/checksums.txt")"
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
mkdir -p "$dir" 2> /dev/null || die "$dir cannot be made: nothing is installed"
[ ! -d "$dir/gofix-net" ] || die "$dir/gofix-net is a directory: nothing is installed"
# Under a name that no other has chosen, and started before it takes the place of a
# program that works.
new=$(mktemp "$dir/.gofix-net.new.XXXXXX" 2> /dev/null) || die "nothing can be written into $dir: nothing is installed"
cp "$program" "$new" 2> /dev/null || die "nothing more can be written into $dir: nothing is installed"
chmod 755 "$new"
name=$("$new" version 2> /dev/null) || die "the program does not run in $dir, which may be mounted noexec: nothing is installed"
mv -f "$new" "$dir/gofix-net"
new=
told=yes
say "installed $name as $dir/gofix-net"
case ":$PATH:" in
*":$dir:"*)
	first=$(command -v gofix-net) || first=
	[ "$first" = "$dir/gofix-net" ] || [ -z "$first" ] || say "PATH has another one before it: $first"
	;;
*) say "add $dir to PATH, or start it as $dir/gofix-net" ;;
esac
