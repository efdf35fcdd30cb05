package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// grpcHealth calls grpc.health.v1.Health/Check over HTTP/2 without TLS and passes on SERVING, as the kubelet does
// (https://github.com/kubernetes/kubernetes/blob/master/pkg/probe/grpc/grpc.go). What is on the wire:
// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
type grpcHealth struct {
	target
	Service string `json:"service"`
}

var grpcTransport = newGRPCTransport()

func newGRPCTransport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Transport{
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHeaderBytes,
		ReadBufferSize:         2 << 10,
		WriteBufferSize:        1 << 10,
		Protocols:              protocols,
		HTTP2:                  smallHTTP2(),
	}
}

func parseGRPC(fields json.RawMessage) (handler, error) {
	g, err := parseFields[grpcHealth]("grpc", fields)
	if err == nil {
		err = g.validate("grpc")
	}
	return g, err
}

func (g grpcHealth) kind() string { return "grpc" }
func (g grpcHealth) port() int    { return g.Port }

func (g grpcHealth) ask(ctx context.Context, address netip.Addr) *failure {
	asked := hostAndPort(address, g.Port)
	response, err := grpcTransport.RoundTrip(g.request(ctx, asked))
	if err != nil {
		return failureOf(asked, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return &failure{answered, asked, fmt.Sprintf("HTTP %d instead of gRPC", response.StatusCode)}
	}
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "application/grpc") {
		return &failure{answered, asked, "not gRPC: Content-Type " + response.Header.Get("Content-Type")}
	}
	// One byte more, to see that there is more. Reading to the end brings the trailers.
	body, err := io.ReadAll(io.LimitReader(response.Body, maxHealthResponse+1))
	if err != nil {
		return failureOf(asked, err)
	}
	status, message := response.Trailer.Get("Grpc-Status"), response.Trailer.Get("Grpc-Message")
	if status == "" {
		// An answer without a message has all in one.
		status, message = response.Header.Get("Grpc-Status"), response.Header.Get("Grpc-Message")
	}
	if why := healthOf(body, status, message); why != "" {
		return &failure{answered, asked, why}
	}
	return nil
}

func (g grpcHealth) request(ctx context.Context, asked string) *http.Request {
	request := &http.Request{
		Method: http.MethodPost,
		URL:    &url.URL{Scheme: "http", Host: asked, Path: "/grpc.health.v1.Health/Check"},
		Header: http.Header{
			"Content-Type": {"application/grpc"},
			"Te":           {"trailers"},
			"User-Agent":   {userAgent()},
		},
	}
	if deadline, ok := ctx.Deadline(); ok {
		// In milliseconds, of at most eight digits.
		left := min(max(time.Until(deadline).Milliseconds(), 1), 99_999_999)
		request.Header.Set("Grpc-Timeout", fmt.Sprintf("%dm", left))
	}
	message := healthRequest(g.Service)
	request.Body = io.NopCloser(bytes.NewReader(message))
	request.ContentLength = int64(len(message))
	return request.WithContext(ctx)
}
