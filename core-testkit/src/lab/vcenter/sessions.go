package main

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

const (
	administrator = "administrator@vsphere.local"
	reader        = "reader"
	ticketCookie  = "vmware_cgi_ticket"
)

// privileges are those that the role "Read-only" lacks, by the methods that want them.
var privileges = map[string]string{
	"AcquireGenericServiceTicket":    "Datastore.Browse",
	"CloneVM_Task":                   "VirtualMachine.Provisioning.Clone",
	"CopyDatastoreFile_Task":         "Datastore.FileManagement",
	"CopyVirtualDisk_Task":           "Datastore.FileManagement",
	"CreateDirectory":                "Datastore.Config",
	"CreateFolder":                   "Folder.Create",
	"CreateSnapshot_Task":            "VirtualMachine.State.CreateSnapshot",
	"CreateVM_Task":                  "VirtualMachine.Inventory.Create",
	"CreateVirtualDisk_Task":         "Datastore.FileManagement",
	"DeleteDatastoreFile_Task":       "Datastore.FileManagement",
	"DeleteDirectory":                "Datastore.Config",
	"DeleteVirtualDisk_Task":         "Datastore.FileManagement",
	"Destroy_Task":                   "VirtualMachine.Inventory.Delete",
	"ExportSnapshot":                 "VApp.Export",
	"ExportVm":                       "VApp.Export",
	"ExtendVirtualDisk_Task":         "Datastore.FileManagement",
	"ImportVApp":                     "VApp.Import",
	"MakeDirectory":                  "Datastore.FileManagement",
	"MoveDatastoreFile_Task":         "Datastore.FileManagement",
	"MoveVirtualDisk_Task":           "Datastore.FileManagement",
	"PowerOffVM_Task":                "VirtualMachine.Interact.PowerOff",
	"PowerOnVM_Task":                 "VirtualMachine.Interact.PowerOn",
	"PromoteDisks_Task":              "VirtualMachine.Provisioning.PromoteDisks",
	"ReconfigVM_Task":                "VirtualMachine.Config.Settings",
	"RegisterVM_Task":                "VirtualMachine.Inventory.Register",
	"RemoveSnapshot_Task":            "VirtualMachine.State.RemoveSnapshot",
	"Rename_Task":                    "VirtualMachine.Config.Rename",
	"SearchDatastoreSubFolders_Task": "Datastore.Browse",
	"SearchDatastore_Task":           "Datastore.Browse",
	"UnregisterVM":                   "VirtualMachine.Inventory.Unregister",
}

// allow lets the administrator and the reader in, who have one password.
func (l *lab) allow(password string) {
	l.registry.SessionManager().ValidLogin = func(login *types.Login) bool {
		return login.Password == password &&
			(strings.EqualFold(login.UserName, administrator) || login.UserName == reader)
	}
}

// sessions are those that are open.
func (l *lab) sessions() []types.UserSession {
	// The list is filled in for those who have a session only.
	manager := l.own().Session.Get(*l.content.SessionManager).(*simulator.SessionManager)
	return manager.SessionList
}

// tellApart gives a session's own view of the property collector a name of its own. The simulator
// keeps those who wait for updates by their names, in one place for all sessions: of two who wait
// with the collector that every session has, one would never hear of anything again.
func (l *lab) tellApart(session *simulator.Session, method *simulator.Method) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	collector, ok := session.Get(l.content.PropertyCollector).(*simulator.PropertyCollector)
	if !ok {
		return
	}
	if own := "propertyCollector of " + session.Key; collector.Self.Value != own {
		collector.Self.Value = own
	}
	if method.Name == "Logout" {
		l.registry.RemoveHandler(collector)
	}
}

// session is that of a request; nil when it has none.
func (l *lab) session(r *http.Request) *types.UserSession {
	cookie, err := r.Cookie(soap.SessionCookieName)
	if err != nil {
		return nil
	}
	for _, one := range l.sessions() {
		if one.Key == strings.Trim(cookie.Value, `"`) {
			return &one
		}
	}
	return nil
}

func (l *lab) endSession(keys ...string) {
	l.registry.SessionManager().TerminateSession(l.own(), &types.TerminateSession{SessionId: keys})
}

func (l *lab) endSessions() {
	for _, one := range l.sessions() {
		l.endSession(one.Key)
	}
}

