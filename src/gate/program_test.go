package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// maxMemory is in KiB. About 9,500 are seen; how late the collector comes depends on what else the machine does. A Pod has
// 16 MiB for it at least.
const maxMemory = 12 << 10

// A program is the gate program in a process of its own, as it is shipped but for its termination log.
type program struct{ path, terminationLog string }

var built = sync.OnceValues(func() (program, error) {
	folder, err := os.MkdirTemp("", "gate")
	if err != nil {
		return program{}, err
	}
	p := program{filepath.Join(folder, "gate"), filepath.Join(folder, "termination-log")}
	flags := "-s -w -X main.version=1.2.3 -X main.terminationLog=" + p.terminationLog
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-gcflags=all=-l", "-ldflags", flags, "-o", p.path, ".")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return program{}, fmt.Errorf("%w: %s", err, output)
	}
	return p, nil
})

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	code := m.Run()
	if p, err := built(); err == nil {
		os.RemoveAll(filepath.Dir(p.path))
	}
	os.Exit(code)
}

type running struct {
	*exec.Cmd
	log *lockedBuffer
	program
}

// lockedBuffer can be read while a process writes.
type lockedBuffer struct {
	lock sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.text.String()
}

func start(t *testing.T, args ...string) running {
	t.Helper()
	p, err := built()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.terminationLog, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	log := new(lockedBuffer)
	command := exec.Command(p.path, args...)
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	r := running{command, log, p}
	t.Cleanup(func() { r.Process.Kill() })
	return r
}

func (r running) exitCode(t *testing.T) int {
	t.Helper()
	var exit *exec.ExitError
	if err := r.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return r.ProcessState.ExitCode()
}

func (r running) message(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(r.terminationLog)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// status reads a number of /proc/PID/status.
func (r running) status(t *testing.T, name string) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^` + name + `:\s+(\d+)`).FindSubmatch(text)
	if found == nil {
		t.Fatalf("no %s", name)
	}
	number, _ := strconv.Atoi(string(found[1]))
	return number
}

func openFiles(t *testing.T, process string) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/" + process + "/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

func TestProgramWaitsAndEnds(t *testing.T) {
	port := closedPort(t)
	args := []string{fmt.Sprintf(`{"sidecar":"a","source":"port","tcpSocket":{"port":%d}}`, silence(t)),
		fmt.Sprintf(`{"sidecar":"b","source":"port","releaseAfterSeconds":1,"tcpSocket":{"port":%d}}`, port), "--verbose"}
	r := start(t, args...)
	assertEqual(t, r.exitCode(t), exitDone)
	want := fmt.Sprintf(`^\{"argument 3":\{"failure":"not understood: [^"]*"\},"a":\{"passedAfterSeconds":0\.\d\d\},`+
		`"b":\{"givenUpAfterSeconds":1\.\d\d,"failure":"connect to 127\.0\.0\.1:%d: connection refused"\}\}$`, port)
	if !regexp.MustCompile(want).MatchString(r.message(t)) {
		t.Error(r.message(t))
	}
	assertEqual(t, strings.Count(r.log.String(), "\n"), 5)
}

func TestProgramEndsOnSignals(t *testing.T) {
	for signal, code := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGINT: 130} {
		r := start(t, fmt.Sprintf(`{"sidecar":"a","tcpSocket":{"port":%d}}`, closedPort(t)))
		await(t, "its first line", func() bool { return r.log.String() != "" })
		r.Process.Signal(signal)
		assertEqual(t, r.exitCode(t), code)
		if !strings.HasPrefix(r.message(t), `{"a":{"failure":"`) {
			t.Error(r.message(t))
		}
	}
}

func TestProgramForPersons(t *testing.T) {
	for arg, want := range map[string]string{"--version": "1.2.3\n", "--help": usage} {
		r := start(t, arg)
		assertEqual(t, r.exitCode(t), exitDone)
		assertEqual(t, r.log.String(), want)
	}
	r := start(t)
	assertEqual(t, r.exitCode(t), exitDone)
	assertEqual(t, r.log.String(), usage)
}

