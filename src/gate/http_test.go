package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// shortly is a time-out for servers that never answer.
const shortly = 100 * time.Millisecond

func get(port int, more ...func(*httpGet)) handler {
	h := httpGet{target: target{Port: port}}
	for _, change := range more {
		change(&h)
	}
	return h
}

func path(path string) func(*httpGet)     { return func(h *httpGet) { h.Path = path } }
func scheme(scheme string) func(*httpGet) { return func(h *httpGet) { h.Scheme = scheme } }
func header(name, value string) func(*httpGet) {
	return func(h *httpGet) { h.Headers = append(h.Headers, httpHeader{name, value}) }
}

func TestHTTPPassesFrom200To399(t *testing.T) {
	for status, passes := range map[int]bool{200: true, 204: true, 302: true, 304: true, 399: true,
		400: false, 404: false, 500: false, 503: false} {
		port := listen(t, "127.0.0.1:0", func(connection net.Conn) {
			defer connection.Close()
			readHead(connection)
			fmt.Fprintf(connection, "HTTP/1.1 %d X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status)
		})
		failed := ask(t, get(port), patience)
		if (failed == nil) != passes {
			t.Errorf("%d: %v", status, failed)
		}
		if failed != nil {
			assertEqual(t, failed.String(), fmt.Sprintf("127.0.0.1:%d: HTTP %d", port, status))
			assertEqual(t, failed.rank, answered)
		}
	}
}

// readHead reads up to the empty line, so that closing afterwards is no reset.
func readHead(connection net.Conn) string {
	var head strings.Builder
	one := make([]byte, 1)
	for !strings.HasSuffix(head.String(), "\r\n\r\n") {
		if _, err := connection.Read(one); err != nil {
			break
		}
		head.Write(one)
	}
	return head.String()
}

func TestHTTPSendsWhatTheKubeletSends(t *testing.T) {
	heads := make(chan string, 1)
	port := listen(t, "127.0.0.1:0", func(connection net.Conn) {
		heads <- readHead(connection)
		io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	})
	host := fmt.Sprintf("127.0.0.1:%d", port)
	agent := "User-Agent: " + userAgent()
	for _, test := range []struct {
		name string
		h    handler
		want []string
	}{
		{"nothing given", get(port),
			[]string{"GET / HTTP/1.1", "Host: " + host, agent, "Accept: */*", "Connection: close"}},
		{"a query", get(port, path("/healthz?full=1&x=%20y")),
			[]string{"GET /healthz?full=1&x=%20y HTTP/1.1", "Host: " + host, agent, "Accept: */*", "Connection: close"}},
		{"an escape", get(port, path("/a%2Fb/%e4")),
			[]string{"GET /a%2Fb/%e4 HTTP/1.1", "Host: " + host, agent, "Accept: */*", "Connection: close"}},
		{"no URL", get(port, path("/a%zz?b")),
			[]string{"GET /a%25zz%3Fb HTTP/1.1", "Host: " + host, agent, "Accept: */*", "Connection: close"}},
		{"no slash", get(port, path("healthz")),
			[]string{"GET /healthz HTTP/1.1", "Host: " + host, agent, "Accept: */*", "Connection: close"}},
		{"a fragment", get(port, path("/a#b")),
			[]string{"GET /a HTTP/1.1", "Host: " + host, agent, "Accept: */*", "Connection: close"}},
		{"headers", get(port, header("Host", "x.example"), header("user-agent", "me"), header("Accept", "text/plain"),
			header("X-A", "1"), header("X-A", "2")),
			[]string{"GET / HTTP/1.1", "Host: x.example", "User-Agent: me", "Accept: text/plain", "Connection: close",
				"X-A: 1", "X-A: 2"}},
		{"no Accept", get(port, header("Accept", "")),
			[]string{"GET / HTTP/1.1", "Host: " + host, agent, "Connection: close"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assertPasses(t, test.h)
			got := strings.Split(strings.TrimSpace(<-heads), "\r\n")
			assertEqual(t, got[0], test.want[0])
			for _, line := range got[1:] {
				if !contains(test.want, line) {
					t.Errorf("sent: %s", line)
				}
			}
			assertEqual(t, len(got), len(test.want))
		})
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

func TestHTTPAsksNoProxy(t *testing.T) {
	t.Setenv("http_proxy", "http://127.0.0.1:1")
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	assertPasses(t, get(serveHTTP(t, func(http.ResponseWriter, *http.Request) {})))
	if httpClient.Transport.(*http.Transport).Proxy != nil {
		t.Error("there is a proxy")
	}
}

func TestHTTPFollowsRedirectsToTheSameHostOnly(t *testing.T) {
	var elsewhere atomic.Bool
	other := serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
		elsewhere.Store(true)
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	port := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/good":
			http.Redirect(w, r, "/ok", http.StatusFound)
		case "/bad":
			http.Redirect(w, r, "/missing", http.StatusFound)
		case "/away":
			http.Redirect(w, r, fmt.Sprintf("http://localhost:%d/", other), http.StatusMovedPermanently)
		case "/otherport":
			http.Redirect(w, r, fmt.Sprintf("http://127.0.0.1:%d/", other), http.StatusMovedPermanently)
		case "/missing":
			w.WriteHeader(http.StatusNotFound)
		}
	})
	assertPasses(t, get(port, path("/good")))
	assertFails(t, get(port, path("/bad")), answered, "HTTP 404")
	assertPasses(t, get(port, path("/away")))
	if elsewhere.Load() {
		t.Error("another host was asked")
	}
	// As the kubelet: a host is its name without the port.
	assertFails(t, get(port, path("/otherport")), answered, "HTTP 503")
}

