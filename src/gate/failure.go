package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"syscall"
)

// A failure is why one address did not pass.
type failure struct {
	rank  rank
	asked string
	why   string
}

// A rank says how much a failure tells: the highest of several addresses is shown.
type rank int

const (
	// No such address here, or no way to it.
	unreachable rank = iota
	// The address is there, and nobody listens.
	refused
	// Nobody answered in time.
	silent
	// What was said was not understood.
	broken
	// A clear no.
	answered
)

func (f *failure) String() string {
	if f.rank <= refused {
		return cleaned("connect to "+f.asked+": "+f.why, maxFailureText)
	}
	return cleaned(f.asked+": "+f.why, maxFailureText)
}

// telling is the one of both that says more; the first of equals.
func telling(a, b *failure) *failure {
	if a == nil || b != nil && b.rank > a.rank {
		return b
	}
	return a
}

func failureOf(asked string, err error) *failure {
	// The URL that it names may have something secret in it.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	timeout, isNet := errors.AsType[net.Error](err)
	if errors.Is(err, context.DeadlineExceeded) || isNet && timeout.Timeout() {
		return &failure{silent, asked, "no answer in time"}
	}
	if errors.Is(err, context.Canceled) {
		return &failure{silent, asked, "no answer until now"}
	}
	number, isNumber := errors.AsType[syscall.Errno](err)
	operation, isOperation := errors.AsType[*net.OpError](err)
	if isOperation && operation.Op == "dial" {
		why := operation.Err.Error()
		if isNumber {
			why = number.Error()
		}
		switch number {
		case syscall.ECONNREFUSED:
			return &failure{refused, asked, why}
		case syscall.ECONNRESET:
			// Somebody accepted, and did not like it.
			return &failure{broken, asked, why}
		}
		return &failure{unreachable, asked, why}
	}
	if isNumber {
		return &failure{broken, asked, number.Error()}
	}
	return &failure{broken, asked, err.Error()}
}

// recovered is what a panic in an attempt becomes.
func recovered(asked string, panicked any) *failure {
	return &failure{broken, asked, fmt.Sprintf("a fault of the gate program: %v", panicked)}
}
