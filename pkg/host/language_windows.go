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

// consolePage is the code page of the console's output, 0 where there is no console.
func consolePage() uint32 {
	page, err := windows.GetConsoleOutputCP()
	if err != nil {
		return 0
	}
	return page
}
