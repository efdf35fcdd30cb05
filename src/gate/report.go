package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strconv"
	"time"
)

// terminationLog is where the kubelet reads what a container has to say when it ended
// (https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/).
var terminationLog = "/dev/termination-log"

const (
	// maxMessage is how much the kubelet takes of one container.
	maxMessage = 4096
	// maxPodMessages is how much it takes of all containers of a Pod: each may have an equal part, whether the others
	// have anything to say or not.
	maxPodMessages = 12 << 10
	// otherContainers is how many there are in a Pod beside the sidecars that are asked, as a guess.
	otherContainers = 4
	// minFailureText is how much of a failure is kept at least while that fits at all.
	minFailureText = 20
)

type result int

const (
	didPass result = iota
	wasGivenUp
	isWaitedFor
	wasRefused
)

type entry struct {
	name    string
	result  result
	after   time.Duration
	failure string
}

// A report is the termination message: one JSON object with a sidecar each.
type report struct {
	entries []entry
	// wanted is how long it should be, for all of it to be kept in a Pod with many containers.
	wanted int
}

func newReport(checks int) *report {
	return &report{wanted: min(maxMessage, maxPodMessages/(checks+otherContainers))}
}

func (r *report) passed(w *wait, after time.Duration) {
	r.entries = append(r.entries, entry{name: w.check.sidecar, result: didPass, after: after})
}

func (r *report) givenUp(w *wait, after time.Duration) {
	r.entries = append(r.entries, entry{w.check.sidecar, wasGivenUp, after, w.failureText()})
}

func (r *report) stillWaits(w *wait) {
	r.entries = append(r.entries, entry{name: w.check.sidecar, result: isWaitedFor, failure: w.failureText()})
}

func (r *report) refused(f refusal) {
	text := cleaned("not understood: "+f.why, maxFailureText)
	r.entries = append(r.entries, entry{name: f.name, result: wasRefused, failure: text})
}

func (r *report) count(what result) int {
	n := 0
	for _, e := range r.entries {
		if e.result == what {
			n++
		}
	}
	return n
}

func (w *wait) failureText() string {
	if last := w.last.Load(); last != nil {
		return last.String()
	}
	return "no answer yet"
}

// write does its best: nobody's start hangs on it.
func (r *report) write(path string) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = file.Write(r.message())
}

// message shortens failures to what is wanted. If it is too long even so, what passed is left out first.
func (r *report) message() []byte {
	entries := append([]entry(nil), r.entries...)
	for limit := maxFailureText; limit >= minFailureText; limit /= 2 {
		if message := messageOf(entries, limit); len(message) <= r.wanted {
			return message
		}
	}
	for {
		message := messageOf(entries, minFailureText)
		if len(message) <= maxMessage {
			return message
		}
		entries = withoutOne(entries)
	}
}

func withoutOne(entries []entry) []entry {
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].result == didPass {
			return append(entries[:i], entries[i+1:]...)
		}
	}
	return entries[:len(entries)-1]
}

func messageOf(entries []entry, limit int) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(quoted(e.name))
		b.WriteString(":{")
		after := strconv.FormatFloat(e.after.Seconds(), 'f', 2, 64)
		switch e.result {
		case didPass:
			b.WriteString(`"passedAfterSeconds":` + after)
		case wasGivenUp:
			b.WriteString(`"givenUpAfterSeconds":` + after + ",")
		}
		if e.result != didPass {
			b.WriteString(`"failure":`)
			b.Write(quoted(cleaned(e.failure, limit)))
		}
		b.WriteByte('}')
	}
	b.WriteByte('}')
	return b.Bytes()
}

func quoted(text string) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	// It is not for a browser, and the escapes are long.
	encoder.SetEscapeHTML(false)
	// A text can always be encoded.
	_ = encoder.Encode(text)
	return bytes.TrimRight(b.Bytes(), "\n")
}
