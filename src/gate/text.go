package main

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxFailureText is how many bytes of one failure are shown.
const maxFailureText = 200

const ellipsis = "…"

// cleaned is a text of at most so many bytes without anything that a terminal or a reader of lines obeys: what servers
// send stands in the log.
func cleaned(text string, limit int) string {
	var b strings.Builder
	for _, r := range text {
		if !strconv.IsPrint(r) || r == utf8.RuneError {
			r = '?'
		}
		if b.Len()+utf8.RuneLen(r) > limit {
			return cut(b.String(), limit)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// cut shortens a text that goes on, so that this can be seen.
func cut(text string, limit int) string {
	end := max(limit-len(ellipsis), 0)
	for end < len(text) && end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	if end < len(text) {
		text = text[:end]
	}
	if limit < len(ellipsis) {
		return ""
	}
	return text + ellipsis
}
