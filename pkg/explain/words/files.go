package words

import "strings"

// What Windows says of a file in English, in lower case.
const (
	AccessDenied = "access is denied"              // ERROR_ACCESS_DENIED
	DiskFull     = "not enough space on the disk"  // ERROR_DISK_FULL
	FileInUse    = "being used by another process" // ERROR_SHARING_VIOLATION
)

// fileWordings are stems of the same sentences in other languages, in lower case.
var fileWordings = []struct{ said, english string }{
	{"拒绝访问", AccessDenied}, {"存取被拒", AccessDenied}, {"アクセスが拒否", AccessDenied}, {"액세스가 거부", AccessDenied}, {"отказано в доступе", AccessDenied},
	{"zugriff verweigert", AccessDenied}, {"accès refusé", AccessDenied}, {"acceso denegado", AccessDenied}, {"acesso negado", AccessDenied}, {"accesso negato", AccessDenied},
	{"odmowa dostępu", AccessDenied}, {"přístup byl odepřen", AccessDenied}, {"erişim engellendi", AccessDenied}, {"toegang geweigerd", AccessDenied}, {"åtkomst nekad", AccessDenied},

	{"磁盘空间不足", DiskFull}, {"磁碟空間不足", DiskFull}, {"ディスクに十分な空き領域", DiskFull}, {"디스크 공간이 부족", DiskFull}, {"недостаточно места на диске", DiskFull},
	{"nicht genug speicherplatz", DiskFull}, {"espace insuffisant sur le disque", DiskFull}, {"espacio en disco insuficiente", DiskFull}, {"espaço suficiente no disco", DiskFull},
	{"spazio su disco insufficiente", DiskFull}, {"za mało miejsca na dysku", DiskFull},

	{"另一个程序正在使用此文件", FileInUse}, {"另一個程序正在使用", FileInUse}, {"別のプロセスが使用中", FileInUse}, {"다른 프로세스가 파일을 사용", FileInUse}, {"занят другим процессом", FileInUse},
	{"von einem anderen prozess verwendet", FileInUse}, {"utilisé par un autre processus", FileInUse}, {"utilizado por otro proceso", FileInUse}, {"usado por outro processo", FileInUse},
	{"utilizzato da un altro processo", FileInUse},
}

// WindowsFileError returns the English of what Windows says of a file in another language,
// also where its bytes were read in a code page that they were not written in; "" where
// it says nothing of the kind.
func WindowsFileError(text string) string {
	ascii := isASCII(text)
	text = PlainSpace(text)
	if found := findFileError(text); found != "" || ascii {
		return found
	}
	for _, repaired := range reread(text) {
		if found := findFileError(PlainSpace(repaired)); found != "" {
			return found
		}
	}
	return ""
}

func findFileError(text string) string {
	text = strings.ToLower(text)
	for _, w := range fileWordings {
		if strings.Contains(text, w.said) {
			return w.english
		}
	}
	return ""
}
