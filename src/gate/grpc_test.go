package main

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func health(port int, service string) handler {
	return grpcHealth{target{Port: port}, service}
}

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// serveGRPC speaks HTTP/2 without TLS.
func serveGRPC(t testing.TB, handle http.HandlerFunc) int {
	t.Helper()
	server := httptest.NewUnstartedServer(handle)
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Config.ErrorLog = quiet()
	server.Start()
	t.Cleanup(server.Close)
	return portOf(server.Listener.Addr())
}

// answer is a gRPC answer: headers, a message, and the status behind it.
func answer(w http.ResponseWriter, body, status string) {
	w.Header().Set("Content-Type", "application/grpc")
	w.Header().Set("Trailer", "Grpc-Status")
	io.WriteString(w, body)
	w.Header().Set("Grpc-Status", status)
}

const servingFrame = "\x00\x00\x00\x00\x02\x08\x01"

func TestGRPCPassesOnServing(t *testing.T) {
	port := serveGRPC(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		problems := []string{}
		for name, want := range map[string]string{
			"Content-Type": "application/grpc", "Te": "trailers", "User-Agent": userAgent()} {
			if r.Header.Get(name) != want {
				problems = append(problems, name+" "+r.Header.Get(name))
			}
		}
		if !strings.HasSuffix(r.Header.Get("Grpc-Timeout"), "m") {
			problems = append(problems, "Grpc-Timeout")
		}
		if r.Method != http.MethodPost || r.URL.Path != "/grpc.health.v1.Health/Check" || r.ProtoMajor != 2 {
			problems = append(problems, r.Method, r.URL.Path, r.Proto)
		}
		if string(body) != "\x00\x00\x00\x00\x05\x0a\x03abc" {
			problems = append(problems, "body "+string(body))
		}
		if len(problems) > 0 {
			t.Errorf("%v", problems)
		}
		answer(w, servingFrame, "0")
	})
	assertPasses(t, health(port, "abc"))
}

func TestGRPCSendsAnEmptyMessageWithoutService(t *testing.T) {
	assertEqual(t, string(healthRequest("")), "\x00\x00\x00\x00\x00")
	// A length of more than seven bits.
	long := strings.Repeat("s", 200)
	assertEqual(t, string(healthRequest(long)), "\x00\x00\x00\x00\xcb\x0a\xc8\x01"+long)
}

func TestGRPCFailsOnAnythingElse(t *testing.T) {
	for _, test := range []struct {
		name   string
		handle http.HandlerFunc
		rank   rank
		why    string
	}{
		{"not serving", func(w http.ResponseWriter, _ *http.Request) {
			answer(w, "\x00\x00\x00\x00\x02\x08\x02", "0")
		}, answered, "gRPC health NOT_SERVING"},
		{"unknown", func(w http.ResponseWriter, _ *http.Request) {
			answer(w, "\x00\x00\x00\x00\x00", "0")
		}, answered, "gRPC health UNKNOWN"},
		{"unimplemented, in one", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/grpc")
			w.Header().Set("Grpc-Status", "12")
			w.Header().Set("Grpc-Message", "unknown service%0Agrpc.health.v1.Health")
		}, answered, "gRPC status UNIMPLEMENTED: unknown service\ngrpc.health.v1.Health"},
		{"serving, but an error behind it", func(w http.ResponseWriter, _ *http.Request) {
			answer(w, servingFrame, "13")
		}, answered, "gRPC status INTERNAL"},
		{"no status", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/grpc")
			io.WriteString(w, servingFrame)
		}, answered, "gRPC: no status"},
		{"two messages", func(w http.ResponseWriter, _ *http.Request) {
			answer(w, servingFrame+servingFrame, "0")
		}, answered, "not one message"},
		{"not gRPC", func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, servingFrame)
		}, answered, "not gRPC: Content-Type"},
		{"HTTP 404", func(w http.ResponseWriter, r *http.Request) {
			http.NotFound(w, r)
		}, answered, "HTTP 404 instead of gRPC"},
		{"endless", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/grpc")
			for {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		}, answered, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			assertFails(t, health(serveGRPC(t, test.handle), ""), test.rank, test.why)
		})
	}
}

func TestGRPCFailsOnEndlessTrailers(t *testing.T) {
	port := serveGRPC(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, servingFrame, "0")
		for range 2000 {
			w.Header().Add(http.TrailerPrefix+"X-A", strings.Repeat("x", 100))
		}
	})
	// What is beyond the limit is cut off, and the status with it.
	assertFails(t, health(port, ""), answered, "gRPC: no status")
}

func TestGRPCFailsOnOtherProtocols(t *testing.T) {
	assertFails(t, health(serveHTTP(t, func(http.ResponseWriter, *http.Request) {}), ""), broken, "")
	assertFails(t, health(closedPort(t), ""), refused, "connection refused")
	assertFails(t, health(listen(t, "127.0.0.1:0", reset), ""), broken, "")
	assertFailsIn(t, health(silence(t), ""), shortly, silent, "no answer in time")
}
