package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"sort"
	"strings"

	"github.com/vmware/govmomi/simulator"
)

// seen is what the lab has counted since it started.
type seen struct {
	Calls           map[string]int `json:"calls"`
	ImportedBytes   int64          `json:"importedBytes"`
	ExportedBytes   int64          `json:"exportedBytes"`
	UploadedBytes   int64          `json:"uploadedBytes"`
	DownloadedBytes int64          `json:"downloadedBytes"`
}

func (l *lab) count(method string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.seen.Calls[method]++
	l.seen.Calls["*"]++
}

// counter adds up what is written to it.
func (l *lab) counter(sum *int64) writerFunc {
	return func(bytes []byte) (int, error) {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		*sum += int64(len(bytes))
		return len(bytes), nil
	}
}

type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(bytes []byte) (int, error) { return w(bytes) }

// tellState says what a test wants to know of the world.
func (l *lab) tellState(w http.ResponseWriter, _ *http.Request) {
	machines := []string{}
	for _, one := range l.registry.All("VirtualMachine") {
		machines = append(machines, one.(*simulator.VirtualMachine).Name)
	}
	sort.Strings(machines)
	sessions, faults := len(l.sessions()), l.faults.texts()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(struct {
		seen
		Sessions int      `json:"sessions"`
		Leases   int      `json:"leases"`
		Machines []string `json:"machines"`
		Faults   []string `json:"faults"`
	}{l.seen, sessions, len(l.leases), machines, faults})
}

// addFaults sets faults, one a line.
func (l *lab) addFaults(w http.ResponseWriter, r *http.Request) {
	lines := bufio.NewScanner(r.Body)
	for lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		if text == sessionsNow {
			l.endSessions()
		} else if text != "" {
			if err := l.faults.Set(text); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func (l *lab) clearFaults(w http.ResponseWriter, _ *http.Request) {
	l.faults.clear()
	w.WriteHeader(http.StatusNoContent)
}
