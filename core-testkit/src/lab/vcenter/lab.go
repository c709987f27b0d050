package main

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"

	"stowage.org/lab/common"
)

// description is what a client has to know.
type description struct {
	URL        string   `json:"url"`
	Username   string   `json:"username"`
	Password   string   `json:"password"`
	Reader     string   `json:"reader"`
	CaFile     string   `json:"caFile"`
	Thumbprint string   `json:"thumbprint"`
	Control    string   `json:"control"`
	Datastores []*store `json:"datastores"`
}

// lab is what the simulator lacks: it sees every call and every transfer, and answers some itself.
type lab struct {
	description description
	context     *simulator.Context
	registry    *simulator.Registry
	content     types.ServiceContent
	esxi        bool
	folder      string
	stores      map[string]*store
	identity    *common.Identity
	faults      *faults
	end         func()

	creating sync.Mutex

	mutex   sync.Mutex
	leases  map[string]*lease
	tickets map[string]bool
	seen    seen
}

func newLab(folder string, chosen *options) (*lab, error) {
	model := simulator.VPX()
	if chosen.esxi {
		model = simulator.ESX()
	} else {
		model.Cluster, model.ClusterHost = 1, 3 // vSAN wants three
		model.Host = 0
	}
	model.Datastore, model.Machine = 0, 0
	if err := model.Create(); err != nil {
		return nil, err
	}
	l := &lab{
		context: model.Service.Context, registry: model.Map(), content: model.ServiceContent,
		esxi: chosen.esxi, folder: folder, stores: map[string]*store{}, faults: &chosen.faults,
		leases: map[string]*lease{}, tickets: map[string]bool{}, seen: seen{Calls: map[string]int{}},
	}
	if err := l.furnish(chosen.datastores); err != nil {
		model.Remove()
		return nil, err
	}
	if err := l.serve(model.Service); err != nil {
		model.Remove()
		return nil, err
	}
	stop := l.end
	l.end = func() {
		stop()
		model.Remove()
	}
	return l, nil
}

// serve lets the simulator answer on a free port, behind the lab.
func (l *lab) serve(service *simulator.Service) error {
	caFile := filepath.Join(l.folder, "ca.pem")
	made, err := common.NewIdentity(caFile, "")
	if err != nil {
		return err
	}
	l.identity = made
	password := common.Secret()
	l.allow(password)
	service.TLS = made.TLS
	service.Listen = &url.URL{User: url.UserPassword(administrator, password), Host: "127.0.0.1:0"}
	service.ServeMux = http.NewServeMux()
	server := service.NewServer()
	server.Server.Config.Handler = l.front(server.Server.Config.Handler)
	server.Server.Config.ConnContext = keepConnection
	// Not the simulator's own end, which waits for clients that wait for updates.
	l.end = func() { _ = server.Server.Config.Close() }
	if !l.esxi {
		if err := l.serveHosts(); err != nil {
			l.end()
			return err
		}
	}

	address := *server.URL
	address.User = nil
	control := address
	control.Path = "/lab"
	l.description = description{
		URL: address.String(), Username: administrator, Password: password, Reader: reader,
		CaFile: caFile, Thumbprint: made.Thumbprint, Control: control.String(),
		Datastores: l.description.Datastores,
	}
	return nil
}

// serveHosts lets every host of the cluster take and give disks at an address of its own, by which
// the inventory names it.
func (l *lab) serveHosts() error {
	mux := http.NewServeMux()
	mux.HandleFunc("/nfc/{lease}/{device}", l.transferDisk)
	for _, host := range l.hosts() {
		listener, err := tls.Listen("tcp", "127.0.0.1:0", l.identity.TLS)
		if err != nil {
			return err
		}
		server := &http.Server{Handler: mux, ConnContext: keepConnection}
		go func() { _ = server.Serve(listener) }()
		host.Name = listener.Addr().String()
		stop := l.end
		l.end = func() {
			stop()
			_ = server.Close()
		}
	}
	return nil
}

