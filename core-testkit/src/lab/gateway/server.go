package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const longestBody = 1 << 20

// call is one request as tests read it. What logins bear is left out.
type call struct {
	Op     string          `json:"op"`
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"`
	Status int             `json:"status"`
}

// ServeHTTP answers one request after the other: the array has one state.
func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	content, err := io.ReadAll(io.LimitReader(r.Body, longestBody+1))
	if err != nil || len(content) > longestBody {
		http.Error(w, "request body too long or cut off", http.StatusRequestEntityTooLarge)
		return
	}
	path := r.URL.EscapedPath()
	if strings.HasPrefix(path, "/lab/") {
		g.control(w, r, path, content)
		return
	}
	segments := strings.Split(strings.Trim(path, "/"), "/")
	op := operation(r.Method, segments)

	g.mutex.Lock()
	entry := g.record(op, r.Method, path, content)
	fault := g.faults.strike(op)
	g.mutex.Unlock()

	time.Sleep(fault.delay)
	if fault.hang {
		<-r.Context().Done()
		return
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	status, answer := http.StatusOK, any(nil)
	if fault.killToken {
		delete(g.tokens, g.presented(r))
	}
	if fault.answer != nil {
		status, answer = fault.status, fault.answer
	} else if result, failed := g.answer(r, op, segments, content); failed != nil {
		status, answer = failed.Status, failed
	} else {
		answer = result
	}
	if _, empty := answer.(noContent); empty {
		status = http.StatusNoContent
	}
	entry.Status = status
	if fault.loseReply {
		drop(w)
		return
	}
	write(w, status, answer)
}

func (g *gateway) record(op, method, path string, content []byte) *call {
	entry := &call{Op: op, Method: method, Path: path}
	if json.Valid(content) && !strings.HasPrefix(path, "/rest/auth/") {
		entry.Body = bytes.Clone(content)
	}
	g.calls = append(g.calls, entry)
	return entry
}

func drop(w http.ResponseWriter) {
	if connection, _, err := w.(http.Hijacker).Hijack(); err == nil {
		_ = connection.Close()
	}
}

