package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNothingThatIsObeyedIsShown(t *testing.T) {
	for text, want := range map[string]string{
		"plain, ä 語":                "plain, ä 語",
		"a\nb\r\tc":                 "a?b??c",
		"\x1b[31mred":               "?[31mred",
		"\x00\x7f\u0085":            "???",
		"\u202egnp.exe\u2028\u200b": "?gnp.exe??",
		"\xff\xc3":                  "??",
	} {
		assertEqual(t, cleaned(text, 100), want)
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	assertEqual(t, cleaned("0123456789", 10), "0123456789")
	assertEqual(t, cleaned("0123456789a", 10), "0123456…")
	for limit := range 20 {
		got := cleaned(strings.Repeat("語ä", 20), limit)
		if len(got) > limit || !utf8.ValidString(got) {
			t.Errorf("%d: %q", limit, got)
		}
	}
}
