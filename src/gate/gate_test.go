package main

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// scripted answers as it is told.
type scripted func(ctx context.Context, address netip.Addr) *failure

func (s scripted) kind() string                                         { return "tcpSocket" }
func (s scripted) port() int                                            { return 8080 }
func (s scripted) ask(ctx context.Context, address netip.Addr) *failure { return s(ctx, address) }

func no(rank rank, why string) scripted {
	return func(_ context.Context, address netip.Addr) *failure {
		return &failure{rank, hostAndPort(address, 8080), why}
	}
}

// hanging answers when its time is up.
func hanging(ctx context.Context, address netip.Addr) *failure {
	<-ctx.Done()
	return failureOf(hostAndPort(address, 8080), ctx.Err())
}

// deaf does not even care for its context.
func deaf(context.Context, netip.Addr) *failure {
	time.Sleep(time.Hour)
	return nil
}

// after passes when so much time has gone by.
func after(d time.Duration) scripted {
	begin := time.Now()
	return func(ctx context.Context, address netip.Addr) *failure {
		if time.Since(begin) >= d {
			return nil
		}
		return no(refused, "connection refused")(ctx, address)
	}
}

func checkOf(sidecar, source string, release time.Duration, h handler) *check {
	return &check{sidecar, source, time.Second, release, h}
}

type ran struct {
	log, errs, message string
	took               time.Duration
}

// runGate runs it on a clock that is set forward whenever everybody waits for it.
func runGate(signals <-chan os.Signal, wantCode int, refused []refusal, checks ...*check) func(*testing.T) ran {
	return func(t *testing.T) ran {
		t.Helper()
		var out, errs bytes.Buffer
		addresses := func() []netip.Addr { return []netip.Addr{loopback, netip.IPv6Loopback()} }
		g := newGate(checks, refused, addresses, logger{&out, &errs})
		begin := time.Now()
		assertEqual(t, g.run(signals), wantCode)
		took := time.Since(begin)
		// For the deaf ones, who are left behind.
		time.Sleep(2 * time.Hour)
		return ran{out.String(), errs.String(), string(g.report.message()), took}
	}
}

func lines(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

func TestGateEndsWhenAllHaveAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runGate(nil, exitDone, nil, checkOf("a", "port", 0, after(3*time.Second)),
			checkOf("b", "probe", time.Minute, after(0)))(t)
		assertEqual(t, r.log, lines(
			"waiting for a (tcpSocket, port 8080), b (tcpSocket, port 8080, for up to 60 s)",
			"b: answered after 0 s", "a: answered after 3 s", "done after 3 s: 2 answered"))
		assertEqual(t, r.message, `{"b":{"passedAfterSeconds":0.00},"a":{"passedAfterSeconds":3.00}}`)
	})
}

func TestGateGivesUp(t *testing.T) {
	for name, test := range map[string]struct {
		h           handler
		source      string
		line, entry string
	}{
		"refused": {no(refused, "connection refused"), "port",
			"nothing answered on port 8080 (connection refused); its gate was a guess from the declared port",
			"connect to 127.0.0.1:8080: connection refused"},
		"answered": {no(answered, "HTTP 503"), "readinessProbe",
			"127.0.0.1:8080: HTTP 503; its gate was made from its readinessProbe", "127.0.0.1:8080: HTTP 503"},
		"hanging": {scripted(hanging), "probe",
			"nothing answered on port 8080 (no answer in time); its gate was asked for by an annotation",
			"127.0.0.1:8080: no answer in time"},
		"deaf": {scripted(deaf), "livenessProbe",
			"nothing answered on port 8080; its gate was made from its livenessProbe", "no answer yet"},
		"forged": {no(answered, "x\nb: answered after 1 s"), "x",
			"127.0.0.1:8080: x?b: answered after 1 s; its gate was from an unknown source",
			"127.0.0.1:8080: x?b: answered after 1 s"},
		"panics": {scripted(func(context.Context, netip.Addr) *failure { panic("oh") }), "port",
			"127.0.0.1:8080: a fault of the gate program: oh; its gate was a guess from the declared port",
			"127.0.0.1:8080: a fault of the gate program: oh"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := runGate(nil, exitDone, nil, checkOf("a", test.source, 5500*time.Millisecond, test.h))(t)
				// Not a moment later, whatever an attempt was doing.
				assertEqual(t, r.took, 5500*time.Millisecond)
				assertEqual(t, r.log, lines("waiting for a (tcpSocket, port 8080, for up to 5.5 s)",
					"a: given up after 5.5 s: "+test.line, "done after 5.5 s: 0 answered, 1 given up"))
				assertEqual(t, r.message, `{"a":{"givenUpAfterSeconds":5.50,"failure":"`+test.entry+`"}}`)
			})
		})
	}
}

