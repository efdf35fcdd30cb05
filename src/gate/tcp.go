package main

import (
	"context"
	"encoding/json"
	"net"
	"net/netip"
)

// tcpSocket passes when a connection can be made; it is closed at once
// (https://github.com/kubernetes/kubernetes/blob/master/pkg/probe/tcp/tcp.go).
type tcpSocket struct{ target }

func parseTCPSocket(fields json.RawMessage) (handler, error) {
	t, err := parseFields[target]("tcpSocket", fields)
	if err == nil {
		err = t.validate("tcpSocket")
	}
	return tcpSocket{t}, err
}

func (t tcpSocket) kind() string { return "tcpSocket" }
func (t tcpSocket) port() int    { return t.Port }

func (t tcpSocket) ask(ctx context.Context, address netip.Addr) *failure {
	asked := hostAndPort(address, t.Port)
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", asked)
	if err != nil {
		return failureOf(asked, err)
	}
	defer connection.Close()
	// Where nobody listens, a connection's own port may by chance be the one that it is made to.
	if connection.LocalAddr().String() == connection.RemoteAddr().String() {
		return &failure{refused, asked, "connection refused"}
	}
	return nil
}
