package host

import "golang.org/x/sys/windows"

// uiLanguages returns the languages of the user's interface, such as "zh-CN", in the
// order of preference.
func uiLanguages() []string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil {
		return nil
	}
	return names
}