func TestGateDoesNotWaitForWhatItDoesNotUnderstand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runGate(nil, exitDone, []refusal{{"argument 1", "no\nJSON"}}, checkOf("a", "port", 0, after(0)))(t)
		assertEqual(t, r.errs, lines("argument 1: not waited for, because it is not understood: no?JSON"))
		assertEqual(t, r.log, lines("waiting for a (tcpSocket, port 8080)", "a: answered after 0 s",
			"done after 0 s: 1 answered, 1 not understood"))
		assertEqual(t, r.message,
			`{"argument 1":{"failure":"not understood: no?JSON"},"a":{"passedAfterSeconds":0.00}}`)
		r = runGate(nil, exitDone, []refusal{{"a", "why"}})(t)
		assertEqual(t, r.log, lines("done after 0 s: 0 answered, 1 not understood"))
	})
}

func TestGateRemindsOfWhatItWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runGate(nil, exitDone, nil, checkOf("a", "port", 35*time.Minute, no(refused, "connection refused")),
			checkOf("b", "port", 20*time.Second, no(answered, "HTTP 503")))(t)
		still := ": nothing answered on port 8080 (connection refused)"
		assertEqual(t, r.log, lines(
			"waiting for a (tcpSocket, port 8080, for up to 2100 s), b (tcpSocket, port 8080, for up to 20 s)",
			"a: still waiting after 10 s"+still,
			"b: still waiting after 10 s: 127.0.0.1:8080: HTTP 503",
			"b: given up after 20 s: 127.0.0.1:8080: HTTP 503; its gate was a guess from the declared port",
			"a: still waiting after 60 s"+still,
			"a: still waiting after 660 s"+still,
			"a: still waiting after 1260 s"+still,
			"a: still waiting after 1860 s"+still,
			"a: given up after 2100 s"+still+"; its gate was a guess from the declared port",
			"done after 2100 s: 0 answered, 2 given up"))
	})
}

func TestGateEndsOnSignals(t *testing.T) {
	for signal, want := range map[os.Signal]int{syscall.SIGTERM: 143, syscall.SIGINT: 130} {
		synctest.Test(t, func(t *testing.T) {
			signals := make(chan os.Signal, 1)
			time.AfterFunc(5*time.Second, func() { signals <- signal })
			r := runGate(signals, want, nil, checkOf("a", "port", 0, no(refused, "connection refused")),
				checkOf("b", "port", 0, after(time.Second)), checkOf("c", "port", 0, scripted(deaf)))(t)
			name := map[os.Signal]string{syscall.SIGTERM: "SIGTERM", syscall.SIGINT: "SIGINT"}[signal]
			if !strings.HasSuffix(r.log, "ended by "+name+" after 5 s; 2 not answered yet\n") {
				t.Error(r.log)
			}
			assertEqual(t, r.message, `{"b":{"passedAfterSeconds":1.00},`+
				`"a":{"failure":"connect to 127.0.0.1:8080: connection refused"},"c":{"failure":"no answer yet"}}`)
		})
	}
}

func TestGateLinesAreShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var checks []*check
		for i := range 60 {
			checks = append(checks, checkOf(fmt.Sprintf("a-long-name-of-a-sidecar-%d", i), strings.Repeat("x", 9999),
				70*time.Second, no(answered, strings.Repeat("y", 9999))))
		}
		r := runGate(nil, exitDone, []refusal{{"argument 1", strings.Repeat("z", 9999)}}, checks...)(t)
		for line := range strings.Lines(r.log + r.errs) {
			if len(line) > maxLine+1 {
				t.Errorf("%d bytes", len(line))
			}
		}
		// One to begin and one to end; each is reminded of after 10 s and 60 s, and given up.
		assertEqual(t, strings.Count(r.log, "\n"), 1+60*3+1)
	})
}
