package main

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// lab is what the simulator lacks: it sees every call, and answers some itself.
type lab struct {
	context  *simulator.Context
	registry *simulator.Registry
	content  types.ServiceContent
	esxi     bool
	folder   string

	mutex  sync.Mutex
	calls  map[string]int
	faults faultFlags
	upset  upset
	leases map[string]*labLease
	bytes  int64
}

type fault struct {
	method string
	call   int
	name   string
}

type faultFlags []fault

func (f *faultFlags) String() string { return fmt.Sprint(*f) }

func (f *faultFlags) Set(text string) error {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return fmt.Errorf("%q is not METHOD:N:FAULT", text)
	}
	call, err := strconv.Atoi(parts[1])
	if err != nil {
		return err
	}
	*f = append(*f, fault{method: parts[0], call: call, name: parts[2]})
	return nil
}

// handle sees a call before the simulator does: it may answer with a fault, or put another object
// in the place of the one that is called.
func (l *lab) handle(ctx *simulator.Context, method *simulator.Method) (mo.Reference, types.BaseMethodFault) {
	if ctx.Session == nil {
		return nil, nil
	}
	// What a session has under a reference answers its calls.
	switch body := method.Body.(type) {
	case *types.MakeDirectory:
		return nil, l.refuseTopLevel(body.Name)
	case *types.ImportVApp:
		if pool, ok := ctx.Map.Get(method.This).(*simulator.ResourcePool); ok {
			ctx.Session.Put(&labPool{ResourcePool: pool, lab: l})
		}
	case *types.CreateVM_Task:
		if folder, ok := ctx.Map.Get(method.This).(*simulator.Folder); ok {
			ctx.Session.Put(&labFolder{Folder: folder, lab: l})
		}
	case *types.CreateVirtualDisk_Task, *types.CopyVirtualDisk_Task, *types.ExtendVirtualDisk_Task,
		*types.DeleteVirtualDisk_Task:
		if disks, ok := ctx.Map.Get(method.This).(*simulator.VirtualDiskManager); ok {
			ctx.Session.Put(&labDisks{VirtualDiskManager: disks, lab: l})
		}
	}
	return nil, nil
}

// refuseTopLevel does as an object store: its top-level folders are namespaces.
func (l *lab) refuseTopLevel(name string) types.BaseMethodFault {
	var path object.DatastorePath
	if !path.FromString(name) || path.Path == "" {
		return nil
	}
	top := strings.SplitN(path.Path, "/", 2)[0]
	ds, ok := l.registry.FindByName(path.Datastore, l.references("Datastore")).(*simulator.Datastore)
	if !ok || !isObjectStore(ds.Summary.Type) || top != path.Path {
		return nil
	}
	return &types.CannotCreateFile{FileFault: types.FileFault{File: name}}
}
