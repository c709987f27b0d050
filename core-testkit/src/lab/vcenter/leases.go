package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path"
	"strings"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labPool gives leases that keep what is uploaded.
type labPool struct {
	*simulator.ResourcePool
	lab *lab
}

// labLease removes its machine when it is aborted, as a host does.
type labLease struct {
	*simulator.HttpNfcLease
	lab *lab
}

func (p *labPool) ImportVApp(ctx *simulator.Context, req *types.ImportVApp) soap.HasFault {
	answer := p.ResourcePool.ImportVApp(ctx, req)
	body, ok := answer.(*methods.ImportVAppBody)
	if !ok || body.Res == nil {
		return answer
	}
	lease, ok := ctx.Session.Get(body.Res.Returnval).(*simulator.HttpNfcLease)
	if ok {
		wrapped := &labLease{HttpNfcLease: lease, lab: p.lab}
		ctx.Session.Put(wrapped)
		p.lab.mutex.Lock()
		if p.lab.leases == nil {
			p.lab.leases = map[string]*labLease{}
		}
		p.lab.leases[body.Res.Returnval.Value] = wrapped
		p.lab.mutex.Unlock()
	}
	return answer
}

func (l *labLease) HttpNfcLeaseComplete(ctx *simulator.Context, req *types.HttpNfcLeaseComplete) soap.HasFault {
	l.lab.forget(req.This.Value)
	return l.HttpNfcLease.HttpNfcLeaseComplete(ctx, req)
}

func (l *labLease) HttpNfcLeaseAbort(ctx *simulator.Context, req *types.HttpNfcLeaseAbort) soap.HasFault {
	l.lab.forget(req.This.Value)
	if l.Info != nil {
		if vm, ok := ctx.Map.Get(l.Info.Entity).(*simulator.VirtualMachine); ok {
			body := vm.DestroyTask(ctx, &types.Destroy_Task{This: vm.Self}).(*methods.Destroy_TaskBody)
			ctx.Map.Get(body.Res.Returnval).(*simulator.Task).Wait()
		}
	}
	return l.HttpNfcLease.HttpNfcLeaseAbort(ctx, req)
}

func (l *lab) forget(lease string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	delete(l.leases, lease)
}

// front sees requests before the simulator does.
func (l *lab) front(simulator http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/sdk" && r.Method == http.MethodPost:
			l.call(w, r, simulator)
		case r.URL.Path == "/lab/state":
			l.state(w)
		case strings.HasPrefix(r.URL.Path, "/nfc/") && r.Method != http.MethodGet:
			l.upload(w, r, simulator)
		case strings.HasPrefix(r.URL.Path, "/folder/") && strings.HasSuffix(r.URL.Path, "-flat.vmdk") && l.hidesData(r):
			http.Error(w, "data files of this datastore have no names", http.StatusBadRequest)
		default:
			simulator.ServeHTTP(w, r)
		}
	})
}

// upload keeps the bytes as the machine's disk, while the simulator counts and digests them.
func (l *lab) upload(w http.ResponseWriter, r *http.Request, simulated http.Handler) {
	parts := strings.Split(r.URL.Path, "/")
	l.mutex.Lock()
	lease := l.leases[parts[len(parts)-2]]
	l.mutex.Unlock()
	file := ""
	if lease != nil && lease.Info != nil {
		file = l.diskFile(lease.Info.Entity, parts[len(parts)-1])
	}
	if file == "" {
		http.NotFound(w, r)
		return
	}
	kept, err := os.Create(file)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer kept.Close()
	counted := &countingWriter{lab: l}
	body := io.Reader(r.Body)
	if l.upset.what != "" {
		body = &upsetReader{Reader: body, left: l.upset.after, request: r, writer: w, what: l.upset.what}
	}
	r.Body = io.NopCloser(io.TeeReader(body, io.MultiWriter(kept, counted)))
	simulated.ServeHTTP(w, r)
}

func (l *lab) diskFile(machine types.ManagedObjectReference, name string) string {
	vm, ok := l.registry.Get(machine).(*simulator.VirtualMachine)
	if !ok {
		return ""
	}
	ctx := l.context
	for _, device := range object.VirtualDeviceList(vm.Config.Hardware.Device) {
		info, ok := device.GetVirtualDevice().Backing.(types.BaseVirtualDeviceFileBackingInfo)
		if ok && path.Base(info.GetVirtualDeviceFileBackingInfo().FileName) == name {
			file, err := l.file(ctx, info.GetVirtualDeviceFileBackingInfo().FileName)
			if err == nil {
				return file
			}
		}
	}
	return ""
}

func (l *lab) hidesData(r *http.Request) bool {
	ds, ok := l.registry.FindByName(r.URL.Query().Get("dsName"), l.references("Datastore")).(*simulator.Datastore)
	return ok && isObjectStore(ds.Summary.Type)
}

type countingWriter struct{ lab *lab }

func (c *countingWriter) Write(bytes []byte) (int, error) {
	c.lab.mutex.Lock()
	defer c.lab.mutex.Unlock()
	c.lab.bytes += int64(len(bytes))
	return len(bytes), nil
}

// state says what a test wants to know of the world.
func (l *lab) state(w http.ResponseWriter) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var machines []string
	for _, one := range l.registry.All("VirtualMachine") {
		machines = append(machines, one.(*simulator.VirtualMachine).Name)
	}
	leases := 0
	for _, lease := range l.leases {
		if lease.Info != nil && l.registry.Get(lease.Info.Entity) != nil {
			leases++
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"calls": l.calls, "leases": leases, "machines": machines, "importedBytes": l.bytes,
	})
}
