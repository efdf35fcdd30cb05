package main

import (
	"context"
	"net/netip"
	"os"
	"syscall"
	"time"
)

// A gate waits for all checks at once.
type gate struct {
	waits   []*wait
	refused []refusal
	report  *report
	log     logger
	begin   time.Time
}

type ended struct {
	wait   *wait
	passed bool
}

func newGate(checks []*check, refused []refusal, addresses func() []netip.Addr, log logger) *gate {
	g := &gate{refused: refused, report: newReport(len(checks)), log: log, begin: time.Now()}
	for _, c := range checks {
		g.waits = append(g.waits, &wait{check: c, addresses: addresses})
	}
	return g
}

// run returns the exit code; the report then says what became of each check.
func (g *gate) run(signals <-chan os.Signal) int {
	for _, r := range g.refused {
		g.log.refused(r)
		g.report.refused(r)
	}
	g.log.begins(g.waits)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ends := make(chan ended, len(g.waits))
	pending := map[*wait]bool{}
	for _, w := range g.waits {
		pending[w] = true
		go g.await(ctx, w, ends)
	}
	reminders := newReminders()
	defer reminders.stop()
	for len(pending) > 0 {
		select {
		case e := <-ends:
			delete(pending, e.wait)
			g.ended(e)
		case <-reminders.timer.C:
			reminders.next()
			for _, w := range g.waits {
				if pending[w] {
					g.log.stillWaits(w, time.Since(g.begin))
				}
			}
		case s := <-signals:
			for _, w := range g.waits {
				if pending[w] {
					g.report.stillWaits(w)
				}
			}
			g.log.interrupted(s, time.Since(g.begin), len(pending))
			if s == syscall.SIGINT {
				return exitInterrupted
			}
			return exitTerminated
		}
	}
	g.log.done(g.report, time.Since(g.begin))
	return exitDone
}

func (g *gate) await(ctx context.Context, w *wait, ends chan<- ended) {
	if w.check.release > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, g.begin.Add(w.check.release))
		defer cancel()
	}
	ends <- ended{w, w.run(ctx)}
}

func (g *gate) ended(e ended) {
	after := time.Since(g.begin)
	if e.passed {
		g.report.passed(e.wait, after)
		g.log.passed(e.wait, after)
	} else {
		g.report.givenUp(e.wait, after)
		g.log.givenUp(e.wait, after)
	}
}
