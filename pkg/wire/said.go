package wire

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// jsonType reports whether a media type is JSON, as application/problem+json is.
func jsonType(mediaType string) bool {
	return mediaType == "application/json" || strings.HasSuffix(mediaType, "+json")
}

// errorText reads the text that came with an error status, within a short time: the
// status says enough.
func errorText(res *http.Response) string {
	stop := time.AfterFunc(errorTime, func() { _ = res.Body.Close() })
	defer stop.Stop()
	body, _, _ := readBody(res.Body, maxText, 0)
	return string(body)
}

// jsonMessage returns what the JSON of an error says to people, whatever the
// product: {"message": …}, {"error": …}, {"errors": [{"status": 403, "message": …}]}.
// "" where there is no such text.
func jsonMessage(text string) string {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return ""
	}
	return messageIn(v, maxNesting)
}

// jsonOrText returns the message of what is JSON, and what is plain text under the media
// type of JSON as it is: Athens sends its errors so.
func jsonOrText(text string) string {
	if json.Valid([]byte(text)) || strings.HasPrefix(strings.TrimSpace(text), "<") {
		return jsonMessage(text)
	}
	return text
}

// maxNesting bounds how deep a message is looked for.
const maxNesting = 4

// messageKeys are what products call the text of an error, the most telling first.
var messageKeys = []string{"message", "detail", "details", "error_description", "reason", "title", "error", "msg", "errors"}

func messageIn(v any, depth int) string {
	if depth == 0 {
		return ""
	}
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return messageIn(v[0], depth-1)
		}
	case map[string]any:
		i := slices.IndexFunc(messageKeys, func(k string) bool { return v[k] != nil && messageIn(v[k], depth-1) != "" })
		if i >= 0 {
			return messageIn(v[messageKeys[i]], depth-1)
		}
	}
	return ""
}
