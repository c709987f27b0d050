package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
	"github.com/vmware/govmomi/vim25/xml"
)

const envelope = xml.Header + `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"` +
	` xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
	`<soapenv:Body>%s</soapenv:Body></soapenv:Envelope>`

// call counts a call from outside, and answers it with a fault if it is its turn.
func (l *lab) call(w http.ResponseWriter, r *http.Request, simulated http.Handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	method, err := simulator.UnmarshalBody(typeOf, body)
	if err != nil {
		simulated.ServeHTTP(w, r)
		return
	}
	l.count(method.Name)
	l.faults.delay()
	if fault := l.faults.turn("call", method.Name); fault != nil {
		if fault.hangs() {
			<-r.Context().Done()
			return
		}
		l.refuse(w, r, method, fault.made())
		return
	}
	session := l.session(r)
	if session != nil {
		if l.faults.turn("session", method.Name) != nil {
			l.endSessions()
		} else if session.UserName == reader {
			if privilege, ok := privileges[method.Name]; ok {
				l.refuse(w, r, method, &types.NoPermission{PrivilegeId: privilege})
				return
			}
		}
	}
	if strings.HasSuffix(method.Name, "_Task") {
		if fault := l.faults.turn("task", method.Name); fault != nil {
			l.failTask(w, method, fault.made())
			return
		}
	}
	simulated.ServeHTTP(w, r)
}

// typeOf finds a type by its name, with or without the prefix of a namespace.
func typeOf(name string) (reflect.Type, bool) {
	return types.TypeFunc()(name[strings.LastIndex(name, ":")+1:])
}

func (l *lab) refuse(w http.ResponseWriter, r *http.Request, method *simulator.Method, fault types.BaseMethodFault) {
	switch refused := fault.(type) {
	case *types.NotAuthenticated:
		// Whoever is told this has no session any more.
		if session := l.session(r); session != nil {
			l.endSession(session.Key)
		}
	case *types.NoPermission:
		refused.Object = &method.This
		if refused.PrivilegeId == "" {
			refused.PrivilegeId = privileges[method.Name]
		}
	}
	name := faultName(fault)
	detail := element(fault, xml.StartElement{
		Name: xml.Name{Local: name + "Fault"},
		Attr: []xml.Attr{
			{Name: xml.Name{Local: "xmlns"}, Value: "urn:vim25"},
			{Name: xml.Name{Local: "xsi:type"}, Value: name},
		},
	})
	answer(w, http.StatusInternalServerError, fmt.Sprintf(
		"<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>%s</faultstring><detail>%s</detail></soapenv:Fault>",
		message(fault), detail))
}

// failTask answers with a task that has ended with an error already.
func (l *lab) failTask(w http.ResponseWriter, method *simulator.Method, fault types.BaseMethodFault) {
	task := simulator.CreateTask(method.This, strings.TrimSuffix(method.Name, "_Task")+"Task", nil)
	now := time.Now()
	task.Info.StartTime, task.Info.CompleteTime = &now, &now
	task.Info.State = types.TaskInfoStateError
	task.Info.Error = localized(fault)
	l.registry.Put(task)
	task.Info.Key, task.Info.Task = task.Self.Value, task.Self
	answer(w, http.StatusOK, fmt.Sprintf(
		`<%[1]sResponse xmlns="urn:vim25"><returnval type="Task">%[2]s</returnval></%[1]sResponse>`,
		method.Name, task.Self.Value))
}

func element(value any, start xml.StartElement) string {
	var text bytes.Buffer
	encoder := xml.NewEncoder(&text)
	if err := encoder.EncodeElement(value, start); err != nil {
		return ""
	}
	_ = encoder.Flush()
	return text.String()
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, envelope, body)
}
