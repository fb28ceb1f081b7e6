# Installs gofix-net for this user, without an administrator and without Go: takes the
# source that answers first, verifies the signature and the checksum, and copies one
# program. Where a source fails or its files are wrong, it says so and takes the next one.
#
# It trusts the key below, and so you trust where this script came from: a mirror that
# changes the program changes the key as well. SECURITY.md has the key.
#
#   powershell -ExecutionPolicy Bypass -File install.ps1 [-Dir DIR] [-Version V] [-Key KEY] [-Source URL,URL] [-Only] [-Uninstall]
#
# -Dir DIR      where the program goes (default: %LOCALAPPDATA%\Programs\gofix-net)
# -Version V    the release (default: the one that this script came with)
# -Key KEY      the public key that has to sign it (default: the one in this script)
# -Source URL   where the files of the release are, such as a company's mirror, or a
#               directory; tried beside the default one. It can have a name and a
#               password: https://NAME:PASSWORD@mirror.corp.example/gofix-net
# -Only         takes no other source than those
# -Uninstall    removes the program from DIR, and nothing else
#
# It needs Windows PowerShell 5.1 or PowerShell 7, and nothing else: the signature is
# verified by the program text below. Where PowerShell is restricted to its own commands
# (AppLocker, WDAC) it does not work: there npm, pip and winget remain.
[CmdletBinding()]
param(
	[string]$Dir = '',
	[string]$Version = '@VERSION@', # replaced by the release
	[string]$Key = '@KEY@', # the public key of minisign, replaced by the release
	[string[]]$Source = @(),
	[switch]$Only,
	[switch]$Uninstall
)
$ErrorActionPreference = 'Stop'
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
	throw 'install gofix-net: PowerShell is restricted to its own commands here; install it with npm, pip or winget'
}

# A file that takes longer, or has more, is given up. A release has less than 20 MB.
$SmallSeconds = 30
$SmallMegabytes = 1
$ArchiveSeconds = 600
$ArchiveMegabytes = 100

# Hide leaves out of a text what an address has before its host or after its path:
# that can be a password, which no log needs.
function Hide([string]$Text) { return $Text -replace '://.*@', '://***@' -replace '(://[^? ]*)\?.*', '$1' }

function Say([string]$Text) { [Console]::Error.WriteLine(("install gofix-net: $Text" -replace '://[^ ]*@', '://***@')) }

function Stop-Install([string]$Text) {
	Say $Text
	exit 1
}

# Get-Reason returns the innermost message of a failure: the outer ones tell of tasks.
function Get-Reason($Failure) {
	while ($Failure.InnerException) { $Failure = $Failure.InnerException }
	return Hide $Failure.Message
}

# The program that verifies: Ed25519 (RFC 8032) over the BLAKE2b-512 hash (RFC 7693) of
# the file, as minisign signs. Neither is in .NET. C# 5, which every Windows compiles.
$Verifier = @'
using System;
using System.Numerics;
using System.Security.Cryptography;

public static class GofixNetSignature
{
	static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
	static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
	static readonly BigInteger D = Mod(-121665 * Inverse(121666));

	// Verify tells whether a file of minisign is the signature of this text by this key.
	// It has four lines: a comment; base64 of an algorithm (2 bytes), the id of the key
	// (8) and the signature (64) of the hash of the text; a trusted comment; its
	// signature. The key has an algorithm, its id and 32 bytes.
	public static bool Verify(byte[] text, string signature, string keyLine)
	{
		const string trusted = "trusted comment: ";
		string[] lines = signature.Replace("\r", "").TrimEnd('\n').Split('\n');
		if (lines.Length != 4 || !lines[2].StartsWith(trusted, StringComparison.Ordinal)) return false;
		byte[] signed = Convert.FromBase64String(lines[1]), key = Convert.FromBase64String(keyLine.Trim()), ofComment = Convert.FromBase64String(lines[3]);
		if (signed.Length != 74 || key.Length != 42 || ofComment.Length != 64 || signed[0] != 'E' || signed[1] != 'D' || key[0] != 'E' || key[1] != 'd') return false;
		for (int i = 2; i < 10; i++) if (signed[i] != key[i]) return false;
		byte[] point = Part(key, 10, 32), comment = System.Text.Encoding.UTF8.GetBytes(lines[2].Substring(trusted.Length));
		byte[] all = new byte[64 + comment.Length];
		Array.Copy(signed, 10, all, 0, 64);
		comment.CopyTo(all, 64);
		return Ed25519(point, Part(signed, 10, 64), Blake2b(text)) && Ed25519(point, ofComment, all);
	}

