package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// A check is what one sidecar is asked.
type check struct {
	sidecar string
	// source says what the gate is derived from: port, readinessProbe, probe or livenessProbe.
	source string
	// timeout bounds the question to one address.
	timeout time.Duration
	// release is after how long the check is given up; 0 is never.
	release time.Duration
	handler handler
}

// A refusal is an argument that was not understood, and so is not waited for.
type refusal struct {
	// name is what it is called in the log and in the termination message: the sidecar, or the argument's place.
	name string
	why  string
}

// Only the handler's own fields may be unknown. One that is unknown here could be a misspelt limit of the waiting.
type argument struct {
	Sidecar             string          `json:"sidecar"`
	Source              string          `json:"source"`
	TimeoutSeconds      *int32          `json:"timeoutSeconds"`
	ReleaseAfterSeconds int32           `json:"releaseAfterSeconds"`
	TCPSocket           json.RawMessage `json:"tcpSocket"`
	HTTPGet             json.RawMessage `json:"httpGet"`
	GRPC                json.RawMessage `json:"grpc"`
}

// A container is named by a DNS label (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/).
func isContainerName(name string) bool {
	for _, c := range []byte(name) {
		if c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return name != "" && len(name) <= 63 && name[0] != '-' && name[len(name)-1] != '-'
}

func parseArguments(args []string) (checks []*check, refused []refusal) {
	seen := map[string]bool{}
	for i, arg := range args {
		c, err := parseArgument(arg)
		name := fmt.Sprintf("argument %d", i+1)
		if c != nil && seen[c.sidecar] {
			refused = append(refused, refusal{name, "a second check of the sidecar " + c.sidecar})
			continue
		}
		if c != nil {
			seen[c.sidecar] = true
			name = c.sidecar
		}
		if err != nil {
			refused = append(refused, refusal{name, err.Error()})
			continue
		}
		checks = append(checks, c)
	}
	return checks, refused
}

// parseArgument returns a check with nothing but its sidecar beside an error, if that much was understood.
func parseArgument(arg string) (*check, error) {
	var a argument
	decoder := json.NewDecoder(bytes.NewReader([]byte(arg)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&a); err != nil {
		return nil, fmt.Errorf("no check in JSON: %w", plain(err))
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("no check in JSON: there is something behind it")
	}
	if !isContainerName(a.Sidecar) {
		return nil, errors.New("sidecar: not the name of a container")
	}
	c := &check{sidecar: a.Sidecar, source: a.Source, timeout: time.Second}
	if a.TimeoutSeconds != nil {
		c.timeout = time.Duration(*a.TimeoutSeconds) * time.Second
	}
	if c.timeout < time.Second {
		return c, errors.New("timeoutSeconds: less than 1")
	}
	c.release = time.Duration(a.ReleaseAfterSeconds) * time.Second
	if c.release < 0 {
		return c, errors.New("releaseAfterSeconds: less than 0")
	}
	var err error
	c.handler, err = a.handler()
	return c, err
}

func (a argument) handler() (handler, error) {
	var found []func() (handler, error)
	for _, kind := range []struct {
		fields json.RawMessage
		parse  func(json.RawMessage) (handler, error)
	}{{a.TCPSocket, parseTCPSocket}, {a.HTTPGet, parseHTTPGet}, {a.GRPC, parseGRPC}} {
		if len(kind.fields) > 0 && string(kind.fields) != "null" {
			found = append(found, func() (handler, error) { return kind.parse(kind.fields) })
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("one of tcpSocket, httpGet and grpc is needed, and there are %d", len(found))
	}
	return found[0]()
}

// parseFields reads a handler's fields; those that are not known are ignored.
func parseFields[T any](kind string, fields json.RawMessage) (T, error) {
	var parsed T
	if err := json.Unmarshal(fields, &parsed); err != nil {
		return parsed, fmt.Errorf("%s: %w", kind, plain(err))
	}
	return parsed, nil
}

// target is what all handlers have.
type target struct {
	Host string `json:"host"`
	Port int    `json:"port"`
}

func (t target) validate(kind string) error {
	if t.Host != "" {
		return fmt.Errorf("%s.host: only the Pod itself is asked", kind)
	}
	if t.Port < 1 || t.Port > 65535 {
		return fmt.Errorf("%s.port: not a number from 1 to 65535", kind)
	}
	return nil
}

// plain takes Go's own words out of what is wrong with a field, and what was given: that may be a secret.
func plain(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("%s: a %s is not expected here", wrong.Field, kindOnly(wrong.Value))
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends too early")
	}
	return err
}

// kindOnly cuts the value off "number 8080.5".
func kindOnly(value string) string {
	kind, _, _ := bytes.Cut([]byte(value), []byte(" "))
	return string(kind)
}
