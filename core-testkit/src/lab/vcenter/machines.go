package main

import (
	"log"
	"os"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labFolder makes real linked clones of the disks that name a parent.
type labFolder struct {
	*simulator.Folder
	lab *lab
}

func (f *labFolder) CreateVMTask(ctx *simulator.Context, req *types.CreateVM_Task) soap.HasFault {
	answer := f.Folder.CreateVMTask(ctx, req)
	body, ok := answer.(*methods.CreateVM_TaskBody)
	if !ok || body.Res == nil {
		return answer
	}
	task := ctx.Map.Get(body.Res.Returnval).(*simulator.Task)
	task.Wait()
	if reference, ok := task.Info.Result.(types.ManagedObjectReference); ok {
		f.lab.linkDisks(ctx, ctx.Map.Get(reference).(*simulator.VirtualMachine))
	}
	return answer
}

func (l *lab) linkDisks(ctx *simulator.Context, vm *simulator.VirtualMachine) {
	for _, device := range vm.Config.Hardware.Device {
		backing, ok := device.GetVirtualDevice().Backing.(*types.VirtualDiskFlatVer2BackingInfo)
		if !ok || backing.Parent == nil {
			continue
		}
		child, err := l.file(ctx, backing.FileName)
		if err != nil {
			continue
		}
		parent, err := l.file(ctx, backing.Parent.FileName)
		if err != nil {
			continue
		}
		_ = os.Remove(strings.Replace(child, ".vmdk", "-flat.vmdk", 1))
		_ = os.Remove(child)
		if err := qemuImg("create", "-q", "-f", "vmdk", "-b", parent, "-F", "vmdk", child); err != nil {
			log.Print(err)
		}
	}
}