func TestHTTPAsksTenTimesAtMost(t *testing.T) {
	var requests atomic.Int32
	port := serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		http.Redirect(w, r, "/again", http.StatusFound)
	})
	assertFails(t, get(port), broken, "redirected 10 times")
	assertEqual(t, requests.Load(), 10)
	requests.Store(0)
	port = serveHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) < 10 {
			http.Redirect(w, r, "/again", http.StatusFound)
		}
	})
	assertPasses(t, get(port))
}

func TestHTTPReadsNoMoreThanItMust(t *testing.T) {
	assertPasses(t, get(endless(t, "HTTP/1.1 200 OK\r\n\r\n", "x")))
	assertFails(t, get(endless(t, "HTTP/1.1 500 No\r\n\r\n", "x")), answered, "HTTP 500")
}

func TestHTTPFailsOnEndlessHeaders(t *testing.T) {
	assertFails(t, get(endless(t, "HTTP/1.1 200 OK\r\n", "X-A: b\r\n")), broken, "headers exceeded")
	assertFails(t, get(endless(t, "HTTP/1.1 200 OK\r\nX-A: ", "x")), broken, "headers exceeded")
	assertFails(t, get(endless(t, "HTTP/1.1 100 Continue\r\nA: b\r\n\r\n", "HTTP/1.1 100 Continue\r\nA: b\r\n\r\n")),
		broken, "")
}

func TestHTTPReadsLongHeaders(t *testing.T) {
	assertPasses(t, get(serveHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", strings.Repeat("x", 24<<10))
	})))
}

func TestHTTPFailsWhereTheBodyBreaksOff(t *testing.T) {
	port := listen(t, "127.0.0.1:0", func(connection net.Conn) {
		defer connection.Close()
		readHead(connection)
		io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
	})
	assertFails(t, get(port), broken, "unexpected EOF")
}

func TestHTTPFailsOnOtherProtocols(t *testing.T) {
	assertFails(t, get(endless(t, "SSH-2.0-x\r\n", "x")), broken, "malformed HTTP")
	assertFails(t, get(listen(t, "127.0.0.1:0", reset)), broken, "")
	assertFails(t, get(closedPort(t)), refused, "connection refused")
	plain := serveHTTP(t, func(http.ResponseWriter, *http.Request) {})
	assertFails(t, get(plain, scheme("HTTPS")), broken, "HTTP response to HTTPS client")
}

func TestHTTPFailsWhereNobodyAnswers(t *testing.T) {
	assertFailsIn(t, get(silence(t)), shortly, silent, "no answer in time")
	assertFailsIn(t, get(silence(t), scheme("HTTPS")), shortly, silent, "no answer in time")
}

func TestHTTPSVerifiesNothing(t *testing.T) {
	for _, protocol := range []string{"http/1.1", "h2"} {
		t.Run(protocol, func(t *testing.T) {
			agreed := make(chan string, 1)
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				agreed <- r.TLS.NegotiatedProtocol
			}))
			// Its certificate is for example.com, and nobody's.
			server.EnableHTTP2 = protocol == "h2"
			server.TLS = &tls.Config{NextProtos: []string{protocol}}
			server.Config.ErrorLog = nil
			server.StartTLS()
			t.Cleanup(server.Close)
			assertPasses(t, get(portOf(server.Listener.Addr()), scheme("HTTPS")))
			assertEqual(t, <-agreed, protocol)
		})
	}
}

func TestHTTPSWithoutClientCertificateIsRefused(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.Config.ErrorLog = quiet()
	server.StartTLS()
	t.Cleanup(server.Close)
	assertFails(t, get(portOf(server.Listener.Addr()), scheme("https")), broken, "certificate")
}

func TestHTTPIsCutOffByItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	port := listen(t, "127.0.0.1:0", func(net.Conn) { cancel() })
	if failed := get(port).ask(ctx, loopback); failed == nil || failed.rank != silent {
		t.Errorf("%v", failed)
	}
}

func TestHTTPFieldsAreRefused(t *testing.T) {
	for fields, why := range map[string]string{
		`{"port":80,"scheme":"FTP"}`: "httpGet.scheme",
		`{"port":80,"host":"x"}`:     "httpGet.host",
		`{"port":0}`:                 "httpGet.port",
		`{"port":65536}`:             "httpGet.port",
		`{}`:                         "httpGet.port",
		`{"port":80,"httpHeaders":[{"name":"a b","value":"s"}]}`:  "httpHeaders[0].name",
		`{"port":80,"httpHeaders":[{"value":"s"}]}`:               "httpHeaders[0].name",
		`{"port":80,"httpHeaders":[{"name":"a","value":"s\n"}]}`:  "httpHeaders[0].value",
		`{"port":80,"httpHeaders":{"name":"a","value":"secret"}}`: "httpGet: httpHeaders",
	} {
		_, err := parseHTTPGet(json.RawMessage(fields))
		if err == nil || !strings.Contains(err.Error(), why) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", fields, err)
		}
	}
	for _, fields := range []string{`{"port":1}`, `{"port":65535,"scheme":"https","path":"x","later":[1]}`,
		`{"port":80,"host":"","httpHeaders":[{"name":"a","value":"ä\t"}]}`} {
		if _, err := parseHTTPGet(json.RawMessage(fields)); err != nil {
			t.Errorf("%s: %v", fields, err)
		}
	}
}
