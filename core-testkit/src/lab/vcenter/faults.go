package main

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/types"
)

const faultSyntax = `METHOD:N:FAULT       the N-th call of METHOD (* is any) from now on earns a fault
METHOD:N:hang        that call is never answered
task:METHOD:N:FAULT  the task that the N-th call of METHOD starts ends with that error
session:N            all sessions end after N calls more; session:0, of a lab that runs: at once
upload:reset:BYTES   the next upload that gets so far has its connection reset there
upload:hang:BYTES    the next upload that gets so far gets no farther
upload:spoil:BYTES   the next upload that gets so far has one bit changed there
download:reset:BYTES, download:hang:BYTES, download:spoil:BYTES
                     the same of downloads
lease:FAULT          the next lease goes to the state error
lease-timeout:S      leases without progress for so many seconds are lost
slow:BYTES           transfers move so many bytes a second
delay:MILLIS         calls are answered so many milliseconds later
space:BYTES          the datastores together have room for so many bytes more
FAULT may be followed by its causes: FileFault/NoDiskSpace`

// sessionsNow is carried out, and not kept.
const sessionsNow = "session:0"

// hang is what takes the place of a fault's name where no answer comes.
const hang = "hang"

// fault is one thing that is to go wrong.
type fault struct {
	text   string
	kind   string
	method string
	number int64
	names  []string
}

// faults are those that are set. Safe for use by many threads.
type faults struct {
	mutex sync.Mutex
	set   []*fault
}

func (f *faults) String() string {
	return strings.Join(f.texts(), " ")
}

func (f *faults) texts() []string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	texts := []string{}
	for _, one := range f.set {
		texts = append(texts, one.text)
	}
	return texts
}

// Set adds one, as flag.Value wants it.
func (f *faults) Set(text string) error {
	one, err := parseFault(text)
	if err != nil {
		return fmt.Errorf("%q: %w; it is one of\n%s", text, err, faultSyntax)
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.set = append(f.set, one)
	return nil
}

func (f *faults) clear() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.set = nil
}

func parseFault(text string) (*fault, error) {
	parts := strings.Split(text, ":")
	one := &fault{text: text, kind: parts[0]}
	var number, names string
	switch {
	case one.kind == "task" && len(parts) == 4:
		one.method, number, names = parts[1], parts[2], parts[3]
	case one.kind == "lease" && len(parts) == 2:
		number, names = "1", parts[1]
	case isTransfer(one.kind) && len(parts) == 3 && (parts[1] == "reset" || parts[1] == hang || parts[1] == "spoil"):
		one.method, number = parts[1], parts[2]
	case isNumber(one.kind) && len(parts) == 2:
		number = parts[1]
	case len(parts) == 3 && one.kind != "task" && !isTransfer(one.kind):
		one.kind, one.method, number, names = "call", parts[0], parts[1], parts[2]
	default:
		return nil, fmt.Errorf("no fault of this form")
	}
	var err error
	one.number, err = strconv.ParseInt(number, 10, 64)
	if err != nil || one.number < 0 {
		return nil, fmt.Errorf("%q is not a number", number)
	}
	if names == hang && one.kind == "call" {
		one.names = []string{hang}
	} else if names != "" {
		one.names = strings.Split(names, "/")
		if _, err := makeFault(one.names); err != nil {
			return nil, err
		}
	}
	return one, nil
}

func isTransfer(kind string) bool {
	return kind == "upload" || kind == "download"
}

func isNumber(kind string) bool {
	switch kind {
	case "session", "lease-timeout", "slow", "delay", "space":
		return true
	}
	return false
}

// turn counts a call against the faults that wait for it, and gives that whose turn it is, or nil.
func (f *faults) turn(kind, method string) *fault {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	var now *fault
	for _, one := range f.set {
		if one.kind == kind && (one.method == method || one.method == "*" || one.method == "") {
			one.number--
			if one.number <= 0 && now == nil {
				now = one
			}
		}
	}
	f.remove(now)
	return now
}

// hangs tells whether there is no answer to be.
func (f *fault) hangs() bool {
	return len(f.names) == 1 && f.names[0] == hang
}

// made is the fault of vSphere's.
func (f *fault) made() types.BaseMethodFault {
	made, _ := makeFault(f.names)
	return made
}

func (f *faults) remove(gone *fault) {
	for i, one := range f.set {
		if one == gone {
			f.set = append(f.set[:i], f.set[i+1:]...)
			return
		}
	}
}

// value is what the first fault of a kind says.
func (f *faults) value(kind string) (int64, bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, one := range f.set {
		if one.kind == kind {
			return one.number, true
		}
	}
	return 0, false
}

// reached gives what happens to a transfer at a position, which happens once, or "".
func (f *faults) reached(kind string, position int64) string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, one := range f.set {
		if one.kind == kind && position >= one.number {
			f.remove(one)
			return one.method
		}
	}
	return ""
}

// take takes room on the datastores, unless there is too little.
func (f *faults) take(bytes int64) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, one := range f.set {
		if one.kind == "space" {
			if one.number < bytes {
				return false
			}
			one.number -= bytes
		}
	}
	return true
}

func (f *faults) delay() {
	if millis, ok := f.value("delay"); ok {
		time.Sleep(time.Duration(millis) * time.Millisecond)
	}
}

// makeFault makes a fault of vSphere's by its name, with its causes.
func makeFault(names []string) (types.BaseMethodFault, error) {
	var made types.BaseMethodFault
	for i := len(names) - 1; i >= 0; i-- {
		kind, known := types.TypeFunc()(names[i])
		if !known {
			return nil, fmt.Errorf("vSphere has no fault %s", names[i])
		}
		outer, ok := reflect.New(kind).Interface().(types.BaseMethodFault)
		if !ok {
			return nil, fmt.Errorf("%s is no fault", names[i])
		}
		if made != nil {
			outer.GetMethodFault().FaultCause = localized(made)
		}
		made = outer
	}
	return made, nil
}

func localized(fault types.BaseMethodFault) *types.LocalizedMethodFault {
	return &types.LocalizedMethodFault{Fault: fault, LocalizedMessage: message(fault)}
}

func faultName(fault types.BaseMethodFault) string {
	return reflect.TypeOf(fault).Elem().Name()
}

// message is what the server says to a fault that it was told to have.
func message(fault types.BaseMethodFault) string {
	switch faultName(fault) {
	case "NoPermission":
		return "Permission to perform this operation was denied."
	case "NotAuthenticated":
		return "The session is not authenticated."
	}
	return faultName(fault) + ", as the lab was told"
}
