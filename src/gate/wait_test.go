package main

import (
	"context"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func waitFor(h handler, timeout time.Duration, addresses ...netip.Addr) *wait {
	return &wait{check: &check{timeout: timeout, handler: h}, addresses: func() []netip.Addr { return addresses }}
}

func TestPausesGrowAfterTenSecondsToOneSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var times []time.Duration
		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		waitFor(scripted(func(context.Context, netip.Addr) *failure {
			times = append(times, time.Since(begin))
			return &failure{}
		}), time.Second, loopback).run(ctx)
		for i := 1; i < len(times); i++ {
			pause, before := times[i]-times[i-1], 50*time.Millisecond
			if i > 1 {
				before = times[i-1] - times[i-2]
			}
			if times[i] <= 10*time.Second && pause != firstPause || pause < before || pause > lastPause {
				t.Errorf("%v at %v", pause, times[i])
			}
		}
		assertEqual(t, times[len(times)-1]-times[len(times)-2], lastPause)
	})
}

func TestAttemptsDoNotOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asking := 0
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		waitFor(scripted(func(ctx context.Context, address netip.Addr) *failure {
			asking++
			if asking > 1 {
				t.Error("two at once")
			}
			defer func() { asking-- }()
			return hanging(ctx, address)
		}), 7*time.Second, loopback, netip.IPv6Loopback()).run(ctx)
		synctest.Wait()
	})
}

func TestEachAddressHasItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var asked []time.Duration
		w := waitFor(scripted(func(ctx context.Context, address netip.Addr) *failure {
			asked = append(asked, time.Since(begin))
			if address == loopback {
				return hanging(ctx, address)
			}
			return nil
		}), 7*time.Second, loopback, netip.IPv6Loopback())
		if !w.run(t.Context()) {
			t.Error("the second address was not asked")
		}
		assertEqual(t, len(asked), 2)
		assertEqual(t, asked[1], 7*time.Second)
	})
}

func TestTheMostTellingFailureOfTheLastAttemptIsKept(t *testing.T) {
	attempts := [][]rank{{refused, unreachable}, {answered, refused}, {refused, broken}, {unreachable, refused}}
	want := []rank{refused, answered, broken, refused}
	n := 0
	w := waitFor(scripted(func(_ context.Context, address netip.Addr) *failure {
		i := 0
		if address != loopback {
			i = 1
		}
		return &failure{rank: attempts[n][i]}
	}), time.Second, loopback, netip.IPv6Loopback())
	for ; n < len(attempts); n++ {
		w.attempt(t.Context())
		assertEqual(t, w.last.Load().rank, want[n])
	}
}

func TestAnAttemptThatIsCutShortTellsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := waitFor(scripted(func(context.Context, netip.Addr) *failure {
		cancel()
		return &failure{rank: silent}
	}), time.Second, loopback)
	w.last.Store(&failure{rank: refused})
	w.attempt(ctx)
	assertEqual(t, w.last.Load().rank, refused)
}

// late is a context whose deadline has passed and that has not noticed it yet.
type late struct{ context.Context }

func (late) Deadline() (time.Time, bool) { return time.Now(), true }

func TestAnAttemptThatReachesTheDeadlineBeforeItsContextTellsNothing(t *testing.T) {
	w := waitFor(scripted(func(context.Context, netip.Addr) *failure {
		return &failure{rank: silent}
	}), time.Second, loopback)
	w.last.Store(&failure{rank: refused})
	w.attempt(late{t.Context()})
	assertEqual(t, w.last.Load().rank, refused)
}

func TestAPanicOfOneAddressIsAFailureOfIt(t *testing.T) {
	w := waitFor(scripted(func(_ context.Context, address netip.Addr) *failure {
		if address == loopback {
			panic("oh")
		}
		return nil
	}), time.Second, loopback, netip.IPv6Loopback())
	if !w.attempt(t.Context()) {
		t.Error("the second address was not asked")
	}
	w.addresses = func() []netip.Addr { panic("oh") }
	if w.attempt(t.Context()) {
		t.Error("it passed")
	}
	assertEqual(t, w.last.Load().String(), "the Pod's addresses: a fault of the gate program: oh")
}