func (l *lab) close() {
	l.end()
}

// front sees requests before the simulator does.
func (l *lab) front(simulated http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /lab/state", l.tellState)
	mux.HandleFunc("POST /lab/fault", l.addFaults)
	mux.HandleFunc("DELETE /lab/fault", l.clearFaults)
	mux.HandleFunc("POST /sdk", func(w http.ResponseWriter, r *http.Request) { l.call(w, r, simulated) })
	mux.HandleFunc("POST /sdk/vimService", func(w http.ResponseWriter, r *http.Request) { l.call(w, r, simulated) })
	mux.HandleFunc("/nfc/{lease}/{device}", l.transferDisk)
	mux.HandleFunc("/folder/", l.transferFile)
	mux.Handle("/", simulated)
	return mux
}

// own makes a context for what the lab does of its own accord. Each has its own: a lock that one
// context holds is open to all that share it.
func (l *lab) own() *simulator.Context {
	own := *l.context
	own.Context = context.Background()
	own.Session = &simulator.Session{
		UserSession: types.UserSession{UserName: administrator},
		Registry:    simulator.NewRegistry(),
		Map:         l.registry,
	}
	return &own
}

// handle puts objects of the lab in the place of those that are called.
func (l *lab) handle(ctx *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
	if ctx.Session == nil {
		return nil, refuseStranger(method)
	}
	l.tellApart(ctx.Session, method)
	var stand mo.Reference
	switch called := ctx.Map.Get(method.This).(type) {
	case *simulator.FileManager:
		stand = &labFiles{called, l}
	case *simulator.HostDatastoreBrowser:
		stand = &labBrowser{called, l}
	case *simulator.DatastoreNamespaceManager:
		stand = &labNamespaces{called, l}
	case *simulator.AuthorizationManager:
		stand = &labAuthorization{called, l, ctx.Session.UserName}
	case *simulator.ResourcePool:
		stand = &labPool{called, l}
	case *simulator.Folder:
		stand = &labFolder{called, l}
	case *simulator.VirtualMachine:
		stand = &labMachine{called, l}
	case *simulator.VirtualMachineSnapshot:
		stand = &labSnapshot{called, l}
	case *simulator.SessionManager:
		if method.Name != "AcquireGenericServiceTicket" {
			return nil, nil
		}
		stand = &labTickets{called, l}
	default:
		return nil, nil
	}
	// The simulator prefers what the session has under this reference to what it gets here.
	method.This.Value = "lab:" + method.This.Value
	return stand, nil
}

// run makes a task of some work.
func (l *lab) run(ctx *simulator.Context, of mo.Reference, name string, work func() (types.AnyType, types.BaseMethodFault)) types.ManagedObjectReference {
	return simulator.CreateTask(of, name, func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		return work()
	}).Run(ctx)
}

// await waits for a task of the simulator's own.
func (l *lab) await(ctx *simulator.Context, reference types.ManagedObjectReference) (types.AnyType, types.BaseMethodFault) {
	task := ctx.Map.Get(reference).(*simulator.Task)
	task.Wait()
	if failure := task.Info.Error; failure != nil {
		return nil, failure.Fault
	}
	return task.Info.Result, nil
}

func (l *lab) datacenter() *simulator.Datacenter {
	return l.registry.Any("Datacenter").(*simulator.Datacenter)
}

// exists tells whether there is a file or folder.
func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

type connectionKey struct{}

func keepConnection(ctx context.Context, connection net.Conn) context.Context {
	return context.WithValue(ctx, connectionKey{}, connection)
}

// reset breaks a connection off, so that the peer's next read or write fails.
func reset(r *http.Request) {
	if connection, ok := r.Context().Value(connectionKey{}).(*tls.Conn); ok {
		if plain, ok := connection.NetConn().(*net.TCPConn); ok {
			_ = plain.SetLinger(0)
			_ = plain.Close()
		}
	}
	panic(http.ErrAbortHandler)
}
