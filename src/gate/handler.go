package main

import (
	"context"
	"net"
	"net/netip"
	"strconv"
)

// A handler asks one address as the kubelet's prober of its kind does.
type handler interface {
	// kind is the field's name in a probe.
	kind() string
	port() int
	// ask returns nil if the answer is good. It ends with the context.
	ask(ctx context.Context, address netip.Addr) *failure
}

func hostAndPort(address netip.Addr, port int) string {
	return net.JoinHostPort(address.String(), strconv.Itoa(port))
}

// maxHeaderBytes bounds what an answer's headers may take. The kubelet would read up to 10 MiB of them.
const maxHeaderBytes = 32 << 10

// userAgent is a kubelet's, to be treated like one: of the version whose probes are followed here.
func userAgent() string {
	return "kube-probe/1.37 sidecar-first-gate/" + version
}
