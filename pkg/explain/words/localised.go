package words

import (
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// localisedWordings are stems of what Windows and the C libraries say in other
// languages than English: the verb for "refuse" behind a dial means the same in
// a sentence of any wording. Go prints Winsock's sentences in the language of the
// system (FormatMessage), and libcurl those of strerror. They are in lower case,
// and tried only where the English wordings say nothing.
var localisedWordings = []Wording{
	// WSANO_DATA, WSATRY_AGAIN, WSAHOST_NOT_FOUND.
	{"请求的名称有效", symptom.DNSNoAddress}, {"要求的名稱是有效的", symptom.DNSNoAddress}, {"要求した名前は有効", symptom.DNSNoAddress},
	{"запрошенное имя верно", symptom.DNSNoAddress}, {"angeforderte name ist gültig", symptom.DNSNoAddress},
	{"nom demandé est valide", symptom.DNSNoAddress}, {"nombre solicitado es válido", symptom.DNSNoAddress}, {"nome solicitado é válido", symptom.DNSNoAddress},
	{"主机名解析时出现的暂时错误", symptom.DNSTimeout}, {"主機名稱解析時發生的暫時性錯誤", symptom.DNSTimeout}, {"ホスト名の解決時に起こる一時的なエラー", symptom.DNSTimeout},
	{"временная ошибка", symptom.DNSTimeout}, {"zeitweiliger fehler bei der auflösung", symptom.DNSTimeout}, {"vorübergehender fehler bei der namensauflösung", symptom.DNSTimeout},
	{"temporaire dans la résolution", symptom.DNSTimeout}, {"temporaire qui se produit durant la résolution", symptom.DNSTimeout},
	{"temporal durante la resolución", symptom.DNSTimeout}, {"temporal en la resolución", symptom.DNSTimeout}, {"temporário durante a resolução", symptom.DNSTimeout},
	{"temporária na resolução", symptom.DNSTimeout}, {"일시적인 오류", symptom.DNSTimeout}, {"域名解析暂时失败", symptom.DNSTimeout}, {"名称解析出现暂时性错误", symptom.DNSTimeout},
	{"不知道这样的主机", symptom.DNSNXDomain}, {"無法識別這台主機", symptom.DNSNXDomain}, {"そのようなホストは不明", symptom.DNSNXDomain},
	{"хост неизвестен", symptom.DNSNXDomain}, {"host ist unbekannt", symptom.DNSNXDomain}, {"kein derartiger host", symptom.DNSNXDomain}, {"hôte inconnu", symptom.DNSNXDomain},
	{"host desconocido", symptom.DNSNXDomain}, {"host não é conhecido", symptom.DNSNXDomain}, {"host sconosciuto", symptom.DNSNXDomain}, {"알려진 호스트가 없", symptom.DNSNXDomain},
	{"未知的名称或服务", symptom.DNSNXDomain}, {"nom ou service inconnu", symptom.DNSNXDomain}, {"der name oder der dienst ist nicht bekannt", symptom.DNSNXDomain}, {"имя или служба не известны", symptom.DNSNXDomain},

	// WSAEINVAL, WSAEPROVIDERFAILEDINIT
	{"提供了一个无效的参数", symptom.TCPDenied}, {"提供的引數無效", symptom.TCPDenied}, {"无法加载或初始化请求的服务提供程序", symptom.TCPDenied},
	{"無法載入或初始化", symptom.TCPDenied}, {"無効な引数", symptom.TCPDenied}, {"要求されたサービス プロバイダ", symptom.TCPDenied},
	{"недопустимый аргумент", symptom.TCPDenied}, {"загрузить или инициализировать", symptom.TCPDenied}, {"ungültiges argument", symptom.TCPDenied}, {"angeforderte dienstanbieter", symptom.TCPDenied},
	{"argument non valide", symptom.TCPDenied}, {"fournisseur de service", symptom.TCPDenied}, {"argumento no válido", symptom.TCPDenied}, {"proveedor de servicios", symptom.TCPDenied},
	{"argumento inválido", symptom.TCPDenied}, {"provedor de serviço", symptom.TCPDenied},

	// WSAEACCES
	{"访问权限不允许", symptom.TCPDenied}, {"存取權限所禁止", symptom.TCPDenied}, {"アクセス許可で禁じられた", symptom.TCPDenied}, {"запрещенным правами доступа", symptom.TCPDenied},
	{"aufgrund der zugriffsrechte", symptom.TCPDenied}, {"interdite par ses autorisations", symptom.TCPDenied}, {"no permitido por sus permisos", symptom.TCPDenied},
	{"proibida pelas permissões", symptom.TCPDenied}, {"액세스 권한에 의해", symptom.TCPDenied}, {"non consentito dalle autorizzazioni", symptom.TCPDenied},

	// Refused: the verb.
	{"拒绝", symptom.TCPRefused}, {"拒絕", symptom.TCPRefused}, {"拒否", symptom.TCPRefused}, {"отверг", symptom.TCPRefused}, {"в соединении отказано", symptom.TCPRefused},
	{"відхилив", symptom.TCPRefused}, {"verweiger", symptom.TCPRefused}, {"verbindungsaufbau abgelehnt", symptom.TCPRefused}, {"refusée", symptom.TCPRefused}, {"denegó", symptom.TCPRefused},
	{"rehusada", symptom.TCPRefused}, {"recusou", symptom.TCPRefused}, {"recusada", symptom.TCPRefused}, {"recusado", symptom.TCPRefused}, {"rifiut", symptom.TCPRefused}, {"거부", symptom.TCPRefused},
	{"odmawia", symptom.TCPRefused}, {"odrzucone", symptom.TCPRefused}, {"odmít", symptom.TCPRefused}, {"reddet", symptom.TCPRefused}, {"geweiger", symptom.TCPRefused}, {"nekade", symptom.TCPRefused},
	{"visszautas", symptom.TCPRefused}, {"từ chối", symptom.TCPRefused},

	// No network, no host.
	{"无法连接的网络", symptom.TCPUnreachable}, {"无法连接的主机", symptom.TCPUnreachable}, {"網路無法連線", symptom.TCPUnreachable}, {"無法連線的網路", symptom.TCPUnreachable}, {"無法連線的主機", symptom.TCPUnreachable},
	{"到達できない", symptom.TCPUnreachable}, {"недоступно", symptom.TCPUnreachable}, {"недоступн", symptom.TCPUnreachable}, {"при отключенной сети", symptom.TCPUnreachable}, {"nicht verfügbares netzwerk", symptom.TCPUnreachable},
	{"nicht verfügbaren host", symptom.TCPUnreachable}, {"netzwerk ist nicht erreichbar", symptom.TCPUnreachable}, {"impossible à atteindre", symptom.TCPUnreachable}, {"réseau n'est pas accessible", symptom.TCPUnreachable},
	{"red no accesible", symptom.TCPUnreachable}, {"red es inaccesible", symptom.TCPUnreachable}, {"host no accesible", symptom.TCPUnreachable}, {"rede inacessível", symptom.TCPUnreachable}, {"rede inatingível", symptom.TCPUnreachable},
	{"host inacessível", symptom.TCPUnreachable}, {"rete non raggiungibile", symptom.TCPUnreachable}, {"연결할 수 없는", symptom.TCPUnreachable}, {"网络不可达", symptom.TCPUnreachable}, {"没有到主机的路由", symptom.TCPUnreachable},
	{"keine route zum zielrechner", symptom.TCPUnreachable}, {"нет маршрута", symptom.TCPUnreachable}, {"сеть недоступна", symptom.TCPUnreachable}, {"ネットワークに届きません", symptom.TCPUnreachable},
	{"請求的地址無效", symptom.TCPUnreachable}, {"该请求的地址无效", symptom.TCPUnreachable}, {"требуемый адрес для своего контекста неверен", symptom.TCPUnreachable},

	// Reset and aborted.
	{"强迫关闭", symptom.TCPReset}, {"強制關閉", symptom.TCPReset}, {"強制的に切断", symptom.TCPReset}, {"принудительно разорвал", symptom.TCPReset}, {"vom remotehost geschlossen", symptom.TCPReset},
	{"fermée par l", symptom.TCPReset}, {"interrupción de una conexión existente", symptom.TCPReset}, {"cancelamento de uma conexão existente", symptom.TCPReset}, {"interrotta forzatamente", symptom.TCPReset},
	{"강제로 끊", symptom.TCPReset}, {"zamknięte przez zdalnego hosta", symptom.TCPReset}, {"zorla kapat", symptom.TCPReset}, {"连接被对方重", symptom.TCPReset}, {"连接被重置", symptom.TCPReset},
	{"zurückgesetzt", symptom.TCPReset}, {"ré-initialisée", symptom.TCPReset}, {"réinitialisée", symptom.TCPReset}, {"reinicializada", symptom.TCPReset}, {"соединение разорвано другой", symptom.TCPReset},
	{"接続が相手からリセット", symptom.TCPReset}, {"中止了一个已建立的连接", symptom.TCPReset}, {"已終止建立的連線", symptom.TCPReset}, {"ソフトウェアによって中止", symptom.TCPReset}, {"ソウトウェアによって中止", symptom.TCPReset},
	{"vynuceně ukončil", symptom.TCPReset}, {"geforceerd gesloten", symptom.TCPReset}, {"tvingades att stänga", symptom.TCPReset},
	{"разорвала установленное", symptom.TCPReset}, {"softwaregesteuert", symptom.TCPReset}, {"connexion établie a été abandonnée", symptom.TCPReset}, {"anulado una conexión establecida", symptom.TCPReset},
	{"conexão estabelecida foi anulada", symptom.TCPReset}, {"의해 중단", symptom.TCPReset},

	// Timed out: the peer did not answer.
	{"没有正确答复", symptom.TCPTimeout}, {"没有反应", symptom.TCPTimeout}, {"正確回應", symptom.TCPTimeout}, {"無法回應", symptom.TCPTimeout}, {"応答しなかった", symptom.TCPTimeout}, {"не получен нужный отклик", symptom.TCPTimeout},
	{"требуемое время", symptom.TCPTimeout}, {"nicht richtig reagiert", symptom.TCPTimeout}, {"pas répondu", symptom.TCPTimeout}, {"no respondió", symptom.TCPTimeout}, {"não respondeu", symptom.TCPTimeout},
	{"risposta non corretta", symptom.TCPTimeout}, {"mancata risposta", symptom.TCPTimeout}, {"응답이 없어", symptom.TCPTimeout}, {"nie odpowiedzia", symptom.TCPTimeout}, {"yanıt vermediğinden", symptom.TCPTimeout},
	{"neodpověděl", symptom.TCPTimeout}, {"gereageerd", symptom.TCPTimeout}, {"inte svarade", symptom.TCPTimeout}, {"nem válaszolt", symptom.TCPTimeout},
	{"连接超时", symptom.TCPTimeout}, {"連線逾時", symptom.TCPTimeout}, {"wartezeit für die verbindung", symptom.TCPTimeout}, {"expiration du délai", symptom.TCPTimeout}, {"タイムアウト", symptom.TCPTimeout},
	{"время ожидания", symptom.TCPTimeout}, {"expiró el tiempo", symptom.TCPTimeout}, {"tempo esgotado", symptom.TCPTimeout}, {"tempo scaduto", symptom.TCPTimeout}, {"connessione scaduta", symptom.TCPTimeout},
}

// Foreign returns the symptom that a text in another language tells of, also
// where its bytes were read in a code page that they were not written in.
func Foreign(s string) symptom.Symptom {
	s = PlainSpace(s)
	if found := Find(s, libc.Get().wordings, localisedWordings); found != "" || isASCII(s) {
		return found
	}
	for _, repaired := range reread(s) {
		if found := Find(PlainSpace(repaired), localisedWordings); found != "" {
			return found
		}
	}
	return ""
}

// Spoken is the symptom of a sentence of the C library in whatever language.
func Spoken(text string) symptom.Symptom {
	if s := Find(text, Net); s != "" {
		return s
	}
	return Foreign(text)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
