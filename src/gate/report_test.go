package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func failing(name string, result result, failure string) entry {
	return entry{name, result, 120 * time.Second, failure}
}

func message(t *testing.T, checks int, entries ...entry) string {
	t.Helper()
	r := newReport(checks)
	r.entries = entries
	text := r.message()
	if len(text) > maxMessage {
		t.Errorf("%d bytes", len(text))
	}
	var parsed map[string]map[string]any
	if err := json.Unmarshal(text, &parsed); err != nil {
		t.Errorf("%v: %s", err, text)
	}
	return string(text)
}

func TestTerminationMessage(t *testing.T) {
	assertEqual(t, message(t, 0), `{}`)
	assertEqual(t, message(t, 4,
		entry{name: "proxy", result: didPass, after: 3214 * time.Millisecond},
		failing("adapter", wasGivenUp, `"quoted" <&>`),
		failing("x", isWaitedFor, "no answer yet"),
		failing("argument 4", wasRefused, "why")),
		`{"proxy":{"passedAfterSeconds":3.21},"adapter":{"givenUpAfterSeconds":120.00,"failure":"\"quoted\" <&>"},`+
			`"x":{"failure":"no answer yet"},"argument 4":{"failure":"why"}}`)
}

func TestFailuresAreShortenedFirst(t *testing.T) {
	for n := 1; n <= 60; n++ {
		var entries []entry
		for i := range n {
			result := wasGivenUp
			if i%2 == 1 {
				result = didPass
			}
			entries = append(entries, failing(fmt.Sprintf("sidecar-%d", i), result, strings.Repeat(`"\`+"語", 99)))
		}
		text := message(t, n, entries...)
		if got := strings.Count(text, "sidecar-"); got != n {
			t.Errorf("%d of %d", got, n)
		}
	}
}

func TestWhatPassedIsLeftOutFirst(t *testing.T) {
	var entries []entry
	for i := range 100 {
		result := didPass
		if i%10 == 5 {
			result = wasGivenUp
		}
		entries = append(entries, failing(fmt.Sprintf("%s-%d", strings.Repeat("x", 50), i), result, "why"))
	}
	text := message(t, len(entries), entries...)
	assertEqual(t, strings.Count(text, "givenUp"), 10)
	if got := strings.Count(text, "passed"); got < 20 || got > 89 {
		t.Errorf("%d that passed", got)
	}
	for i := range entries {
		entries[i].result = wasGivenUp
	}
	if got := strings.Count(message(t, len(entries), entries...), "givenUp"); got < 20 {
		t.Errorf("%d given up", got)
	}
}

// A Pod of this many containers has 12 KiB for all their messages.
func TestItFitsAmongTheMessagesOfManyContainers(t *testing.T) {
	entries := []entry{}
	for i := range 10 {
		entries = append(entries, failing(fmt.Sprintf("sidecar-%d", i), wasGivenUp, strings.Repeat("x", 200)))
	}
	if text := message(t, 10, entries...); len(text) > 12<<10/14 {
		t.Errorf("%d bytes", len(text))
	}
}

func TestTheFileIsWrittenIfItIsThere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "termination-log")
	newReport(1).write(file)
	if _, err := os.Stat(file); err == nil {
		t.Error("it was made")
	}
	if err := os.WriteFile(file, []byte(strings.Repeat("old", 99)), 0o600); err != nil {
		t.Fatal(err)
	}
	newReport(1).write(file)
	text, _ := os.ReadFile(file)
	assertEqual(t, string(text), "{}")
}
