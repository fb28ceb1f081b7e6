package cause

import (
	"path"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// ModcacheUnwritable is its id.
const ModcacheUnwritable ID = "modcache-unwritable"

var modcacheUnwritable = &Cause{
	ID:       ModcacheUnwritable,
	Traits:   Traits{Once, Lasts, ByNothing},
	Severity: Error,
	Layer:    Machine,
	Fixes:    []settings.Key{settings.Go("GOMODCACHE")},
	Words: Languages{
		Text[UnwritableCache]{
			Title: func(d UnwritableCache) string {
				switch {
				case d.State == "unset":
					return when(d.Sumdb, "the record of the checksum database", "the module cache") + " has no location"
				case d.State == "relative":
					return "GOMODCACHE is not an absolute path: " + d.Path
				}
				return when(d.Sumdb, "the record of the checksum database", "the module cache") + " is not writable: " + d.Path
			},
			Detail: func(d UnwritableCache) string {
				return d.Detail + ". go " + when(d.Sumdb, "keeps the newest tree head there and verifies nothing without it", "stores every module there before using it") + "."
			},
			Manual: func(d UnwritableCache) []string {
				return []string{
					when(d.State == "unset", "Set "+d.home()+" for this user or service, or choose a location: "+d.anywhere()+" (any absolute path that this user may write)."),
					when(d.State == "relative", "Set GOMODCACHE to an absolute path, or remove it: go env -u GOMODCACHE, and remove the environment variable GOMODCACHE if it is set."),
					when(d.Home != "", "This user cannot write in HOME="+d.Home+". Set HOME to a directory where it can (in a container, mount one), or only: "+d.another()),
					when(d.State == "blocked" && d.Home == "", "See what stands there, and move it away: "+d.list()),
					when(d.State == "unwritable" && d.Home == "", when(d.OS == "windows", "If another user made the files, let them have the rights of their folder, as administrator: ", "If files belong to root (after sudo go …), change their owner"+when(d.Sudo == "", ", as root")+": ")+d.own()),
					when(d.elsewhere(), when(d.State == "unwritable", "Without "+when(d.OS == "windows", "administrator", "root")+" rights, use", when(d.State == "blocked", "Or use", "The file system is read-only: use"))+" another location: "+d.another()),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "the cache of the go command is not writable" + with(": ", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"See where it is and who owns it; files of root come from an earlier sudo go, or from a container:",
						"$ go env GOMODCACHE GOCACHE",
						"Make your user the owner of the directory (on Linux: sudo chown -R \"$(id -u)\" DIR), or set another one with GOMODCACHE (modules) or GOCACHE (the build cache), for example where the file system is read-only or HOME is not set.",
						"Where Windows says that another process uses the file, it is most often a virus scanner: run go again, or exclude the cache from its scans.",
					}
				},
			},
		},
		Text[UnwritableCache]{
			Title: func(d UnwritableCache) string {
				switch {
				case d.State == "unset":
					return when(d.Sumdb, "校验和数据库的本地记录", "模块缓存") + "没有存放位置"
				case d.State == "relative":
					return "GOMODCACHE 不是绝对路径：" + d.Path
				}
				return when(d.Sumdb, "校验和数据库的本地记录", "模块缓存") + "无法写入：" + d.Path
			},
			Detail: func(d UnwritableCache) string {
				return said(d.Detail) + "。" + when(d.Sumdb, "go 在那里保存最新的树头（tree head），没有它就无法校验。", "go 在使用模块之前要先把它存入模块缓存。")
			},
			Manual: func(d UnwritableCache) []string {
				return []string{
					when(d.State == "unset", "为该用户或服务设置 "+d.home()+"，或指定位置："+d.anywhere()+"（该用户可写的任意绝对路径）。"),
					when(d.State == "relative", "把 GOMODCACHE 设为绝对路径，或去掉它：go env -u GOMODCACHE；若设置了环境变量 GOMODCACHE，也将其删除。"),
					when(d.Home != "", "当前用户无法写入 HOME="+d.Home+"。请把 HOME 设为可写的目录（在容器中可挂载一个），或只执行："+d.another()),
					when(d.State == "blocked" && d.Home == "", "查看那里是什么，并把它移走："+d.list()),
					when(d.State == "unwritable" && d.Home == "", when(d.OS == "windows", "若文件由其他用户创建，以管理员身份让它们继承所在文件夹的权限：", "若文件属于 root（执行过 sudo go …），"+when(d.Sudo == "", "请用 root 用户")+"改回属主：")+d.own()),
					when(d.elsewhere(), when(d.State == "unwritable", "若没有"+when(d.OS == "windows", "管理员", " root ")+"权限，", when(d.State == "blocked", "或者", "文件系统是只读的："))+"换一个位置："+d.another()),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "go 命令的缓存无法写入" + with("：", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"查看它在哪里、属于谁；属于 root 的文件来自以前的 sudo go 或容器：",
						"$ go env GOMODCACHE GOCACHE",
						"把目录的属主改为当前用户（Linux：sudo chown -R \"$(id -u)\" DIR），或用 GOMODCACHE（模块）或 GOCACHE（构建缓存）指定其他目录，例如文件系统只读或未设置 HOME 时。",
						"如果 Windows 提示另一个程序正在使用该文件，通常是杀毒软件：请重试，或把缓存目录加入排除列表。",
					}
				},
			},
		},
	},
	Match: matchModcacheUnwritable,
}

// UnwritableCache is a place that go has to write: of the module cache, or of the checksum database's record.
type UnwritableCache struct {
	place
	Sumdb bool
}

// home is the variable that the default place comes from.
func (d UnwritableCache) home() string { return when(d.OS == "windows", "USERPROFILE", "HOME") }

// list is the command that shows what stands at the place.
func (d UnwritableCache) list() string {
	return when(d.OS == "windows", "dir", "ls -ld") + ` "` + d.Path + `"`
}

// own is the command that gives the user the place.
func (d UnwritableCache) own() string {
	if d.OS == "windows" {
		return `icacls "` + d.Path + `" /reset /T`
	}
	dir := d.Path
	if d.Sumdb {
		dir = path.Dir(dir)
	}
	return d.Sudo + `mkdir -p "` + dir + `" && ` + d.Sudo + `chown -R "$(id -u)" "` + dir + `"`
}

// another is a line that names another place. GOPATH moves both places out of a home.
func (d UnwritableCache) another() string {
	if d.Sumdb || d.Home != "" {
		return setVariable(d.OS, "GOPATH", "go-other", d.NoHome)
	}
	return setVariable(d.OS, "GOMODCACHE", "go-mod", d.NoHome)
}

// anywhere is a line that names a place for both where no home is defined.
func (d UnwritableCache) anywhere() string {
	return when(d.OS == "windows", `setx GOPATH C:\go`, "export GOPATH=/var/cache/go")
}

// elsewhere reports whether another place would do.
func (d UnwritableCache) elsewhere() bool {
	return d.Home == "" && (d.State == probe.DiskUnwritable || d.State == probe.DiskReadOnly || d.State == probe.DiskBlocked)
}

// matchModcacheUnwritable matches a location that is missing or not writable and
// that one of the modules asked about needs.
func matchModcacheUnwritable(f *facts.Facts) []Finding {
	found := onModcache(func(f *facts.Facts, r *probe.Result) *Finding { return unwritable(f, r, "GOMODCACHE", false) })(f)
	for _, r := range f.Of(probe.SumdbState) {
		if r.Status != probe.Fail || !f.LaterNeeded(r) {
			continue
		}
		if x := unwritable(f, r, "GOPATH", true); x != nil {
			x.Evidence = []evidence.ID{r.ID}
			found = append(found, *x)
		}
	}
	return append(found, onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !facts.OnDisk(s.Hop) {
			return nil
		}
		if r := f.Result(s.Hop.Result); r.Kind == probe.SumdbState {
			return unwritable(f, r, "GOPATH", true)
		}
		return nil
	})(f)...)
}

func unwritable(f *facts.Facts, r *probe.Result, unset string, sumdb bool) *Finding {
	d := UnwritableCache{place: placeOf(f, r), Sumdb: sumdb}
	switch r.Evidence.Disk.State {
	case probe.DiskUnset:
		return &Finding{Target: unset, Data: d}
	case probe.DiskRelative, probe.DiskUnwritable, probe.DiskReadOnly, probe.DiskBlocked:
		return &Finding{Target: r.Evidence.Disk.Path, Data: d}
	}
	return nil
}
