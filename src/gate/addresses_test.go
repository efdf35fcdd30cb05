package main

import (
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func TestLoopbackComesFirstThenTheOwnAddresses(t *testing.T) {
	own := []netip.Addr{}
	for _, a := range []string{"127.0.0.1", "::1", "10.1.2.3", "fe80::1", "169.254.1.1", "::ffff:10.1.2.3", "fd00::7",
		"224.0.0.1", "10.1.2.3", "2001:db8::7"} {
		own = append(own, netip.MustParseAddr(a))
	}
	assertEqual(t, fmt.Sprint(addressesOf(own)), "[127.0.0.1 ::1 10.1.2.3 fd00::7 2001:db8::7]")
}

func TestOwnAddressesAreNotTooMany(t *testing.T) {
	own := []netip.Addr{}
	for i := range 100 {
		own = append(own, netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}))
	}
	assertEqual(t, len(addressesOf(own)), 2+maxOwnAddresses)
}

func TestOwnAddressesMayComeLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var own []netip.Addr
		reads := 0
		addresses := &podAddresses{read: func() []netip.Addr { reads++; return own }}
		assertEqual(t, len(addresses.list()), 2)
		own = []netip.Addr{netip.MustParseAddr("10.1.2.3")}
		assertEqual(t, len(addresses.list()), 2)
		assertEqual(t, reads, 1)
		time.Sleep(addressesAge)
		assertEqual(t, len(addresses.list()), 3)
		assertEqual(t, reads, 2)
	})
}

func TestASidecarMayListenOnTheOwnAddressOnly(t *testing.T) {
	addresses := (&podAddresses{read: interfaceAddresses}).list()
	if len(addresses) < 3 {
		t.Skip("no address of its own here")
	}
	own := addresses[2]
	port := listen(t, netip.AddrPortFrom(own, 0).String(), reset)
	w := &wait{check: &check{timeout: patience, handler: tcp(port)}, addresses: func() []netip.Addr { return addresses }}
	for !w.attempt(t.Context()) {
		assertEqual(t, w.last.Load().why, "connection reset by peer")
	}
}
