package main

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// faults are what goes wrong. Those of calls name an operation, or * for all but logins:
//
//	401:OP:N          the N-th call from now is answered 401, and its token is dead
//	401-html:OP:N     the same with a page of HTML
//	503:OP:N[:COUNT]  from the N-th call on, COUNT calls are answered with a page of HTML
//	busy:OP:N[:COUNT] the same with the array's error 164
//	lost:OP:N         the N-th call is carried out, and its connection dropped
//	slow:OP:MS        calls are answered MS milliseconds late
//	hang:OP:N         the N-th call is never answered
//
// and those of the array's state, until they are cleared:
//
//	removing:N        the next removal is found in progress N times
//	device:late:MS, device:never, device:rescan, device:dangling:MS
//	leaving:late:MS, leaving:never
//	full, unapproved, disconnected, codes:old, codes:new, snapshot-limit:N, drv-cfg
type faults struct {
	calls    []*callFault
	settings map[string]string
}

type callFault struct {
	kind, op string
	at       int
	count    int
	delay    time.Duration
	seen     int
}

type fault struct {
	kind, first, second, third string
}

type faultFlags []fault

func (f *faultFlags) String() string { return "" }

func (f *faultFlags) Set(text string) error {
	parsed, err := parseFault(text)
	if err == nil {
		*f = append(*f, parsed)
	}
	return err
}

var callFaults = map[string]int{"401": 3, "401-html": 3, "503": 4, "busy": 4, "lost": 3, "slow": 3, "hang": 3}

var stateFaults = map[string]string{
	"removing": "N", "device": "late never rescan dangling", "leaving": "late never", "full": "", "unapproved": "",
	"disconnected": "", "codes": "old new", "snapshot-limit": "N", "drv-cfg": "",
}

func parseFault(text string) (fault, error) {
	parts := strings.Split(text, ":")
	f := fault{kind: parts[0]}
	for i, target := range []*string{&f.first, &f.second, &f.third} {
		if len(parts) > i+1 {
			*target = parts[i+1]
		}
	}
	isNumber := func(text string) bool { n, err := strconv.Atoi(text); return err == nil && n > 0 }
	if most, ok := callFaults[f.kind]; ok {
		if len(parts) >= 3 && len(parts) <= most && f.first != "" && isNumber(f.second) && (f.third == "" || isNumber(f.third)) {
			return f, nil
		}
	} else if values, ok := stateFaults[f.kind]; ok {
		needsTime := f.first == "late" || f.first == "dangling"
		switch {
		case values == "N" && isNumber(f.first) && len(parts) == 2,
			values == "" && len(parts) == 1,
			values != "" && f.first != "" && strings.Contains(" "+values+" ", " "+f.first+" ") && needsTime == isNumber(f.second) && len(parts) <= 3:
			return f, nil
		}
	}
	return f, fmt.Errorf("no such fault: %q", text)
}

func (f *faults) add(added fault) {
	if _, ok := callFaults[added.kind]; ok {
		at, _ := strconv.Atoi(added.second)
		count, _ := strconv.Atoi(added.third)
		entry := &callFault{kind: added.kind, op: added.first, at: at, count: max(count, 1)}
		if added.kind == "slow" {
			entry.delay, entry.at, entry.count = time.Duration(at)*time.Millisecond, 1, 1<<30
		}
		f.calls = append(f.calls, entry)
		return
	}
	if f.settings == nil {
		f.settings = map[string]string{}
	}
	f.settings[added.kind] = strings.Trim(added.first+":"+added.second, ":")
	if added.first == "" {
		f.settings[added.kind] = "on"
	}
}

func (f *faults) clear() { f.calls, f.settings = nil, nil }

func (f *faults) setting(kind string) string { return f.settings[kind] }

func (f *faults) number(kind string) int {
	n, _ := strconv.Atoi(f.settings[kind])
	return n
}

// take returns a number once.
func (f *faults) take(kind string) int {
	n := f.number(kind)
	delete(f.settings, kind)
	return n
}

func (f *faults) device(kind string) (string, time.Duration) {
	how, delay, _ := strings.Cut(f.settings[kind], ":")
	ms, _ := strconv.Atoi(delay)
	return how, time.Duration(ms) * time.Millisecond
}

// struck is what happens to one call.
type struck struct {
	killToken, loseReply, hang bool
	delay                      time.Duration
	// What stands in for the array's answer, if not nil.
	answer any
	status int
}

// page is an answer of whatever stands in front of the gateway.
type page struct{ html string }

func (s *struck) answerPage(status int) {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	s.status = status
	s.answer = page{"<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>\n"}
}

// strike counts a call for all faults, and says which of them it meets.
func (f *faults) strike(op string) struck {
	var result struck
	for _, each := range f.calls {
		if each.op != op && (each.op != "*" || op == "login" || op == "logout") {
			continue
		}
		each.seen++
		if each.seen < each.at || each.seen >= each.at+each.count {
			continue
		}
		switch each.kind {
		case "401":
			result.killToken = true
		case "401-html":
			result.killToken = true
			result.answerPage(http.StatusUnauthorized)
		case "503":
			result.answerPage(http.StatusServiceUnavailable)
		case "busy":
			result.answer, result.status = mdm(164, "The system is busy. Retry later"), http.StatusInternalServerError
		case "lost":
			result.loseReply = true
		case "slow":
			result.delay += each.delay
		case "hang":
			result.hang = true
		}
	}
	return result
}
