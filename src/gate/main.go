// The gate program is the one process of the init container sidecar-first-gate: it asks the native sidecars before it,
// all at once, until each has answered or is given up, and ends. Then the Pod goes on. docs/gate-program.md explains
// it to those who read its log.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
)

const (
	exitDone        = 0
	exitInterrupted = 128 + int(syscall.SIGINT)
	exitTerminated  = 128 + int(syscall.SIGTERM)
)

const usage = `usage: gate CHECK...

Waits until every check has passed or was given up, then exits 0. A check is JSON:

  {"sidecar":"proxy","source":"port","timeoutSeconds":1,"releaseAfterSeconds":120,"tcpSocket":{"port":15001}}

with one of tcpSocket, httpGet and grpc, which have the fields of a Kubernetes probe, but no host and no named port.
  timeoutSeconds       how long one address may take to answer; 1 if absent
  releaseAfterSeconds  after how long the check is given up; never if absent or 0
What is not understood is said, and not waited for.

  --version  prints the version
  --help     prints this
`

// version is set by the linker.
var version = "unknown"

func main() {
	limitMemory()
	// What net/http has to say of strange servers: as often and as long as they like.
	log.SetOutput(io.Discard)
	// Without this, a log that nobody reads any more would end the program.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// limitMemory makes the collector spare memory, not time: there is little to do.
func limitMemory() {
	// The tables of a profile that nobody asks for.
	runtime.MemProfileRate = 0
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(10)
	debug.SetMemoryLimit(4 << 20)
}

func run(args []string, out, errs io.Writer) int {
	if len(args) == 0 {
		// By hand; or in a Pod whose last sidecar to be asked has been opted out. Nothing is no reason to hold it.
		fmt.Fprint(errs, usage)
		return exitDone
	}
	if len(args) == 1 {
		switch args[0] {
		case "--help":
			fmt.Fprint(out, usage)
			return exitDone
		case "--version":
			fmt.Fprintln(out, version)
			return exitDone
		}
	}
	// Before anything else, so that none is missed.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	defer signal.Stop(signals)
	checks, refused := parseArguments(args)
	addresses := &podAddresses{read: interfaceAddresses}
	g := newGate(checks, refused, addresses.list, logger{out: out, errs: errs})
	code := g.run(signals)
	g.report.write(terminationLog)
	return code
}
