package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
)

// The first element of the body is the method.
var method = regexp.MustCompile(`<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)`)

const faultText = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>%[1]s, as the lab was told</faultstring>
<detail><%[1]sFault xmlns="urn:vim25" xsi:type="%[1]s"></%[1]sFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`

// call counts a call from outside, and answers it with a fault if it is its turn.
func (l *lab) call(w http.ResponseWriter, r *http.Request, simulated http.Handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	name := ""
	if found := method.FindSubmatch(body); found != nil {
		name = string(found[1])
	}
	injected := l.count(name)
	if injected == "hang" {
		// Until the client gives up, or dies.
		<-r.Context().Done()
		return
	}
	if injected != "" {
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprintf(w, faultText, injected)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	simulated.ServeHTTP(w, r)
}

func (l *lab) count(method string) string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.calls[method]++
	l.calls["*"]++
	for _, f := range l.faults {
		if f.call == l.calls[f.method] && (f.method == method || f.method == "*") {
			return f.name
		}
	}
	return ""
}
