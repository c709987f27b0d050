package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labDisks makes what the simulator merely describes: data files of the right length, copies that
// expand sparse and compressed disks as a datastore does.
type labDisks struct {
	*simulator.VirtualDiskManager
	lab *lab
}

func (d *labDisks) CreateVirtualDiskTask(ctx *simulator.Context, req *types.CreateVirtualDisk_Task) soap.HasFault {
	answer := d.VirtualDiskManager.CreateVirtualDiskTask(ctx, req)
	if spec, ok := req.Spec.(*types.FileBackedVirtualDiskSpec); ok && d.await(ctx, answer) {
		d.truncate(ctx, req.Name, spec.CapacityKb*1024)
	}
	return answer
}

func (d *labDisks) ExtendVirtualDiskTask(ctx *simulator.Context, req *types.ExtendVirtualDisk_Task) soap.HasFault {
	answer := d.VirtualDiskManager.ExtendVirtualDiskTask(ctx, req)
	if d.await(ctx, answer) {
		d.truncate(ctx, req.Name, req.NewCapacityKb*1024)
	}
	return answer
}

func (d *labDisks) truncate(ctx *simulator.Context, name string, length int64) {
	if file, err := d.lab.file(ctx, name); err == nil {
		_ = os.Truncate(strings.Replace(file, ".vmdk", "-flat.vmdk", 1), length)
	}
}

func (d *labDisks) CopyVirtualDiskTask(ctx *simulator.Context, req *types.CopyVirtualDisk_Task) soap.HasFault {
	from, err := d.lab.file(ctx, req.SourceName)
	to, toErr := d.lab.file(ctx, req.DestName)
	if err != nil || toErr != nil || !isSparse(from) {
		return d.VirtualDiskManager.CopyVirtualDiskTask(ctx, req)
	}
	task := simulator.CreateTask(d, "copyVirtualDisk", func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		if _, err := os.Stat(to); err == nil {
			return nil, &types.FileAlreadyExists{FileFault: types.FileFault{File: req.DestName}}
		}
		if err := qemuImg("convert", "-O", "vmdk", "-o", "subformat=monolithicFlat", from, to); err != nil {
			return nil, &types.FileFault{File: req.DestName}
		}
		return nil, nil
	})
	return &methods.CopyVirtualDisk_TaskBody{
		Res: &types.CopyVirtualDisk_TaskResponse{Returnval: task.Run(ctx)},
	}
}

// DeleteVirtualDiskTask takes a disk without a data file, too.
func (d *labDisks) DeleteVirtualDiskTask(ctx *simulator.Context, req *types.DeleteVirtualDisk_Task) soap.HasFault {
	task := simulator.CreateTask(d, "deleteVirtualDisk", func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		file, err := d.lab.file(ctx, req.Name)
		if err == nil {
			err = os.Remove(file)
		}
		if err != nil {
			return nil, &types.FileNotFound{FileFault: types.FileFault{File: req.Name}}
		}
		_ = os.Remove(strings.Replace(file, ".vmdk", "-flat.vmdk", 1))
		return nil, nil
	})
	return &methods.DeleteVirtualDisk_TaskBody{
		Res: &types.DeleteVirtualDisk_TaskResponse{Returnval: task.Run(ctx)},
	}
}

// await tells whether a task that an answer names succeeded.
func (d *labDisks) await(ctx *simulator.Context, answer soap.HasFault) bool {
	var reference types.ManagedObjectReference
	switch body := answer.(type) {
	case *methods.CreateVirtualDisk_TaskBody:
		reference = body.Res.Returnval
	case *methods.ExtendVirtualDisk_TaskBody:
		reference = body.Res.Returnval
	}
	task, ok := ctx.Map.Get(reference).(*simulator.Task)
	if !ok {
		return false
	}
	task.Wait()
	return task.Info.Error == nil
}

// file is where a datastore path lies on this machine.
func (l *lab) file(ctx *simulator.Context, name string) (string, error) {
	var path object.DatastorePath
	if !path.FromString(name) {
		return "", fmt.Errorf("no datastore path: %s", name)
	}
	ds, ok := l.registry.FindByName(path.Datastore, l.references("Datastore")).(*simulator.Datastore)
	if !ok {
		return "", fmt.Errorf("no datastore: %s", name)
	}
	folder := ds.Summary.Url
	if !isObjectStore(ds.Summary.Type) {
		return filepath.Join(folder, path.Path), nil
	}
	parts := strings.Split(path.Path, "/")
	if _, err := uuid.Parse(parts[0]); err == nil {
		return filepath.Join(folder, path.Path), nil
	}
	answer := l.namespaces().ConvertNamespacePathToUuidPath(ctx, &types.ConvertNamespacePathToUuidPath{
		Datacenter: l.datacenter(), NamespaceUrl: folder + parts[0],
	}).(*methods.ConvertNamespacePathToUuidPathBody)
	if answer.Fault() != nil {
		return "", fmt.Errorf("no namespace: %s", name)
	}
	return filepath.Join(append([]string{answer.Res.Returnval}, parts[1:]...)...), nil
}

func (l *lab) namespaces() *simulator.DatastoreNamespaceManager {
	return l.registry.Get(*l.content.DatastoreNamespaceManager).(*simulator.DatastoreNamespaceManager)
}

func (l *lab) datacenter() *types.ManagedObjectReference {
	reference := l.registry.All("Datacenter")[0].Reference()
	return &reference
}

// isSparse tells a hosted sparse or streamOptimized file by its first bytes.
func isSparse(file string) bool {
	head := make([]byte, 4)
	open, err := os.Open(file)
	if err != nil {
		return false
	}
	defer open.Close()
	_, err = open.Read(head)
	return err == nil && bytes.Equal(head, []byte("KDMV"))
}

func qemuImg(arguments ...string) error {
	output, err := exec.Command("qemu-img", arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("qemu-img %v: %s", arguments, output)
	}
	return nil
}