	static byte[] Part(byte[] from, int at, int length)
	{
		byte[] part = new byte[length];
		Array.Copy(from, at, part, 0, length);
		return part;
	}

	static BigInteger Mod(BigInteger x) { x = x % P; return x.Sign < 0 ? x + P : x; }
	static BigInteger Inverse(BigInteger x) { return BigInteger.ModPow(x, P - 2, P); }

	static BigInteger Number(byte[] little) // without a sign
	{
		byte[] more = new byte[little.Length + 1];
		little.CopyTo(more, 0);
		return new BigInteger(more);
	}

	static bool Ed25519(byte[] key, byte[] signature, byte[] message)
	{
		byte[] r = Part(signature, 0, 32);
		BigInteger s = Number(Part(signature, 32, 32));
		BigInteger[] a = Point(key), b = Point(r);
		if (a == null || b == null || s >= L) return false;
		byte[] all = new byte[64 + message.Length];
		r.CopyTo(all, 0);
		key.CopyTo(all, 32);
		message.CopyTo(all, 64);
		BigInteger k;
		using (SHA512 sha = SHA512.Create()) k = Number(sha.ComputeHash(all)) % L;
		BigInteger y = Mod(4 * Inverse(5));
		BigInteger[] left = Times(s, Extended(Root(y, false), y)), right = Add(b, Times(k, a));
		return Mod(left[0] * right[2] - right[0] * left[2]).IsZero && Mod(left[1] * right[2] - right[1] * left[2]).IsZero;
	}

	// Root is the x of a y on the curve, -1 where there is none.
	static BigInteger Root(BigInteger y, bool odd)
	{
		BigInteger square = Mod((y * y - 1) * Inverse(Mod(D * y * y + 1)));
		BigInteger x = BigInteger.ModPow(square, (P + 3) / 8, P);
		if (!Mod(x * x - square).IsZero) x = Mod(x * BigInteger.ModPow(2, (P - 1) / 4, P));
		if (!Mod(x * x - square).IsZero || x.IsZero && odd) return BigInteger.MinusOne;
		return x.IsEven == odd ? P - x : x;
	}

	static BigInteger[] Point(byte[] encoded) // null where it is none
	{
		byte[] bytes = (byte[])encoded.Clone();
		bool odd = (bytes[31] & 128) != 0;
		bytes[31] &= 127;
		BigInteger y = Number(bytes);
		if (y >= P) return null;
		BigInteger x = Root(y, odd);
		return x.Sign < 0 ? null : Extended(x, y);
	}

	static BigInteger[] Extended(BigInteger x, BigInteger y) { return new BigInteger[] { x, y, BigInteger.One, Mod(x * y) }; }

