package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// control serves what is below /lab: not part of any gateway, but what tests look at it with.
//
//	GET    /lab/calls   all calls in order, with their bodies
//	DELETE /lab/calls   forgets them
//	GET    /lab/state   what there is: volumes, living tokens
//	GET    /lab/calls.txt, /lab/volumes.txt   the same, a line each with tabs between
//	POST   /lab/faults  {"fault": "lost:createVolume:1"} adds a fault, as --fault does
//	DELETE /lab/faults  clears all
//	POST   /lab/clock   {"advanceSeconds": 600} sets the clock forward
//	POST   /lab/sdc/ID  what drv_cfg is asked
func (g *gateway) control(w http.ResponseWriter, r *http.Request, path string, content []byte) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if guid, ok := strings.CutPrefix(path, "/lab/sdc/"); ok {
		text, ok := g.sdcRequest(guid, string(content))
		if !ok {
			w.WriteHeader(http.StatusInternalServerError)
		}
		_, _ = w.Write([]byte(text))
		return
	}
	var b body
	if len(content) > 0 && json.Unmarshal(content, &b) != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	switch r.Method + " " + path {
	case "GET /lab/calls":
		calls := g.calls
		if calls == nil {
			calls = []*call{}
		}
		write(w, http.StatusOK, calls)
	case "DELETE /lab/calls":
		g.calls = nil
		write(w, http.StatusOK, struct{}{})
	case "GET /lab/calls.txt":
		for _, c := range g.calls {
			fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\n", c.Op, c.Status, c.Method, c.Path, oneLine(c.Body))
		}
	case "GET /lab/volumes.txt":
		for _, v := range g.volumesWhere(func(*volume) bool { return true }) {
			fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\n", v.name, v.id, v.sizeKib, v.kind, v.pool.domain.name, v.pool.name, v.file, strings.Join(v.hosts(), ","))
		}
	case "GET /lab/state":
		write(w, http.StatusOK, g.state())
	case "POST /lab/faults":
		added, err := parseFault(b.text("fault"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		g.faults.add(added)
		write(w, http.StatusOK, struct{}{})
	case "DELETE /lab/faults":
		g.faults.clear()
		write(w, http.StatusOK, struct{}{})
	case "POST /lab/clock":
		seconds, _ := b["advanceSeconds"].(float64)
		g.ahead += time.Duration(seconds) * time.Second
		write(w, http.StatusOK, struct{}{})
	default:
		http.NotFound(w, r)
	}
}

func (g *gateway) state() any {
	volumes := []any{}
	for _, v := range g.volumesWhere(func(*volume) bool { return true }) {
		volumes = append(volumes, map[string]any{
			"id": v.id, "name": v.name, "sizeInKb": v.sizeKib, "volumeType": v.kind, "pool": v.pool.name,
			"domain": v.pool.domain.name, "file": v.file, "mappedTo": v.hosts(),
		})
	}
	return map[string]any{"volumes": volumes, "tokens": len(g.tokens)}
}

func (v *volume) hosts() []string {
	guids := []string{}
	for _, m := range v.mappings {
		guids = append(guids, m.sdc.guid)
	}
	return guids
}

func oneLine(content json.RawMessage) []byte {
	var compact bytes.Buffer
	_ = json.Compact(&compact, content)
	return compact.Bytes()
}
