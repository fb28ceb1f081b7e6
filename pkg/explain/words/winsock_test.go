package words

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// winsock are sentences of Windows about connections, and the code page of its
// consoles in that language; nil: none that the decoders have.
var winsock = []struct {
	page encoding.Encoding
	said map[string]symptom.Symptom
}{
	{simplifiedchinese.GB18030, map[string]symptom.Symptom{
		"由于目标计算机积极拒绝，无法连接。":                   symptom.TCPRefused,
		"由于连接方在一段时间后没有正确答复或连接的主机没有反应，连接尝试失败。": symptom.TCPTimeout,
		"远程主机强迫关闭了一个现有的连接。":                   symptom.TCPReset,
		"向一个无法连接的网络尝试了一个套接字操作。":               symptom.TCPUnreachable,
		"以一种访问权限不允许的方式做了一个访问套接字的尝试。":          symptom.TCPDenied,
		"无法加载或初始化请求的服务提供程序。":                  symptom.TCPDenied,
		"提供了一个无效的参数。":                         symptom.TCPDenied,
	}},
	{traditionalchinese.Big5, map[string]symptom.Symptom{
		"無法連線，因為目標電腦拒絕連線。": symptom.TCPRefused,
		"連線嘗試失敗，因為連線對象有一段時間並未正確回應，或是連線建立失敗，因為連線的主機無法回應。": symptom.TCPTimeout,
		"遠端主機已強制關閉一個現存的連線。": symptom.TCPReset,
	}},
	{charmap.CodePage866, map[string]symptom.Symptom{
		"Подключение не установлено, т.к. конечный компьютер отверг запрос на подключение.": symptom.TCPRefused,
		"Попытка установить соединение была безуспешной, т.к. от другого компьютера за требуемое время не получен нужный отклик, или было разорвано уже установленное соединение из-за неверного отклика уже подключенного компьютера.": symptom.TCPTimeout,
		"Удаленный хост принудительно разорвал существующее подключение.":    symptom.TCPReset,
		"Сделана попытка выполнить операцию на сокете при отключенной сети.": symptom.TCPUnreachable,
	}},
	{japanese.ShiftJIS, map[string]symptom.Symptom{
		"対象のコンピューターによって拒否されたため、接続できませんでした。":                                                  symptom.TCPRefused,
		"接続済みの呼び出し先が一定の時間を過ぎても正しく応答しなかったため、接続できませんでした。または接続済みのホストが応答しなかったため、確立された接続は失敗しました。": symptom.TCPTimeout,
		"既存の接続はリモート ホストに強制的に切断されました。":                                                        symptom.TCPReset,
		"到達できないネットワークに対してソケット操作を実行しようとしました。":                                                 symptom.TCPUnreachable,
	}},
	{korean.EUCKR, map[string]symptom.Symptom{
		"대상 컴퓨터에서 연결을 거부했으므로 연결하지 못했습니다.":                         symptom.TCPRefused,
		"연결된 구성원으로부터 응답이 없어 연결하지 못했거나, 호스트로부터 응답이 없어 연결이 끊어졌습니다.": symptom.TCPTimeout,
		"현재 연결은 원격 호스트에 의해 강제로 끊겼습니다.":                            symptom.TCPReset,
	}},
	{charmap.CodePage850, map[string]symptom.Symptom{
		"Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte.":                                                                                                                         symptom.TCPRefused,
		"Ein Verbindungsversuch ist fehlgeschlagen, da die Gegenstelle nach einer bestimmten Zeitspanne nicht richtig reagiert hat, oder die hergestellte Verbindung war fehlerhaft, da der verbundene Host nicht reagiert hat.": symptom.TCPTimeout,
		"Eine vorhandene Verbindung wurde vom Remotehost geschlossen.":                                                                                                                                                           symptom.TCPReset,
		"Ein Socketvorgang bezog sich auf ein nicht verfügbares Netzwerk.":                                                                                                                                                       symptom.TCPUnreachable,
		"Ein ungültiges Argument wurde angegeben.":                                                                                                                                                                               symptom.TCPDenied,
		"Der angeforderte Dienstanbieter konnte nicht geladen oder initialisiert werden.":                                                                                                                                        symptom.TCPDenied,
	}},
	{charmap.CodePage850, map[string]symptom.Symptom{
		"Aucune connexion n'a pu être établie car l'ordinateur cible l'a expressément refusée.":                                                                                                            symptom.TCPRefused,
		"Une tentative de connexion a échoué car le parti connecté n'a pas répondu convenablement au-delà d'une certaine durée ou une connexion établie a échoué car l'hôte de connexion n'a pas répondu.": symptom.TCPTimeout,
		"Une connexion existante a dû être fermée par l'hôte distant.":                                                                                                                                     symptom.TCPReset,
	}},
	{charmap.CodePage850, map[string]symptom.Symptom{
		"No se puede establecer una conexión ya que el equipo de destino denegó expresamente dicha conexión.":                                                                                                                                       symptom.TCPRefused,
		"Se produjo un error durante el intento de conexión ya que la parte conectada no respondió adecuadamente tras un periodo de tiempo, o bien se produjo un error en la conexión establecida ya que el host conectado no ha podido responder.": symptom.TCPTimeout,
		"Se ha forzado la interrupción de una conexión existente por el host remoto.":                                                                                                                                                               symptom.TCPReset,
	}},
	{charmap.CodePage850, map[string]symptom.Symptom{
		"Nenhuma conexão pôde ser feita porque a máquina de destino as recusou ativamente.":                                                                                                         symptom.TCPRefused,
		"Uma tentativa de conexão falhou porque o componente conectado não respondeu corretamente após um período de tempo ou a conexão estabelecida falhou porque o host conectado não respondeu.": symptom.TCPTimeout,
		"Foi forçado o cancelamento de uma conexão existente pelo host remoto.":                                                                                                                     symptom.TCPReset,
	}},
	{charmap.CodePage850, map[string]symptom.Symptom{
		"Impossibile stabilire la connessione. Rifiuto persistente del computer di destinazione.":                                                                  symptom.TCPRefused,
		"Impossibile stabilire la connessione. Risposta non corretta della parte connessa dopo l'intervallo di tempo oppure mancata risposta dall'host collegato.": symptom.TCPTimeout,
		"Connessione in corso interrotta forzatamente dall'host remoto.":                                                                                           symptom.TCPReset,
	}},
	{charmap.CodePage852, map[string]symptom.Symptom{
		"Nie można nawiązać połączenia, ponieważ komputer docelowy aktywnie go odmawia.": symptom.TCPRefused,
		"Próba połączenia nie powiodła się, ponieważ połączona strona nie odpowiedziała poprawnie po ustalonym okresie czasu lub utworzone połączenie nie powiodło się, ponieważ połączony host nie odpowiedział.": symptom.TCPTimeout,
		"Istniejące połączenie zostało gwałtownie zamknięte przez zdalnego hosta.": symptom.TCPReset,
	}},
	{charmap.CodePage852, map[string]symptom.Symptom{
		"Nelze vytvořit připojení, protože cílový počítač je aktivně odmítl.":                                                                                                   symptom.TCPRefused,
		"Pokus o připojení selhal, protože připojená strana v časovém intervalu řádně neodpověděla, nebo vytvořené připojení selhalo, protože neodpověděl hostitelský počítač.": symptom.TCPTimeout,
		"Vzdálený hostitel vynuceně ukončil existující připojení.":                                                                                                              symptom.TCPReset,
	}},
	{nil, map[string]symptom.Symptom{
		"Hedef makine etkin olarak reddettiğinden bağlantı kurulamadı.": symptom.TCPRefused,
		"Bağlanılan uygun olarak belli bir süre içinde yanıt vermediğinden veya kurulan bağlantı bağlanılan ana bilgisayar yanıt vermediğinden bir bağlantı kurulamadı.": symptom.TCPTimeout,
		"Varolan bir bağlantı uzaktaki bir ana bilgisayar tarafından zorla kapatıldı.":                                                                                   symptom.TCPReset,
	}},
	{charmap.CodePage866, map[string]symptom.Symptom{
		"Підключення не встановлено, оскільки кінцевий комп’ютер відхилив запит на підключення.": symptom.TCPRefused,
	}},
	{charmap.CodePage850, map[string]symptom.Symptom{
		"Kan geen verbinding maken omdat de doelcomputer de verbinding actief heeft geweigerd.":                                                                                                                        symptom.TCPRefused,
		"Een poging om verbinding te maken is mislukt omdat de verbonden party niet correct heeft gereageerd na een bepaalde tijd of de gemaakte verbinding is mislukt omdat de verbonden host niet heeft gereageerd.": symptom.TCPTimeout,
		"Een bestaande verbinding is geforceerd gesloten door de externe host.":                                                                                                                                        symptom.TCPReset,
	}},
	{charmap.CodePage850, map[string]symptom.Symptom{
		"Det gick inte att göra en anslutning eftersom måldatorn aktivt nekade den.":                                                                                                                    symptom.TCPRefused,
		"Ett anslutningsförsök misslyckades eftersom det anslutna datorn inte svarade efter en tid, eller eftersom den etablerade anslutningen misslyckades eftersom anslutna värddatorn inte svarade.": symptom.TCPTimeout,
		"En befintlig anslutning tvingades att stänga av fjärrvärddatorn.":                                                                                                                              symptom.TCPReset,
	}},
	{charmap.CodePage852, map[string]symptom.Symptom{
		"Nem hozható létre kapcsolat, mert a célszámítógép már visszautasította a kapcsolatot.":                                                                                                          symptom.TCPRefused,
		"A csatlakozási kísérlet nem sikerült, mert a csatlakoztatott fél bizonyos időn túl nem válaszolt megfelelően, vagy a létesített kapcsolat hibás, mert a csatlakoztatott állomás nem válaszolt.": symptom.TCPTimeout,
	}},
	{charmap.Windows1258, map[string]symptom.Symptom{
		"Không thể tạo kết nối vì máy đích chủ động từ chối.": symptom.TCPRefused,
	}},
}

// TestWinsockInItsLanguages: each sentence is understood in UTF-8, and in the code
// page of the system's consoles, which is recognised by it.
func TestWinsockInItsLanguages(t *testing.T) {
	t.Parallel()
	for _, lang := range winsock {
		for said, want := range lang.said {
			if got := Foreign(said); got != want {
				t.Errorf("%s: got %q, want %s", said, got, want)
			}
			if lang.page == nil {
				continue
			}
			raw, err := lang.page.NewEncoder().Bytes([]byte(said))
			if err != nil {
				continue // the page lacks a character that the sentence has
			}
			text, ok := FromCodePage(raw)
			if got := Foreign(text); !ok || got != want {
				t.Errorf("%s in its code page is read as %q: got %q, want %s", said, text, got, want)
			}
		}
	}
}