// visitor tells by what right files are asked for: an HTTP status of 200, 401 or 403.
func (l *lab) visitor(r *http.Request) int {
	if session := l.session(r); session != nil {
		if session.UserName == reader {
			return http.StatusForbidden
		}
		return http.StatusOK
	}
	if cookie, err := r.Cookie(ticketCookie); err == nil {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		ticket := strings.Trim(cookie.Value, `"`)
		if l.tickets[ticket] {
			// Good for one request.
			delete(l.tickets, ticket)
			return http.StatusOK
		}
	}
	return http.StatusUnauthorized
}

// labTickets gives tickets that files can be asked for with, at a host.
type labTickets struct {
	*simulator.SessionManager
	lab *lab
}

func (t *labTickets) AcquireGenericServiceTicket(_ *types.AcquireGenericServiceTicket) soap.HasFault {
	id := uuid.NewString()
	t.lab.mutex.Lock()
	defer t.lab.mutex.Unlock()
	t.lab.tickets[id] = true
	return &methods.AcquireGenericServiceTicketBody{
		Res: &types.AcquireGenericServiceTicketResponse{
			Returnval: types.SessionManagerGenericServiceTicket{Id: id, HostName: t.ServiceHostName},
		},
	}
}

// refuseStranger answers what the simulator would tell those who have not logged in.
func refuseStranger(method *simulator.Method) types.BaseMethodFault {
	var specs []types.PropertyFilterSpec
	switch body := method.Body.(type) {
	case *types.RetrieveProperties:
		specs = body.SpecSet
	case *types.RetrievePropertiesEx:
		specs = body.SpecSet
	}
	for _, spec := range specs {
		for _, one := range spec.ObjectSet {
			switch one.Obj.Type {
			case "ServiceInstance", "SessionManager":
			default:
				return &types.NotAuthenticated{NoPermission: types.NoPermission{
					Object: &one.Obj, PrivilegeId: "System.View",
				}}
			}
		}
	}
	return nil
}

// labAuthorization knows what the reader may not.
type labAuthorization struct {
	*simulator.AuthorizationManager
	lab    *lab
	caller string
}

func granted(user, privilege string) bool {
	return user != reader || strings.HasPrefix(privilege, "System.")
}

func availability(user string, entities []types.ManagedObjectReference, ids []string) []types.EntityPrivilege {
	var all []types.EntityPrivilege
	for _, entity := range entities {
		of := types.EntityPrivilege{Entity: entity}
		for _, id := range ids {
			of.PrivAvailability = append(of.PrivAvailability, types.PrivilegeAvailability{PrivId: id, IsGranted: granted(user, id)})
		}
		all = append(all, of)
	}
	return all
}

func (a *labAuthorization) HasPrivilegeOnEntities(req *types.HasPrivilegeOnEntities) soap.HasFault {
	return &methods.HasPrivilegeOnEntitiesBody{Res: &types.HasPrivilegeOnEntitiesResponse{
		Returnval: availability(a.caller, req.Entity, req.PrivId),
	}}
}

func (a *labAuthorization) HasUserPrivilegeOnEntities(req *types.HasUserPrivilegeOnEntities) soap.HasFault {
	return &methods.HasUserPrivilegeOnEntitiesBody{Res: &types.HasUserPrivilegeOnEntitiesResponse{
		Returnval: availability(req.UserName, req.Entities, req.PrivId),
	}}
}

func (a *labAuthorization) HasPrivilegeOnEntity(req *types.HasPrivilegeOnEntity) soap.HasFault {
	var all []bool
	for _, id := range req.PrivId {
		all = append(all, granted(a.caller, id))
	}
	return &methods.HasPrivilegeOnEntityBody{Res: &types.HasPrivilegeOnEntityResponse{Returnval: all}}
}

func (a *labAuthorization) FetchUserPrivilegeOnEntities(req *types.FetchUserPrivilegeOnEntities) soap.HasFault {
	answer := a.AuthorizationManager.FetchUserPrivilegeOnEntities(req)
	body, ok := answer.(*methods.FetchUserPrivilegeOnEntitiesBody)
	if !ok || body.Res == nil || req.UserName != reader {
		return answer
	}
	for i := range body.Res.Returnval {
		body.Res.Returnval[i].Privileges = []string{"System.Anonymous", "System.Read", "System.View"}
	}
	return body
}
