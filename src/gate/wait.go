package main

import (
	"context"
	"net/netip"
	"sync/atomic"
	"time"
)

const (
	firstPause  = 50 * time.Millisecond
	lastPause   = time.Second
	steadyUntil = 10 * time.Second
)

// A wait is one check, asked again and again.
type wait struct {
	check     *check
	addresses func() []netip.Addr
	// last is why the last attempt failed; what the one under way knows already, if that tells more.
	last atomic.Pointer[failure]
}

// run returns whether the check passed; if not, the context ended. One attempt ends before the next begins.
func (w *wait) run(ctx context.Context) bool {
	begin := time.Now()
	pause := firstPause
	for {
		// In a goroutine of its own: whatever holds an attempt up, giving up is not put off.
		passed := make(chan bool, 1)
		go func() { passed <- w.attempt(ctx) }()
		select {
		case ok := <-passed:
			if ok {
				return true
			}
		case <-ctx.Done():
			return false
		}
		if time.Since(begin) >= steadyUntil {
			pause = min(pause+pause/4, lastPause)
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return false
		}
	}
}

// attempt asks the addresses one after another until one passes.
func (w *wait) attempt(ctx context.Context) bool {
	defer func() {
		if panicked := recover(); panicked != nil {
			w.last.Store(recovered("the Pod's addresses", panicked))
		}
	}()
	var worst *failure
	for _, address := range w.addresses() {
		failed := w.ask(ctx, address)
		if failed == nil {
			return true
		}
		if hasEnded(ctx) && w.last.Load() != nil {
			// It was cut short, which tells nothing.
			return false
		}
		worst = telling(worst, failed)
		if telling(w.last.Load(), worst) == worst {
			w.last.Store(worst)
		}
	}
	w.last.Store(worst)
	return false
}

// hasEnded is true from the deadline on, though the context may not know it yet: a connection has a timer of its own.
func hasEnded(ctx context.Context) bool {
	deadline, has := ctx.Deadline()
	return ctx.Err() != nil || has && !time.Now().Before(deadline)
}

func (w *wait) ask(ctx context.Context, address netip.Addr) (failed *failure) {
	defer func() {
		if panicked := recover(); panicked != nil {
			failed = recovered(hostAndPort(address, w.check.handler.port()), panicked)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, w.check.timeout)
	defer cancel()
	return w.check.handler.ask(ctx, address)
}