	static BigInteger[] Add(BigInteger[] p, BigInteger[] q) // RFC 8032, section 5.1.4
	{
		BigInteger a = Mod((p[1] - p[0]) * (q[1] - q[0])), b = Mod((p[1] + p[0]) * (q[1] + q[0]));
		BigInteger c = Mod(2 * p[3] * q[3] * D), d = Mod(2 * p[2] * q[2]);
		BigInteger e = b - a, f = d - c, g = d + c, h = b + a;
		return new BigInteger[] { Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h) };
	}

	static BigInteger[] Times(BigInteger n, BigInteger[] p)
	{
		BigInteger[] sum = Extended(BigInteger.Zero, BigInteger.One);
		for (; !n.IsZero; n >>= 1)
		{
			if (!n.IsEven) sum = Add(sum, p);
			p = Add(p, p);
		}
		return sum;
	}

	static readonly ulong[] Start = {
		0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
		0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179 };

	static readonly string[] Sigma = {
		"0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
		"2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0" };

	static byte[] Blake2b(byte[] text)
	{
		ulong[] h = (ulong[])Start.Clone();
		h[0] ^= 0x01010040; // no key, 64 bytes of output
		int at = 0;
		for (; text.Length - at > 128; at += 128) Compress(h, Part(text, at, 128), at + 128, false);
		byte[] last = new byte[128];
		Array.Copy(text, at, last, 0, text.Length - at);
		Compress(h, last, text.Length, true);
		byte[] hash = new byte[64];
		for (int i = 0; i < 64; i++) hash[i] = (byte)(h[i / 8] >> (i % 8 * 8));
		return hash;
	}

	static void Compress(ulong[] h, byte[] block, int length, bool last)
	{
		ulong[] m = new ulong[16], v = new ulong[16];
		for (int i = 0; i < 128; i++) m[i / 8] |= (ulong)block[i] << (i % 8 * 8);
		h.CopyTo(v, 0);
		Start.CopyTo(v, 8);
		v[12] ^= (ulong)length;
		if (last) v[14] = ~v[14];
		for (int round = 0; round < 12; round++)
		{
			string s = Sigma[round % 10];
			for (int i = 0; i < 8; i++)
			{
				int column = i % 4, step = i / 4; // four columns, then four diagonals
				Mix(v, column, 4 + (column + step) % 4, 8 + (column + 2 * step) % 4, 12 + (column + 3 * step) % 4,
					m[Convert.ToInt32(s.Substring(2 * i, 1), 16)], m[Convert.ToInt32(s.Substring(2 * i + 1, 1), 16)]);
			}
		}
		for (int i = 0; i < 8; i++) h[i] ^= v[i] ^ v[i + 8];
	}

	static void Mix(ulong[] v, int a, int b, int c, int d, ulong x, ulong y)
	{
		unchecked
		{
			v[a] = v[a] + v[b] + x; v[d] = Rotate(v[d] ^ v[a], 32);
			v[c] = v[c] + v[d]; v[b] = Rotate(v[b] ^ v[c], 24);
			v[a] = v[a] + v[b] + y; v[d] = Rotate(v[d] ^ v[a], 16);
			v[c] = v[c] + v[d]; v[b] = Rotate(v[b] ^ v[c], 63);
		}
	}

	static ulong Rotate(ulong x, int by) { return x >> by | x << 64 - by; }
}
'@

if (-not $Dir) {
	if (-not $env:LOCALAPPDATA) { Stop-Install 'there is no LOCALAPPDATA: name a directory with -Dir' }
	$Dir = Join-Path $env:LOCALAPPDATA 'Programs\gofix-net'
}
# A relative path is this session's, not the process's.
$Dir = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Dir)
$Program = Join-Path $Dir 'gofix-net.exe'

if ($Uninstall) {
	Remove-Item -Path (Join-Path ([WildcardPattern]::Escape($Dir)) '.gofix-net.new.*.exe') -Force -ErrorAction SilentlyContinue # of an installation that was killed
	if (-not (Test-Path -LiteralPath $Program)) { Stop-Install "there is no $Program" }
	Remove-Item -LiteralPath $Program -Force
	Say "removed $Program; settings that apply wrote stay: install it again and run gofix-net undo to take them back"
	exit 0
}

if ($Version.StartsWith('@')) { Stop-Install 'this copy of the script belongs to no release: name one with -Version' }
if ($Key.StartsWith('@')) { Stop-Install 'this copy of the script has no public key: take the one of the release, or give -Key' }
$Version = $Version -replace '^v', ''

# PROCESSOR_ARCHITEW6432 is the machine's own where a 32-bit PowerShell runs.
$Machine = $env:PROCESSOR_ARCHITECTURE
if ($env:PROCESSOR_ARCHITEW6432) { $Machine = $env:PROCESSOR_ARCHITEW6432 }
switch ($Machine) {
	'AMD64' { $Machine = 'amd64' }
	'ARM64' { $Machine = 'arm64' }
	default { Stop-Install "there is no release for Windows on ${Machine}: build it with Go, from the source archive" }
}
$Archive = "gofix-net_${Version}_windows_${Machine}.zip"

# -File passes "a,b" as one text.
$Sources = @($Source | ForEach-Object { $_ -split ',' } | Where-Object { $_ } | ForEach-Object {
		if ($_ -match '://') { $_ } else { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($_) }
	})
if ($Only -and -not $Sources) { Stop-Install '-Only needs a -Source' }
if (-not $Only) { $Sources += "https://github.com/gofix-net/gofix-net/releases/download/v$Version" }

