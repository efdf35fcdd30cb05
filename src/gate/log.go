package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// maxLine is how many bytes a line has at most.
const maxLine = 1000

// A logger writes one line for each thing that happens. Who runs the container adds the time.
type logger struct{ out, errs io.Writer }

func (l logger) line(format string, values ...any) {
	fmt.Fprintln(l.out, cleaned(fmt.Sprintf(format, values...), maxLine))
}

func (l logger) refused(r refusal) {
	fmt.Fprintln(l.errs, cleaned(r.name+": not waited for, because it is not understood: "+r.why, maxLine))
}

func (l logger) begins(waits []*wait) {
	if len(waits) == 0 {
		return
	}
	var all []string
	for _, w := range waits {
		c := w.check
		text := fmt.Sprintf("%s (%s, port %d", c.sidecar, c.handler.kind(), c.handler.port())
		if c.release > 0 {
			text += ", for up to " + seconds(c.release)
		}
		all = append(all, text+")")
	}
	l.line("waiting for %s", strings.Join(all, ", "))
}

func (l logger) passed(w *wait, after time.Duration) {
	l.line("%s: answered after %s", w.check.sidecar, seconds(after))
}

func (l logger) givenUp(w *wait, after time.Duration) {
	l.line("%s: given up after %s: %s; its gate was %s", w.check.sidecar, seconds(after), w.why(), origin(w.check.source))
}

func (l logger) stillWaits(w *wait, after time.Duration) {
	l.line("%s: still waiting after %s: %s", w.check.sidecar, seconds(after), w.why())
}

func (l logger) interrupted(s os.Signal, after time.Duration, pending int) {
	name := "SIGTERM"
	if s == syscall.SIGINT {
		name = "SIGINT"
	}
	l.line("ended by %s after %s; %d not answered yet", name, seconds(after), pending)
}

func (l logger) done(r *report, after time.Duration) {
	text := fmt.Sprintf("done after %s: %d answered", seconds(after), r.count(didPass))
	if n := r.count(wasGivenUp); n > 0 {
		text += fmt.Sprintf(", %d given up", n)
	}
	if n := r.count(wasRefused); n > 0 {
		text += fmt.Sprintf(", %d not understood", n)
	}
	l.line("%s", text)
}

// why is what to say of the last failure.
func (w *wait) why() string {
	last := w.last.Load()
	if last == nil {
		return fmt.Sprintf("nothing answered on port %d", w.check.handler.port())
	}
	if last.rank <= silent {
		return fmt.Sprintf("nothing answered on port %d (%s)", w.check.handler.port(), cleaned(last.why, maxFailureText))
	}
	return last.String()
}

func origin(source string) string {
	switch source {
	case "port":
		return "a guess from the declared port"
	case "probe":
		return "asked for by an annotation"
	case "readinessProbe", "livenessProbe":
		return "made from its " + source
	}
	return "from an unknown source"
}

// seconds is a length as people read it: 3.2 s, 120 s.
func seconds(d time.Duration) string {
	text := strconv.FormatFloat(d.Seconds(), 'f', 1, 64)
	return strings.TrimSuffix(text, ".0") + " s"
}
