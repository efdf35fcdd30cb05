package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

var loopback = netip.MustParseAddr("127.0.0.1")

// patience is how long a test waits for what must happen; what must not happen is never waited for.
const patience = 30 * time.Second

// listen accepts on an address and gives each connection to serve, which may leave it open: it is closed at the end.
func listen(t testing.TB, address string, serve func(net.Conn)) int {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { connection.Close() })
			go serve(connection)
		}
	}()
	return portOf(listener.Addr())
}

func portOf(address net.Addr) int { return address.(*net.TCPAddr).Port }

// closedPort is one where nobody listens: it is held by a socket that was bound and does not accept.
func closedPort(t testing.TB) int {
	t.Helper()
	// A connected socket keeps its own port from being given to another.
	port := listen(t, "127.0.0.1:0", func(net.Conn) {})
	connection, err := net.Dial("tcp", hostAndPort(loopback, port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	return portOf(connection.LocalAddr())
}

func serveHTTP(t testing.TB, handle http.HandlerFunc) int {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return portOf(server.Listener.Addr())
}

// silence accepts and never answers.
func silence(t testing.TB) int {
	return listen(t, "127.0.0.1:0", func(net.Conn) {})
}

// endless is asked something, and then writes the same again and again until nobody reads it.
func endless(t testing.TB, begin, again string) int {
	return listen(t, "127.0.0.1:0", func(connection net.Conn) {
		defer connection.Close()
		again := []byte(strings.Repeat(again, 4096/len(again)+1))
		// Whoever is answered before asking may take that for a fault.
		_, err := connection.Read(make([]byte, 4096))
		if err == nil {
			_, err = connection.Write([]byte(begin))
		}
		for err == nil {
			_, err = connection.Write(again)
		}
	})
}

// ask asks once, for at most so long.
func ask(t testing.TB, h handler, timeout time.Duration) *failure {
	t.Helper()
	return askAt(t, h, loopback, timeout)
}

func askAt(t testing.TB, h handler, address netip.Addr, timeout time.Duration) *failure {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	return h.ask(ctx, address)
}

func assertPasses(t testing.TB, h handler) {
	t.Helper()
	if failed := ask(t, h, patience); failed != nil {
		t.Errorf("it failed: %v", failed)
	}
}

// assertFails compares what a failure says without the address.
func assertFails(t testing.TB, h handler, rank rank, why string) {
	t.Helper()
	assertFailsIn(t, h, patience, rank, why)
}

// assertFailsIn is for servers that never answer.
func assertFailsIn(t testing.TB, h handler, timeout time.Duration, rank rank, why string) {
	t.Helper()
	failed := ask(t, h, timeout)
	if failed == nil {
		t.Error("it passed")
	} else if failed.rank != rank || !strings.Contains(failed.why, why) {
		t.Errorf("rank %d: %q", failed.rank, failed.why)
	}
}

func assertEqual[T comparable](t testing.TB, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