# Windows PowerShell starts with protocols that servers refuse.
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

# Get-Address tells where a source has a file. A token stays at the end.
function Get-Address([string]$From, [string]$File) {
	$Path, $Token = $From -split '\?', 2
	if ($From -notmatch '://' -or -not $Token) { return $From.TrimEnd('/') + '/' + $File }
	return $Path.TrimEnd('/') + '/' + $File + '?' + $Token
}

# Start-Fetch starts a download. The client takes the system's proxy. It tells a name and
# a password of the address to that server alone: .NET removes them where it is sent on.
function Start-Fetch([string]$Url) {
	$Client = New-Object Net.WebClient
	$Who = [Uri]::UnescapeDataString(([Uri]$Url).UserInfo)
	if ($Who) { $Client.Headers.Add('Authorization', 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Who))) }
	return $Client.OpenReadTaskAsync($Url)
}

# Receive-Fetch returns the file of a download that has started.
function Receive-Fetch($Opening, [int]$Seconds, [int]$Megabytes) {
	$Until = [DateTime]::UtcNow.AddSeconds($Seconds)
	$Late = "it has not come whole within $Seconds seconds"
	if (-not $Opening.Wait($Seconds * 1000)) { throw $Late }
	$Stream = $Opening.Result
	try {
		$All = New-Object IO.MemoryStream
		$Part = New-Object byte[] 65536
		while ($true) {
			$Left = [int][Math]::Max(0, ($Until - [DateTime]::UtcNow).TotalMilliseconds)
			$Reading = $Stream.ReadAsync($Part, 0, $Part.Length)
			if (-not $Reading.Wait([Math]::Min(20000, $Left))) {
				if ($Left -lt 20000) { throw $Late }
				throw 'the server has sent nothing for 20 seconds'
			}
			if ($Reading.Result -eq 0) { break }
			if ($All.Length + $Reading.Result -gt $Megabytes * 1048576) { throw "it is larger than $Megabytes MB, which no file of a release is" }
			$All.Write($Part, 0, $Reading.Result)
		}
		return , $All.ToArray()
	} finally { $Stream.Dispose() }
}

# Test-Page tells whether an answer is a page of the web, or a message in JSON. Networks
# that want a login answer with one, whatever is asked for.
function Test-Page([byte[]]$Data) {
	$Start = [Text.Encoding]::ASCII.GetString($Data, 0, [Math]::Min(256, $Data.Length))
	return ($Start -replace '[\s\0?]', '') -match '^[<{]' # a byte-order mark is read as ???
}

# Test-Signature tells whether a list of checksums is signed by the project.
function Test-Signature([byte[]]$List, [byte[]]$Signature) {
	try { return [GofixNetSignature]::Verify($List, [Text.Encoding]::UTF8.GetString($Signature), $Key) }
	catch { return $false } # it is cut short, or no base64
}

# Find-Flaw fetches the release of a source into the file $Zip, where its list of
# checksums is already here. It returns what is wrong, and nothing where all is right.
function Find-Flaw([string]$From, [byte[]]$List, [string]$Zip) {
	if (Test-Page $List) { return 'answers with a page in place of checksums.txt; does the network want a login?' }
	try { $Signature = Receive-Fetch (Start-Fetch (Get-Address $From 'checksums.txt.minisig')) $SmallSeconds $SmallMegabytes }
	catch { return "has no signature: $(Get-Reason $_.Exception)" }
	if (-not [Text.Encoding]::ASCII.GetString($Signature).StartsWith('untrusted comment:', [StringComparison]::Ordinal)) {
		return 'its checksums.txt.minisig is no file of minisign; does the network want a login?'
	}
	if (-not (Test-Signature $List $Signature)) { return "the signature of checksums.txt is not the project's" }
	$Want = ''
	foreach ($Line in [Text.Encoding]::ASCII.GetString($List) -split "`r?`n") {
		$Fields = $Line -split ' +\*?', 2
		if ($Fields.Count -eq 2 -and $Fields[1] -ceq $Archive) { $Want = $Fields[0]; break }
	}
	if (-not $Want) { return "has another release: its checksums.txt does not name $Archive" }
	try { $Data = Receive-Fetch (Start-Fetch (Get-Address $From $Archive)) $ArchiveSeconds $ArchiveMegabytes }
	catch { return "$Archive does not come: $(Get-Reason $_.Exception)" }
	[IO.File]::WriteAllBytes($Zip, $Data)
	$Got = (Get-FileHash -Algorithm SHA256 -LiteralPath $Zip).Hash
	if ($Got -ieq $Want) { return '' }
	if (Test-Page $Data) { return "answers with a page in place of $Archive; does the network want a login?" }
	return "the checksum of $Archive is not the signed one: it is cut short, or another file"
}

