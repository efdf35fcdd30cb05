package main

import (
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

const (
	// The Pod's addresses may come late, and never go.
	addressesAge = 2 * time.Second
	// A Pod in its node's network may see very many.
	maxOwnAddresses = 8
)

// podAddresses are where sidecars are asked, in this order: loopback, then the Pod's own addresses. A sidecar may
// listen on one of them only.
type podAddresses struct {
	read func() []netip.Addr

	lock   sync.Mutex
	known  []netip.Addr
	readAt time.Time
}

func (p *podAddresses) list() []netip.Addr {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.known == nil || time.Since(p.readAt) >= addressesAge {
		p.known = addressesOf(p.read())
		p.readAt = time.Now()
	}
	return p.known
}

func addressesOf(own []netip.Addr) []netip.Addr {
	all := []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}
	for _, address := range own {
		address = address.Unmap()
		if address.IsGlobalUnicast() && !slices.Contains(all, address) && len(all) < 2+maxOwnAddresses {
			all = append(all, address)
		}
	}
	return all
}

// interfaceAddresses returns none where they cannot be read: there is loopback.
func interfaceAddresses() []netip.Addr {
	found, _ := net.InterfaceAddrs()
	var addresses []netip.Addr
	for _, one := range found {
		if network, ok := one.(*net.IPNet); ok {
			if address, ok := netip.AddrFromSlice(network.IP); ok {
				addresses = append(addresses, address)
			}
		}
	}
	return addresses
}
