package main

import (
	"log"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labDisks makes what the simulator merely describes: data files of the right length, copies that
// expand sparse and compressed disks as a datastore does, descriptors that name what is there.
type labDisks struct {
	*simulator.VirtualDiskManager
	lab *lab
}

func (d *labDisks) CreateVirtualDiskTask(ctx *simulator.Context, req *types.CreateVirtualDisk_Task) soap.HasFault {
	task := d.lab.run(ctx, d, "createVirtualDisk", func() (types.AnyType, types.BaseMethodFault) {
		return req.Name, d.create(req)
	})
	return &methods.CreateVirtualDisk_TaskBody{Res: &types.CreateVirtualDisk_TaskResponse{Returnval: task}}
}

func (d *labDisks) create(req *types.CreateVirtualDisk_Task) types.BaseMethodFault {
	spec, ok := req.Spec.(*types.FileBackedVirtualDiskSpec)
	if !ok || spec.CapacityKb <= 0 {
		return &types.InvalidArgument{InvalidProperty: "spec"}
	}
	file, fault := d.lab.free(req.Datacenter, req.Name)
	if fault != nil {
		return fault
	}
	capacity := spec.CapacityKb * 1024
	if spec.DiskType != string(types.VirtualDiskTypeThin) && !d.lab.faults.take(capacity) {
		return d.lab.full(req.Name)
	}
	if err := describe(file, capacity, adapterName(spec.AdapterType)); err != nil {
		return broken(req.Name, err)
	}
	if err := createEmpty(flatFile(file), capacity); err != nil {
		return broken(req.Name, err)
	}
	return nil
}

func (d *labDisks) CopyVirtualDiskTask(ctx *simulator.Context, req *types.CopyVirtualDisk_Task) soap.HasFault {
	task := d.lab.run(ctx, d, "copyVirtualDisk", func() (types.AnyType, types.BaseMethodFault) {
		return nil, d.copy(req)
	})
	return &methods.CopyVirtualDisk_TaskBody{Res: &types.CopyVirtualDisk_TaskResponse{Returnval: task}}
}

// copy never replaces a disk: a server does not heed the request's force.
func (d *labDisks) copy(req *types.CopyVirtualDisk_Task) types.BaseMethodFault {
	source, fault := d.lab.disk(req.SourceDatacenter, req.SourceName)
	if fault != nil {
		return fault
	}
	center := req.DestDatacenter
	if center == nil {
		center = req.SourceDatacenter
	}
	to, fault := d.lab.free(center, req.DestName)
	if fault != nil {
		return fault
	}
	if !d.lab.faults.take(source.size()) {
		return d.lab.full(req.DestName)
	}
	adapter := source.adapter
	if spec, ok := req.DestSpec.(types.BaseVirtualDiskSpec); ok {
		adapter = adapterName(spec.GetVirtualDiskSpec().AdapterType)
	}
	if err := source.expand(to, adapter); err != nil {
		return broken(req.DestName, err)
	}
	return nil
}

func (d *labDisks) MoveVirtualDiskTask(ctx *simulator.Context, req *types.MoveVirtualDisk_Task) soap.HasFault {
	task := d.lab.run(ctx, d, "moveVirtualDisk", func() (types.AnyType, types.BaseMethodFault) {
		return nil, d.move(req)
	})
	return &methods.MoveVirtualDisk_TaskBody{Res: &types.MoveVirtualDisk_TaskResponse{Returnval: task}}
}

func (d *labDisks) move(req *types.MoveVirtualDisk_Task) types.BaseMethodFault {
	source, fault := d.lab.disk(req.SourceDatacenter, req.SourceName)
	if fault != nil {
		return fault
	}
	center := req.DestDatacenter
	if center == nil {
		center = req.SourceDatacenter
	}
	if req.Force != nil && *req.Force {
		if fault := d.delete(center, req.DestName); fault != nil {
			if _, absent := fault.(*types.FileNotFound); !absent {
				return fault
			}
		}
	}
	to, fault := d.lab.free(center, req.DestName)
	if fault != nil {
		return fault
	}
	if source.sparse {
		if err := os.Rename(source.file, to); err != nil {
			return broken(req.DestName, err)
		}
		return nil
	}
	if err := describe(to, source.capacity, source.adapter); err != nil {
		return broken(req.DestName, err)
	}
	if err := os.Rename(flatFile(source.file), flatFile(to)); err != nil {
		return broken(req.DestName, err)
	}
	_ = os.Remove(source.file)
	return nil
}

func (d *labDisks) ExtendVirtualDiskTask(ctx *simulator.Context, req *types.ExtendVirtualDisk_Task) soap.HasFault {
	task := d.lab.run(ctx, d, "extendVirtualDisk", func() (types.AnyType, types.BaseMethodFault) {
		return req.Name, d.extend(req)
	})
	return &methods.ExtendVirtualDisk_TaskBody{Res: &types.ExtendVirtualDisk_TaskResponse{Returnval: task}}
}

func (d *labDisks) extend(req *types.ExtendVirtualDisk_Task) types.BaseMethodFault {
	grown, fault := d.lab.disk(req.Datacenter, req.Name)
	if fault != nil {
		return fault
	}
	return d.lab.grow(grown, req.Name, req.NewCapacityKb*1024)
}

// grow refuses what a datastore does: to shrink a disk, and to grow one that has a parent.
func (l *lab) grow(grown disk, name string, capacity int64) types.BaseMethodFault {
	if capacity < grown.capacity || grown.parent != "" {
		return &types.FileFault{File: name}
	}
	if err := grown.grow(capacity); err != nil {
		return broken(name, err)
	}
	return nil
}

func (d *labDisks) DeleteVirtualDiskTask(ctx *simulator.Context, req *types.DeleteVirtualDisk_Task) soap.HasFault {
	task := d.lab.run(ctx, d, "deleteVirtualDisk", func() (types.AnyType, types.BaseMethodFault) {
		return nil, d.delete(req.Datacenter, req.Name)
	})
	return &methods.DeleteVirtualDisk_TaskBody{Res: &types.DeleteVirtualDisk_TaskResponse{Returnval: task}}
}

func (d *labDisks) delete(center *types.ManagedObjectReference, name string) types.BaseMethodFault {
	gone, fault := d.lab.disk(center, name)
	if fault != nil {
		return fault
	}
	if err := os.Remove(gone.file); err != nil {
		return broken(name, err)
	}
	if !gone.sparse {
		_ = os.Remove(flatFile(gone.file))
	}
	return nil
}

// disk finds one that exists.
func (l *lab) disk(center *types.ManagedObjectReference, name string) (disk, types.BaseMethodFault) {
	if center == nil && !l.esxi {
		return disk{}, &types.InvalidArgument{InvalidProperty: "datacenter"}
	}
	file, fault := l.file(name)
	if fault != nil {
		return disk{}, fault
	}
	found, err := readDisk(file)
	if err != nil {
		return disk{}, broken(name, err)
	}
	return found, nil
}

// free finds the place of a disk that is to be, in a folder that exists.
func (l *lab) free(center *types.ManagedObjectReference, name string) (string, types.BaseMethodFault) {
	if center == nil && !l.esxi {
		return "", &types.InvalidArgument{InvalidProperty: "datacenter"}
	}
	if fault := l.refuseTopLevel(name); fault != nil {
		return "", fault
	}
	file, fault := l.file(name)
	if fault != nil {
		return "", fault
	}
	if exists(file) {
		return "", &types.FileAlreadyExists{FileFault: types.FileFault{File: name}}
	}
	if !exists(filepath.Dir(file)) {
		return "", &types.FileNotFound{FileFault: types.FileFault{File: name}}
	}
	return file, nil
}

func (l *lab) full(name string) types.BaseMethodFault {
	one, _, _ := l.find(name)
	return &types.NoDiskSpace{FileFault: types.FileFault{File: name}, Datastore: one.Name}
}

// broken is the fault for what this machine's own files refuse.
func broken(name string, err error) types.BaseMethodFault {
	if os.IsNotExist(err) {
		return &types.FileNotFound{FileFault: types.FileFault{File: name}}
	}
	log.Printf("%s: %v", name, err)
	return &types.FileFault{File: name, VimFault: types.VimFault{MethodFault: types.MethodFault{
		FaultCause: &types.LocalizedMethodFault{
			Fault: &types.SystemErrorFault{Reason: err.Error()}, LocalizedMessage: err.Error(),
		},
	}}}
}

// adapterName is how a descriptor calls what the API calls busLogic.
func adapterName(kind string) string {
	if kind == "" {
		kind = string(types.VirtualDiskAdapterTypeLsiLogic)
	}
	return strings.ToLower(kind)
}

func createEmpty(file string, length int64) error {
	made, err := os.Create(file)
	if err != nil {
		return err
	}
	defer made.Close()
	return made.Truncate(length)
}

// allocated is what files take on their disk.
func allocated(files ...string) int64 {
	var sum int64
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			if status, ok := info.Sys().(*syscall.Stat_t); ok {
				sum += status.Blocks * sectorBytes
			}
		}
	}
	return sum
}