func TestProgramNeedsNobodyWhoReadsItsLog(t *testing.T) {
	p, err := built()
	if err != nil {
		t.Fatal(err)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	command := exec.Command(p.path, fmt.Sprintf(`{"sidecar":"a","tcpSocket":{"port":%d}}`, silence(t)), "x")
	command.Stdout, command.Stderr = writer, writer
	if err := command.Run(); err != nil {
		t.Error(err)
	}
}

func TestProgramNeverLogsValuesOfHeaders(t *testing.T) {
	port := listen(t, "127.0.0.1:0", reset)
	r := start(t, fmt.Sprintf(`{"sidecar":"a","releaseAfterSeconds":1,"httpGet":{"port":%d,"httpHeaders":[`+
		`{"name":"Authorization","value":"Bearer s3cret"}]}}`, port),
		`{"sidecar":"b","httpGet":{"port":80,"httpHeaders":[{"name":"Authorization","value":"s3cret\n"}]}}`,
		`{"sidecar":"c","httpGet":{"port":80,"httpHeaders":"s3cret"}}`)
	assertEqual(t, r.exitCode(t), exitDone)
	if strings.Contains(r.log.String()+r.message(t), "s3cret") {
		t.Error(r.log.String() + r.message(t))
	}
}

// Twenty checks, each against a server that sends without end in another way.
func TestProgramNeedsLittleMemoryAndFewFiles(t *testing.T) {
	var answers atomic.Int64
	flood := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers.Add(1)
		w.Header().Set("Content-Type", "application/grpc")
		if r.Header.Get("Te") == "" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		for {
			if _, err := w.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	})
	secure := httptest.NewUnstartedServer(flood)
	secure.EnableHTTP2 = true
	secure.Config.ErrorLog = quiet()
	secure.StartTLS()
	defer secure.Close()
	securePort := portOf(secure.Listener.Addr())
	oldSecurePort := serveTLS1(t, flood)
	var args []string
	add := func(handler string, values ...any) {
		args = append(args, fmt.Sprintf(`{"sidecar":"s%d",`, len(args))+fmt.Sprintf(handler, values...)+"}")
	}
	for range 3 {
		add(`"httpGet":{"port":%d}`, endless(t, "HTTP/1.1 503 No\r\n\r\n", strings.Repeat("x", 9999)))
		add(`"httpGet":{"port":%d}`, endless(t, "HTTP/1.1 503 No\r\n", "X-A: "+strings.Repeat("x", 999)+"\r\n"))
		add(`"httpGet":{"port":%d}`, endless(t, "HTTP/1.1 503 No\r\n", "A:\r\n"))
		add(`"httpGet":{"port":%d,"scheme":"HTTPS"}`, securePort)
		add(`"httpGet":{"port":%d,"scheme":"HTTPS"}`, oldSecurePort)
		add(`"grpc":{"port":%d}`, serveGRPC(t, flood))
	}
	add(`"grpc":{"port":%d}`, endless(t, "\x00\x00\x00\x04\x00\x00\x00\x00\x00", "\x00\x00\x00\x04\x00\x00\x00\x00\x00"))
	add(`"tcpSocket":{"port":%d}`, closedPort(t))
	r := start(t, args...)
	most := 0
	await(t, "enough answers", func() bool {
		most = max(most, openFiles(t, strconv.Itoa(r.Process.Pid)))
		return answers.Load() > 200
	})
	if kib := r.status(t, "VmHWM"); kib > maxMemory {
		t.Errorf("%d KiB", kib)
	} else {
		t.Logf("%d KiB, %d threads", kib, r.status(t, "Threads"))
	}
	// A connection each, and those that are being closed, of which a busy machine has more.
	if most > 6*len(args) {
		t.Errorf("%d open files", most)
	}
	r.Process.Signal(syscall.SIGTERM)
	assertEqual(t, r.exitCode(t), exitTerminated)
	// One to begin and one to end, and one of each check after ten seconds.
	if got := strings.Count(r.log.String(), "\n"); got > 2+len(args) {
		t.Errorf("%d lines", got)
	}
	if len(r.message(t)) > maxMessage {
		t.Errorf("%d bytes", len(r.message(t)))
	}
}

// serveTLS1 speaks HTTP/1.1 only.
func serveTLS1(t *testing.T, handle http.Handler) int {
	server := httptest.NewUnstartedServer(handle)
	server.TLS = &tls.Config{NextProtos: []string{"http/1.1"}}
	server.Config.ErrorLog = quiet()
	server.StartTLS()
	t.Cleanup(server.Close)
	return portOf(server.Listener.Addr())
}

func TestAttemptsLeaveNoFilesOpen(t *testing.T) {
	bodies := serveGRPC(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, servingFrame, "0") })
	handlers := []handler{
		tcp(listen(t, "127.0.0.1:0", func(c net.Conn) { io.Copy(io.Discard, c); c.Close() })),
		get(serveHTTP(t, func(http.ResponseWriter, *http.Request) {})),
		get(endless(t, "HTTP/1.1 200 OK\r\n\r\n", "x")),
		get(endless(t, "HTTP/1.1 200 OK\r\n", "A: x\r\n")),
		health(bodies, ""),
		health(serveHTTP(t, func(http.ResponseWriter, *http.Request) {}), ""),
	}
	round := func() {
		for _, h := range handlers {
			ask(t, h, patience)
		}
	}
	round()
	before := openFiles(t, "self")
	for range 40 {
		round()
	}
	await(t, "closed files", func() bool { return openFiles(t, "self") <= before+5 })
}
