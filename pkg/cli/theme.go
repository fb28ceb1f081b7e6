package cli

import (
	"github.com/charmbracelet/huh"
	"github.com/charmbracelet/lipgloss"
)

// theme is the look of questions and menus. It uses the terminal's own colours and
// its usual foreground, so that it can be read on a dark and on a light background:
// a terminal seldom says which of them it has.
func theme() *huh.Theme {
	t := huh.ThemeBase()
	accent := lipgloss.NewStyle().Foreground(lipgloss.ANSIColor(6))
	for _, f := range []*huh.FieldStyles{&t.Focused, &t.Blurred} {
		f.Title = f.Title.Bold(true)
		f.SelectSelector = f.SelectSelector.Inherit(accent)
		f.SelectedOption = f.SelectedOption.Bold(true)
		f.FocusedButton = f.FocusedButton.UnsetForeground().UnsetBackground().Reverse(true)
		f.BlurredButton = f.BlurredButton.UnsetForeground().UnsetBackground()
		f.TextInput.Prompt = accent
		f.TextInput.Placeholder = lipgloss.NewStyle().Faint(true)
		f.ErrorMessage = f.ErrorMessage.Foreground(lipgloss.ANSIColor(1))
		f.ErrorIndicator = f.ErrorIndicator.Foreground(lipgloss.ANSIColor(1))
	}
	faint := lipgloss.NewStyle().Faint(true)
	t.Help.ShortKey, t.Help.ShortDesc, t.Help.ShortSeparator = faint, faint, faint
	return t
}
