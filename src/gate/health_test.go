package main

import "testing"

func TestHealthResponses(t *testing.T) {
	for _, test := range []struct {
		name, body, want string
	}{
		{"serving", "\x00\x00\x00\x00\x02\x08\x01", ""},
		{"serving, in more bytes than needed", "\x00\x00\x00\x00\x03\x08\x81\x00", ""},
		{"the last of two counts", "\x00\x00\x00\x00\x04\x08\x02\x08\x01", ""},
		{"the last of two counts, again", "\x00\x00\x00\x00\x04\x08\x01\x08\x02", "gRPC health NOT_SERVING"},
		{"other fields are skipped", "\x00\x00\x00\x00\x16\x10\x05\x1a\x02ab\x21abcdefgh\x2dabcd\x08\x01", ""},
		{"service unknown", "\x00\x00\x00\x00\x02\x08\x03", "gRPC health SERVICE_UNKNOWN"},
		{"a new status", "\x00\x00\x00\x00\x02\x08\x07", "gRPC health 7"},
		{"none", "", "gRPC: no message"},
		{"half a frame", "\x00\x00\x00\x00", "gRPC: no message"},
		{"compressed", "\x01\x00\x00\x00\x02\x08\x01", "gRPC: the message is compressed, and that was not asked for"},
		{"too short", "\x00\x00\x00\x00\x03\x08\x01", "gRPC: not one message"},
		{"a length beyond all", "\x00\xff\xff\xff\xff\x08\x01", "gRPC: not one message"},
		{"a number that goes on", "\x00\x00\x00\x00\x02\x08\x81", "gRPC: a number that cannot be read"},
		{"a text that goes on", "\x00\x00\x00\x00\x02\x12\x7f", "gRPC: a text that ends too early"},
		{"eight bytes that are not there", "\x00\x00\x00\x00\x02\x11\x01", "gRPC: a field that ends too early"},
		{"a group", "\x00\x00\x00\x00\x01\x0b", "gRPC: a field of the type 3"},
		{"no field", "\x00\x00\x00\x00\x02\x00\x01", "gRPC: a field that cannot be read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			assertEqual(t, healthOf([]byte(test.body), "0", ""), test.want)
		})
	}
}

func TestHealthStatusBeforeMessage(t *testing.T) {
	for status, want := range map[string]string{
		"":                     "gRPC: no status",
		"12":                   "gRPC status UNIMPLEMENTED: why",
		"99":                   "gRPC status 99: why",
		"-1":                   "gRPC status -1: why",
		"00":                   "gRPC status OK: why",
		"99999999999999999999": "gRPC status 99999999999999999999: why",
	} {
		assertEqual(t, healthOf([]byte(servingFrame), status, "why"), want)
	}
	assertEqual(t, grpcFailure("5", "bad%zz"), "gRPC status NOT_FOUND: bad%zz")
	assertEqual(t, grpcFailure("5", ""), "gRPC status NOT_FOUND")
}

// FuzzHealth: whatever comes, there is an answer, and it is a good one only for a status 1 behind a well-formed frame.
func FuzzHealth(f *testing.F) {
	for _, body := range []string{servingFrame, "\x00\x00\x00\x00\x02\x08\x02", "\x00\x00\x00\x00\x00",
		"\x00\x00\x00\x00\x16\x10\x05\x1a\x02ab\x21abcdefgh\x2dabcd\x08\x01", "\x01\x00\x00\x00\x02\x08\x01"} {
		f.Add([]byte(body), "0", "")
	}
	f.Add([]byte(servingFrame), "12", "unknown%20service")
	f.Fuzz(func(t *testing.T, body []byte, status, message string) {
		why := healthOf(body, status, message)
		if why == "" && (status != "0" || len(body) < frameBytes+2 || body[0] != 0) {
			t.Errorf("%q passed with the status %q", body, status)
		}
		if cleaned(why, maxFailureText) == "" && why != "" {
			t.Errorf("%q was cleaned away", why)
		}
		// A second field 1 decides, so this makes any message that can be read a good one.
		if n := len(body); why != "" && status == "0" && n >= frameBytes && n < maxHealthResponse-2 {
			if _, err := parseStatus(body[frameBytes:]); err == nil {
				got, err := parseStatus(append(append([]byte(nil), body[frameBytes:]...), 8, 1))
				if err != nil || got != serving {
					t.Errorf("%q: %d, %v", body, got, err)
				}
			}
		}
	})
}
