package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestArguments(t *testing.T) {
	for arg, want := range map[string]check{
		`{"sidecar":"proxy","source":"port","timeoutSeconds":3,"releaseAfterSeconds":120,"tcpSocket":{"port":15001}}`: {
			"proxy", "port", 3 * time.Second, 2 * time.Minute, tcpSocket{target{Port: 15001}}},
		`{"sidecar":"a","tcpSocket":{"port":1,"other":{"x":1}}}`: {
			"a", "", time.Second, 0, tcpSocket{target{Port: 1}}},
		`{"sidecar":"a","source":"probe","releaseAfterSeconds":0,"grpc":{"port":1,"service":null},"httpGet":null}`: {
			"a", "probe", time.Second, 0, grpcHealth{target{Port: 1}, ""}},
		` {"sidecar":"a","httpGet":{"port":1,"path":"/x","scheme":"HTTPS","httpHeaders":[{"name":"A","value":"b"}]}} `: {
			"a", "", time.Second, 0, httpGet{target{Port: 1}, "/x", "HTTPS", []httpHeader{{"A", "b"}}}},
	} {
		got, err := parseArgument(arg)
		if err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: %+v, %v", arg, got, err)
		}
	}
}

func TestArgumentsThatAreNotUnderstood(t *testing.T) {
	for arg, why := range map[string]string{
		``:            "no check in JSON: it ends too early",
		`x`:           "no check in JSON: invalid character",
		`{"sidecar":`: "no check in JSON: it ends too early",
		`null`:        "sidecar: not the name",
		`[]`:          "no check in JSON",
		`{"sidecar":"a","tcpSocket":{"port":1}} {}`:                       "something behind it",
		`{"sidecar":"A","tcpSocket":{"port":1}}`:                          "sidecar: not the name",
		`{"tcpSocket":{"port":1}}`:                                        "sidecar: not the name",
		`{"sidecar":"a"}`:                                                 "there are 0",
		`{"sidecar":"a","tcpSocket":{"port":1},"grpc":{"port":1}}`:        "there are 2",
		`{"sidecar":"a","exec":{"command":["true"]}}`:                     `unknown field "exec"`,
		`{"sidecar":"a","releaseafter":1,"tcpSocket":{"port":1}}`:         "unknown field",
		`{"sidecar":"a","timeoutSeconds":0,"tcpSocket":{"port":1}}`:       "timeoutSeconds: less than 1",
		`{"sidecar":"a","timeoutSeconds":1e12,"tcpSocket":{"port":1}}`:    "timeoutSeconds: a number is not expected here",
		`{"sidecar":"a","releaseAfterSeconds":-1,"tcpSocket":{"port":1}}`: "releaseAfterSeconds: less than 0",
		`{"sidecar":"a","tcpSocket":{"port":"http"}}`:                     "tcpSocket: port: a string is not expected here",
		`{"sidecar":"a","tcpSocket":{"port":8080.5}}`:                     "tcpSocket: port: a number is not expected here",
		`{"sidecar":"a","tcpSocket":{"port":-1}}`:                         "tcpSocket.port: not a number from 1 to 65535",
		`{"sidecar":"a","tcpSocket":[]}`:                                  "tcpSocket",
		`{"sidecar":"a","tcpSocket":{"port":1,"host":"x"}}`:               "tcpSocket.host",
		`{"sidecar":"a","grpc":{"port":1,"host":"x"}}`:                    "grpc.host",
		`{"sidecar":"a","grpc":{"port":1,"service":7}}`:                   "grpc: service",
	} {
		_, err := parseArgument(arg)
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", arg, err)
		}
	}
}

func TestWhatIsNotUnderstoodIsNamed(t *testing.T) {
	checks, refused := parseArguments([]string{
		`{"sidecar":"a","tcpSocket":{"port":1}}`,
		`{"sidecar":"a","tcpSocket":{"port":2}}`,
		`{"sidecar":"b","tcpSocket":{"port":0}}`,
		`{"sidecar":"b","tcpSocket":{"port":3}}`,
		`x`,
		`{"sidecar":"c","tcpSocket":{"port":4}}`,
	})
	var names []string
	for _, c := range checks {
		names = append(names, c.sidecar)
	}
	for _, r := range refused {
		names = append(names, r.name)
	}
	assertEqual(t, strings.Join(names, ", "), "a, c, argument 2, b, argument 4, argument 5")
	assertEqual(t, refused[0].why, "a second check of the sidecar a")
}

// FuzzArgument: whatever comes, it is a check that can be asked, or it is refused in words.
func FuzzArgument(f *testing.F) {
	for _, arg := range []string{
		`{"sidecar":"proxy","source":"port","timeoutSeconds":1,"releaseAfterSeconds":120,"tcpSocket":{"port":15001}}`,
		`{"sidecar":"a","httpGet":{"port":1,"path":"/x?%zz","scheme":"HTTPS","httpHeaders":[{"name":"A","value":"b"}]}}`,
		`{"sidecar":"a","grpc":{"port":1,"service":"s"}}`,
		`{"sidecar":"a","tcpSocket":{"port":"http"}}`,
		`{"sidecar":"a","exec":{"command":["true"]}}`,
	} {
		f.Add(arg)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		c, err := parseArgument(arg)
		if err != nil {
			if strings.TrimSpace(cleaned(err.Error(), maxFailureText)) == "" {
				t.Error("no words")
			}
			return
		}
		if c.timeout < time.Second || c.release < 0 || c.handler.port() < 1 || c.handler.port() > 65535 ||
			!isContainerName(c.sidecar) || !json.Valid([]byte(arg)) {
			t.Errorf("%+v", c)
		}
		switch h := c.handler.(type) {
		case httpGet:
			request, err := h.request(t.Context(), loopback)
			if err != nil || request.URL.Hostname() != "127.0.0.1" {
				t.Errorf("%v, %v", request, err)
			}
		case grpcHealth:
			h.request(t.Context(), hostAndPort(loopback, h.Port))
		}
	})
}

func TestContainerNames(t *testing.T) {
	for name, is := range map[string]bool{"a": true, "istio-proxy": true, "7": true, strings.Repeat("x", 63): true,
		"": false, "A": false, "-a": false, "a-": false, "a.b": false, "ä": false, strings.Repeat("x", 64): false} {
		assertEqual(t, isContainerName(name), is)
	}
}