func write(w http.ResponseWriter, status int, answer any) {
	switch answer := answer.(type) {
	case noContent:
		w.WriteHeader(status)
	case page:
		w.Header().Set("Content-Type", "text/html;charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer.html)
	default:
		content, err := json.Marshal(answer)
		if err != nil {
			panic(err)
		}
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		w.WriteHeader(status)
		_, _ = w.Write(content)
	}
}

// operation is what faults and tests call a request by: its action, else its relation, else what it
// does to its type.
func operation(method string, segments []string) string {
	last := segments[len(segments)-1]
	switch {
	case len(segments) < 3:
		return last
	case segments[0] == "rest" || segments[0] == "dtapi":
		return last
	case segments[1] == "instances" && len(segments) == 3:
		return "get" + strings.Split(last, "::")[0]
	case strings.HasPrefix(last, "getBy"):
		return strings.Split(last, "::")[0]
	case segments[1] == "types" && len(segments) == 4 && method == http.MethodPost:
		return "create" + segments[2]
	case segments[1] == "types" && len(segments) == 4:
		return "list" + segments[2]
	}
	return last
}

func (g *gateway) answer(r *http.Request, op string, segments []string, content []byte) (any, *failure) {
	b := body{}
	if r.Method == http.MethodPost {
		kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || kind != "application/json" {
			return nil, &failure{Message: "Unsupported Media Type", Status: http.StatusUnsupportedMediaType}
		}
		decoder := json.NewDecoder(bytes.NewReader(content))
		decoder.UseNumber()
		if err := decoder.Decode(&b); err != nil && len(content) > 0 {
			return nil, invalid("Request message is not valid: %s", err)
		}
	} else if r.Method != http.MethodGet {
		return nil, &failure{Message: "Request method '" + r.Method + "' not supported", Status: http.StatusMethodNotAllowed}
	}
	switch r.Method + " /" + strings.Join(segments, "/") {
	case "GET /api/login":
		if g.bearerOnly {
			return nil, noSuchURL()
		}
		return g.login(r)
	case "POST /rest/auth/login":
		if g.major < 4 {
			return nil, noSuchURL()
		}
		return g.bearerLogin(b)
	}
	if !g.authenticated(r) {
		return nil, unauthorized()
	}
	switch r.Method + " /" + strings.Join(segments, "/") {
	case "GET /api/logout":
		return g.logout(r)
	case "POST /rest/auth/logout":
		return g.bearerLogout(b)
	case "GET /api/version":
		return g.version, nil
	case "POST /dtapi/rest/v1/metrics/query":
		return g.metrics(b)
	}
	if segments[0] != "api" || len(segments) < 3 {
		return nil, noSuchURL()
	}
	switch segments[1] {
	case "types":
		return g.typesURL(r.Method, segments, b)
	case "instances":
		return g.instancesURL(r.Method, segments, b)
	}
	return nil, noSuchURL()
}

// typesURL serves /api/types/TYPE/instances and what is below.
func (g *gateway) typesURL(method string, segments []string, b body) (any, *failure) {
	if len(segments) < 4 || segments[3] != "instances" {
		return nil, noSuchURL()
	}
	kind := segments[2]
	switch {
	case len(segments) == 4 && method == http.MethodGet:
		return g.list(kind)
	case len(segments) == 4 && kind == "Volume":
		return g.createVolume(b)
	case len(segments) == 5 && method == http.MethodGet:
		key, value, _ := strings.Cut(segments[4], "::")
		return g.getBy(kind, key, value)
	case len(segments) == 6 && segments[4] == "action" && method == http.MethodPost:
		switch segments[5] {
		case "queryIdByKey":
			return g.queryIDByKey(kind, b)
		case "queryBySelectedIds":
			return g.queryBySelectedIDs(kind, b)
		case "querySelectedStatistics":
			return g.querySelectedStatistics(kind, b)
		}
	}
	return nil, noSuchURL()
}

// instancesURL serves /api/instances/TYPE::ID and what is below.
func (g *gateway) instancesURL(method string, segments []string, b body) (any, *failure) {
	kind, id, named := strings.Cut(segments[2], "::")
	id, err := url.PathUnescape(id)
	if err != nil {
		return nil, noSuchURL()
	}
	if !named && kind == "System" && method == http.MethodPost {
		id, named = g.systemID, true
	}
	if !named {
		return nil, noSuchURL()
	}
	if failed := checkID(id); failed != nil {
		return nil, failed
	}
	switch {
	case len(segments) == 3 && method == http.MethodGet:
		return g.view(kind, id)
	case len(segments) == 5 && segments[3] == "relationships" && method == http.MethodGet:
		return g.relation(kind, id, segments[4])
	case len(segments) == 5 && segments[3] == "action" && method == http.MethodPost:
		return g.act(kind, id, segments[4], b)
	case len(segments) == 4 && kind == "System" && segments[3] == "queryMdmCluster" && method == http.MethodPost:
		return g.mdmCluster(), nil
	}
	return nil, noSuchURL()
}

func (g *gateway) act(kind, id, verb string, b body) (any, *failure) {
	switch kind {
	case "Volume":
		return g.volumeAction(id, verb, b)
	case "System":
		if id != g.systemID {
			return nil, mdm(3, "Not found")
		}
		return g.systemAction(verb, b)
	case "Sdc":
		found := g.sdcByID(id)
		if found == nil {
			return nil, noSdc()
		}
		if verb == "setSdcName" {
			if failed := b.require("sdcName"); failed != nil {
				return nil, failed
			}
			found.name = b.text("sdcName")
			return struct{}{}, nil
		}
	}
	return nil, noSuchURL()
}
