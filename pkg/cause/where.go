package cause

import "strings"

// What these say of a place is what [facts.Where] returned: a file, or $NAME for the
// environment.

// placeEn names the place of a setting.
func placeEn(where string) string {
	if strings.HasPrefix(where, "$") {
		return "the environment"
	}
	return where
}

func placeZh(where string) string {
	if strings.HasPrefix(where, "$") {
		return "环境变量"
	}
	return where
}

// inZh is "in" that place, "" for none.
func inZh(where string) string {
	switch {
	case where == "":
		return ""
	case strings.HasPrefix(where, "$"):
		return "在环境变量中"
	}
	return "在 " + where + " 中"
}

// hasEn begins a sentence about what that place holds; NAME=VALUE follows.
func hasEn(where string) string {
	if strings.HasPrefix(where, "$") {
		return "The environment has "
	}
	return where + " has "
}

func hasZh(where string) string {
	if strings.HasPrefix(where, "$") {
		return "环境变量中有 "
	}
	return where + " 中有 "
}
