package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// httpGet passes on a status from 200 to 399. Requests, redirects and what is read are the kubelet's
// (https://github.com/kubernetes/kubernetes/tree/master/pkg/probe/http).
type httpGet struct {
	target
	Path    string       `json:"path"`
	Scheme  string       `json:"scheme"`
	Headers []httpHeader `json:"httpHeaders"`
}

type httpHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

const (
	maxBodyBytes = 10 << 10
	maxRequests  = 10
)

var httpClient = &http.Client{CheckRedirect: checkRedirect, Transport: newHTTPTransport()}

func newHTTPTransport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	// Where TLS agrees on it: the kubelet offers it, and some servers have nothing else.
	protocols.SetHTTP2(true)
	return &http.Transport{
		TLSClientConfig:        &tls.Config{InsecureSkipVerify: true, CurvePreferences: smallCurves},
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHeaderBytes,
		ReadBufferSize:         2 << 10,
		WriteBufferSize:        1 << 10,
		Protocols:              protocols,
		HTTP2:                  smallHTTP2(),
	}
}

// smallCurves are Go's own without those for a time of quantum computers: their keys take memory, and nothing that is
// said here is worth keeping until then.
var smallCurves = []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521}

// smallHTTP2 takes as little of what is not read yet as Go can be told to.
func smallHTTP2() *http.HTTP2Config {
	return &http.HTTP2Config{
		MaxDecoderHeaderTableSize:     4 << 10,
		MaxEncoderHeaderTableSize:     4 << 10,
		MaxReadFrameSize:              16 << 10,
		MaxReceiveBufferPerConnection: 64 << 10,
		MaxReceiveBufferPerStream:     16 << 10,
	}
}

func parseHTTPGet(fields json.RawMessage) (handler, error) {
	h, err := parseFields[httpGet]("httpGet", fields)
	if err != nil {
		return nil, err
	}
	if err := h.validate("httpGet"); err != nil {
		return nil, err
	}
	if scheme := strings.ToLower(h.Scheme); scheme != "" && scheme != "http" && scheme != "https" {
		return nil, errors.New("httpGet.scheme: neither HTTP nor HTTPS")
	}
	for i, header := range h.Headers {
		if !isToken(header.Name) {
			return nil, fmt.Errorf("httpGet.httpHeaders[%d].name: not the name of a header", i)
		}
		if !isHeaderValue(header.Value) {
			return nil, fmt.Errorf("httpGet.httpHeaders[%d].value: has a control character", i)
		}
	}
	if _, err := h.request(context.Background(), netip.IPv6Loopback()); err != nil {
		return nil, errors.New("httpGet.path: no URL can be made of it")
	}
	return h, nil
}

func (h httpGet) kind() string { return "httpGet" }
func (h httpGet) port() int    { return h.Port }

func (h httpGet) ask(ctx context.Context, address netip.Addr) *failure {
	asked := hostAndPort(address, h.Port)
	request, err := h.request(ctx, address)
	if err != nil {
		return failureOf(asked, err)
	}
	response, err := httpClient.Do(request)
	if err != nil {
		return failureOf(asked, err)
	}
	defer response.Body.Close()
	// As the kubelet does, also of an answer that fails: it may be that its server complains when nobody reads it.
	_, err = io.CopyN(io.Discard, response.Body, maxBodyBytes)
	if response.StatusCode < 200 || response.StatusCode > 399 {
		return &failure{answered, asked, fmt.Sprintf("HTTP %d", response.StatusCode)}
	}
	if err != nil && err != io.EOF {
		return failureOf(asked, err)
	}
	return nil
}

func (h httpGet) request(ctx context.Context, address netip.Addr) (*http.Request, error) {
	// A path that is no URL is sent as it is, with its special characters escaped.
	target, err := url.Parse(h.Path)
	if err != nil {
		target = &url.URL{Path: h.Path}
	}
	target.Scheme = "http"
	if strings.EqualFold(h.Scheme, "https") {
		target.Scheme = "https"
	}
	target.Host = hostAndPort(address, h.Port)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, err
	}
	for _, header := range h.Headers {
		request.Header.Add(header.Name, header.Value)
	}
	if _, ok := request.Header["User-Agent"]; !ok {
		request.Header.Set("User-Agent", userAgent())
	}
	if _, ok := request.Header["Accept"]; !ok {
		request.Header.Set("Accept", "*/*")
	} else if request.Header.Get("Accept") == "" {
		request.Header.Del("Accept")
	}
	// If empty, it is that of the URL.
	request.Host = request.Header.Get("Host")
	return request, nil
}

// checkRedirect follows only to where the first request went; otherwise the redirect itself is the answer.
func checkRedirect(next *http.Request, before []*http.Request) error {
	if next.URL.Hostname() != before[0].URL.Hostname() {
		return http.ErrUseLastResponse
	}
	if len(before) >= maxRequests {
		return fmt.Errorf("redirected %d times", len(before))
	}
	return nil
}

// isToken is whether net/http sends this as a header's name (RFC 9110, 5.6.2).
func isToken(name string) bool {
	for _, c := range []byte(name) {
		isLetterOrDigit := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !isLetterOrDigit && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return name != ""
}

// isHeaderValue is whether net/http sends this as a header's value.
func isHeaderValue(value string) bool {
	for _, c := range []byte(value) {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
