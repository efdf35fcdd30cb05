package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"strconv"
)

// The messages of grpc.health.v1 (https://github.com/grpc/grpc/blob/master/src/proto/grpc/health/v1/health.proto), each
// behind a byte that says whether it is compressed and four of its length.

const (
	frameBytes = 5
	// maxHealthResponse bounds frame and message. A health response has two bytes.
	maxHealthResponse = 4 << 10
)

var healthStatuses = []string{"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"}

const serving = 1

// The codes of https://grpc.io/docs/guides/status-codes/.
var grpcCodes = []string{"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
	"ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
	"UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"}

// healthRequest is a HealthCheckRequest: field 1 is the service.
func healthRequest(service string) []byte {
	var message []byte
	if service != "" {
		message = append(message, 1<<3|2)
		message = binary.AppendUvarint(message, uint64(len(service)))
		message = append(message, service...)
	}
	frame := binary.BigEndian.AppendUint32([]byte{0}, uint32(len(message)))
	return append(frame, message...)
}

// healthOf says why an answer is not a good one, or nothing.
func healthOf(body []byte, grpcStatus, grpcMessage string) string {
	if grpcStatus != "0" {
		return grpcFailure(grpcStatus, grpcMessage)
	}
	status, err := parseHealthResponse(body)
	if err != nil {
		return "gRPC: " + err.Error()
	}
	if status != serving {
		return "gRPC health " + nameOf(healthStatuses, status)
	}
	return ""
}

func grpcFailure(status, message string) string {
	if status == "" {
		return "gRPC: no status"
	}
	text := "gRPC status " + status
	if code, err := strconv.ParseUint(status, 10, 64); err == nil {
		text = "gRPC status " + nameOf(grpcCodes, code)
	}
	if unescaped, err := url.PathUnescape(message); err == nil {
		message = unescaped
	}
	if message == "" {
		return text
	}
	return text + ": " + message
}

func nameOf(names []string, value uint64) string {
	if value < uint64(len(names)) {
		return names[value]
	}
	return strconv.FormatUint(value, 10)
}

// parseHealthResponse reads one framed HealthCheckResponse: field 1 is its status, 0 if absent.
func parseHealthResponse(body []byte) (uint64, error) {
	if len(body) > maxHealthResponse {
		return 0, errors.New("the answer is too long")
	}
	if len(body) < frameBytes {
		return 0, errors.New("no message")
	}
	if body[0] != 0 {
		return 0, errors.New("the message is compressed, and that was not asked for")
	}
	message := body[frameBytes:]
	if uint64(binary.BigEndian.Uint32(body[1:])) != uint64(len(message)) {
		return 0, errors.New("not one message")
	}
	return parseStatus(message)
}

// parseStatus goes over a message's fields (https://protobuf.dev/programming-guides/encoding/). The last value counts.
func parseStatus(message []byte) (uint64, error) {
	var status uint64
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		if n <= 0 || tag>>3 == 0 || tag>>3 > 1<<29-1 {
			return 0, errors.New("a field that cannot be read")
		}
		message = message[n:]
		value, length, err := fieldOf(tag&7, message)
		if err != nil {
			return 0, err
		}
		if tag == 1<<3 {
			// An enum is an int32, however many bits are sent.
			status = uint64(uint32(value))
		}
		message = message[length:]
	}
	return status, nil
}

// fieldOf returns the value of a field that is a number of variable length, and the length of any.
func fieldOf(wireType uint64, rest []byte) (value uint64, length int, err error) {
	switch wireType {
	case 0:
		value, length = binary.Uvarint(rest)
		if length <= 0 {
			return 0, 0, errors.New("a number that cannot be read")
		}
	case 1:
		length = 8
	case 2:
		size, n := binary.Uvarint(rest)
		if n <= 0 || size > uint64(len(rest)-n) {
			return 0, 0, errors.New("a text that ends too early")
		}
		length = n + int(size)
	case 5:
		length = 4
	default:
		return 0, 0, fmt.Errorf("a field of the type %d", wireType)
	}
	if length > len(rest) {
		return 0, 0, errors.New("a field that ends too early")
	}
	return value, length, nil
}