# PowerShell 7 gives the compiler all of .NET, Windows PowerShell what is named.
if ($PSVersionTable.PSEdition -eq 'Core') { Add-Type -TypeDefinition $Verifier }
else { Add-Type -TypeDefinition $Verifier -ReferencedAssemblies System.Numerics }

$Work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
$Started = '' # the program before it has its name
try {
	New-Item -ItemType Directory -Path $Work | Out-Null
	# The source whose list of checksums comes first is the nearest, and is judged first.
	$Zip = Join-Path $Work $Archive
	$Waiting = @($Sources | ForEach-Object { @{ From = $_; Task = Start-Fetch (Get-Address $_ 'checksums.txt') } })
	$From = ''
	$Until = [DateTime]::UtcNow.AddSeconds($SmallSeconds)
	while (-not $From -and $Waiting) {
		$Left = [int][Math]::Max(0, ($Until - [DateTime]::UtcNow).TotalMilliseconds)
		$First = [Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($Waiting | ForEach-Object { $_.Task }), $Left)
		if ($First -lt 0) {
			$Waiting | ForEach-Object { Say "$(Hide $_.From): it has not come whole within $SmallSeconds seconds" }
			break
		}
		$Answer = $Waiting[$First]
		$Waiting = @($Waiting | Where-Object { $_ -ne $Answer })
		try { $Flaw = Find-Flaw $Answer.From (Receive-Fetch $Answer.Task $SmallSeconds $SmallMegabytes) $Zip }
		catch { $Flaw = Get-Reason $_.Exception }
		if ($Flaw) { Say "$(Hide $Answer.From): $Flaw" }
		else { $From = Hide $Answer.From }
	}
	if (-not $From) { Stop-Install 'no source has this release whole and signed: nothing is installed; npm and pip carry gofix-net as well' }
	Say "takes ${From}: its signature and checksum are right"

	Expand-Archive -LiteralPath $Zip -DestinationPath "$Work\unpacked"
	$New = Get-ChildItem -LiteralPath "$Work\unpacked" -Recurse -Filter gofix-net.exe | Select-Object -First 1
	if (-not $New) { Stop-Install "$Archive has no program: nothing is installed" }
	try { New-Item -ItemType Directory -Force -Path $Dir | Out-Null }
	catch { Stop-Install "$Dir cannot be made: nothing is installed" }
	if (Test-Path -LiteralPath $Program -PathType Container) { Stop-Install "$Program is a directory: nothing is installed" }
	# Under a name that no other has chosen, and started before it takes the place of a
	# program that works.
	$Started = Join-Path $Dir ('.gofix-net.new.' + [IO.Path]::GetRandomFileName() + '.exe')
	try { Copy-Item -LiteralPath $New.FullName -Destination $Started }
	catch { Stop-Install "nothing more can be written into ${Dir}: nothing is installed" }
	$Name = ''
	# Select-Object would end the program early, and so leave an exit code of failure.
	try { $Name = @(& $Started version)[0] } catch { $Name = '' }
	if (-not $Name) { Stop-Install "the program does not run in ${Dir}, which a policy or a virus scanner may forbid: nothing is installed" }
	try { Move-Item -Force -LiteralPath $Started -Destination $Program }
	catch { Stop-Install "$Program cannot be replaced: nothing is installed; does it run?" }
	Say "installed $Name as $Program"
} catch {
	Stop-Install "$(Get-Reason $_.Exception): nothing is installed"
} finally {
	Remove-Item -Recurse -Force -LiteralPath $Work -ErrorAction SilentlyContinue
	if ($Started) { Remove-Item -Force -LiteralPath $Started -ErrorAction SilentlyContinue }
}
if (($env:Path -split ';') -notcontains $Dir) { Say "add $Dir to Path, or start it as $Program" }
