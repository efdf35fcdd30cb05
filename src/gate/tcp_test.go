package main

import (
	"net"
	"net/netip"
	"testing"
)

func tcp(port int) handler { return tcpSocket{target{Port: port}} }

func TestTCPPassesWhereSomebodyListens(t *testing.T) {
	assertPasses(t, tcp(silence(t)))
}

func TestTCPPassesWhereTheServerResets(t *testing.T) {
	h := tcp(listen(t, "127.0.0.1:0", reset))
	for failed := ask(t, h, patience); failed != nil; failed = ask(t, h, patience) {
		// The reset may come before the connection is looked at.
		assertEqual(t, failed.why, "connection reset by peer")
		assertEqual(t, failed.rank, broken)
	}
}

func TestTCPClosesItsConnection(t *testing.T) {
	ends := make(chan error, 1)
	port := listen(t, "127.0.0.1:0", func(connection net.Conn) {
		_, err := connection.Read(make([]byte, 1))
		ends <- err
	})
	assertPasses(t, tcp(port))
	if err := <-ends; err == nil {
		t.Error("it sent something")
	}
}

func TestTCPFailsWhereNobodyListens(t *testing.T) {
	assertFails(t, tcp(closedPort(t)), refused, "connection refused")
}

func TestTCPTellsThatAnAddressIsNotThere(t *testing.T) {
	// From a block for documentation: it is not on the machine, and a packet to it may go nowhere.
	failed := askAt(t, tcp(80), netip.MustParseAddr("2001:db8::1"), shortly)
	if failed == nil || failed.rank != unreachable && failed.rank != silent {
		t.Errorf("%v", failed)
	}
}

func TestTCPOverIPv6(t *testing.T) {
	port := listenIPv6(t, func(net.Conn) {})
	if failed := askAt(t, tcp(port), netip.IPv6Loopback(), patience); failed != nil {
		t.Errorf("it failed: %v", failed)
	}
	assertFails(t, tcp(port), refused, "connection refused")
}

func listenIPv6(t testing.TB, serve func(net.Conn)) int {
	t.Helper()
	if listener, err := net.Listen("tcp6", "[::1]:0"); err != nil {
		t.Skip("no IPv6 here")
	} else {
		listener.Close()
	}
	return listen(t, "[::1]:0", serve)
}

// reset ends a connection by RST.
func reset(connection net.Conn) {
	_ = connection.(*net.TCPConn).SetLinger(0)
	connection.Close()
}
