package main

import "time"

// reminders come after 10 s, after 60 s, and then every ten minutes.
type reminders struct {
	timer *time.Timer
	count int
}

func newReminders() *reminders {
	return &reminders{timer: time.NewTimer(10 * time.Second)}
}

func (r *reminders) next() {
	r.count++
	if r.count == 1 {
		r.timer.Reset(50 * time.Second)
	} else {
		r.timer.Reset(10 * time.Minute)
	}
}

func (r *reminders) stop() { r.timer.Stop() }
