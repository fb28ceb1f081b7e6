package cli

import (
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/huh"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// keyMap are the keys of questions and menus, with their hints in the language in
// force. Esc and q mean no: a user who leaves a question is not asked it again.
func keyMap(texts *i18n.Texts) *huh.KeyMap {
	t := func(id string) string { return texts.T("keys."+id, nil) }
	m := huh.NewDefaultKeyMap()
	m.Confirm.Accept = key.NewBinding(key.WithKeys("y", "Y"), key.WithHelp("y", t("yes")))
	m.Confirm.Reject = key.NewBinding(key.WithKeys("n", "N", "q", "esc"), key.WithHelp("n/Esc", t("no")))
	m.Confirm.Toggle = key.NewBinding(key.WithKeys("h", "l", "right", "left", "tab"), key.WithHelp("←/→", t("toggle")))
	m.Confirm.Submit = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", t("submit")))
	m.Confirm.Next, m.Confirm.Prev = m.Confirm.Submit, key.NewBinding(key.WithDisabled())
	m.Select.Up = key.NewBinding(key.WithKeys("up", "k"), key.WithHelp("↑", t("up")))
	m.Select.Down = key.NewBinding(key.WithKeys("down", "j"), key.WithHelp("↓", t("down")))
	m.Select.Submit = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", t("submit")))
	m.Select.Next, m.Select.Prev = m.Select.Submit, key.NewBinding(key.WithDisabled())
	m.Select.Filter = key.NewBinding(key.WithDisabled())
	return m
}

// menuKeys are keyMap for a menu, which Esc and q leave.
func menuKeys(texts *i18n.Texts) *huh.KeyMap {
	m := keyMap(texts)
	m.Quit = key.NewBinding(key.WithKeys("ctrl+c", "esc", "q"))
	return m
}

// menuKeysTyped are the keys of a question whose answer is typed: only Esc leaves it,
// for q may be a part of the answer.
func menuKeysTyped(texts *i18n.Texts) *huh.KeyMap {
	m := keyMap(texts)
	m.Input.Submit = key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", texts.T("keys.submit", nil)))
	m.Input.Next, m.Input.Prev = m.Input.Submit, key.NewBinding(key.WithDisabled())
	m.Quit = key.NewBinding(key.WithKeys("ctrl+c", "esc"))
	return m
}
