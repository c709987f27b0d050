package main

import (
	"os"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labFolder makes machines whose disks are real.
type labFolder struct {
	*simulator.Folder
	lab *lab
}

func (f *labFolder) CreateVMTask(ctx *simulator.Context, req *types.CreateVM_Task) soap.HasFault {
	task := f.lab.run(ctx, f, "createVm", func() (types.AnyType, types.BaseMethodFault) {
		return f.lab.create(ctx, f.Folder, req)
	})
	return &methods.CreateVM_TaskBody{Res: &types.CreateVM_TaskResponse{Returnval: task}}
}

func (l *lab) create(ctx *simulator.Context, folder *simulator.Folder, req *types.CreateVM_Task) (types.AnyType, types.BaseMethodFault) {
	l.creating.Lock()
	defer l.creating.Unlock()
	if there := ctx.Map.FindByName(req.Config.Name, folder.ChildEntity); there != nil {
		return nil, &types.DuplicateName{Name: req.Config.Name, Object: there.Reference()}
	}
	if req.Config.InstanceUuid == "" {
		// The simulator would give all machines of one path the same.
		req.Config.InstanceUuid = uuid.NewString()
	}
	parents, fault := l.takeParents(req.Config.DeviceChange)
	if fault != nil {
		return nil, fault
	}
	made, fault := l.await(ctx, folder.CreateVMTask(ctx, req).(*methods.CreateVM_TaskBody).Res.Returnval)
	if fault != nil {
		return nil, fault
	}
	vm := ctx.Map.Get(made.(types.ManagedObjectReference)).(*simulator.VirtualMachine)
	if fault := l.fill(ctx, vm, req.Config.DeviceChange, parents); fault != nil {
		l.destroy(ctx, vm)
		return nil, fault
	}
	return made, nil
}

// takeParents takes the parents of new disks out of a specification, by the index of the change:
// the simulator reads a parent as text, and most are not.
func (l *lab) takeParents(changes []types.BaseVirtualDeviceConfigSpec) (map[int]*types.VirtualDiskFlatVer2BackingInfo, types.BaseMethodFault) {
	parents := map[int]*types.VirtualDiskFlatVer2BackingInfo{}
	for i, change := range changes {
		spec := change.GetVirtualDeviceConfigSpec()
		made, ok := spec.Device.(*types.VirtualDisk)
		if !ok || spec.FileOperation != types.VirtualDeviceConfigSpecFileOperationCreate {
			continue
		}
		backing, ok := made.Backing.(*types.VirtualDiskFlatVer2BackingInfo)
		if !ok || backing.Parent == nil {
			continue
		}
		parent, fault := l.disk(&l.datacenter().Self, backing.Parent.FileName)
		if fault != nil {
			return nil, fault
		}
		parents[i], backing.Parent = backing.Parent, nil
		setCapacity(made, parent.capacity)
	}
	return parents, nil
}

// fill makes the files of disks what the machine says they are.
func (l *lab) fill(ctx *simulator.Context, vm *simulator.VirtualMachine, changes []types.BaseVirtualDeviceConfigSpec, parents map[int]*types.VirtualDiskFlatVer2BackingInfo) types.BaseMethodFault {
	for i, change := range changes {
		spec := change.GetVirtualDeviceConfigSpec()
		made, ok := spec.Device.(*types.VirtualDisk)
		if !ok || spec.Operation != types.VirtualDeviceConfigSpecOperationAdd {
			continue
		}
		backing, ok := made.Backing.(types.BaseVirtualDeviceFileBackingInfo)
		if !ok {
			continue
		}
		name := backing.GetVirtualDeviceFileBackingInfo().FileName
		file, fault := l.file(name)
		if fault != nil {
			return fault
		}
		switch parent := parents[i]; {
		case parent != nil:
			if fault := l.linkTo(parent, made, file); fault != nil {
				return fault
			}
		case spec.FileOperation == "":
			// It is as large as it is, whatever the request says.
			attached, err := readDisk(file)
			if err != nil {
				return broken(name, err)
			}
			setCapacity(made, attached.capacity)
		default:
			if !l.faults.take(thickBytes(made)) {
				return l.full(name)
			}
			if err := createEmpty(flatFile(file), made.CapacityInBytes); err != nil {
				return broken(name, err)
			}
		}
	}
	l.refresh(ctx, vm)
	return nil
}

func (l *lab) linkTo(parent *types.VirtualDiskFlatVer2BackingInfo, child *types.VirtualDisk, file string) types.BaseMethodFault {
	from, fault := l.file(parent.FileName)
	if fault != nil {
		return fault
	}
	if err := link(from, file); err != nil {
		return broken(parent.FileName, err)
	}
	child.Backing.(*types.VirtualDiskFlatVer2BackingInfo).Parent = parent
	return nil
}

// refresh tells those who watch a machine what its disks are now.
func (l *lab) refresh(ctx *simulator.Context, vm *simulator.VirtualMachine) {
	ctx.WithLock(vm, func() {
		vm.RefreshStorageInfo(ctx, nil)
		ctx.Update(vm, []types.PropertyChange{{Name: "config.hardware.device", Val: vm.Config.Hardware.Device}})
	})
}

func setCapacity(of *types.VirtualDisk, bytes int64) {
	of.CapacityInBytes, of.CapacityInKB = bytes, bytes/1024
}

func thickBytes(made *types.VirtualDisk) int64 {
	backing, ok := made.Backing.(*types.VirtualDiskFlatVer2BackingInfo)
	if ok && backing.ThinProvisioned != nil && *backing.ThinProvisioned {
		return 0
	}
	return made.CapacityInBytes
}

func disksOf(devices []types.BaseVirtualDevice) []*types.VirtualDisk {
	var disks []*types.VirtualDisk
	for _, one := range object.VirtualDeviceList(devices).SelectByType((*types.VirtualDisk)(nil)) {
		disks = append(disks, one.(*types.VirtualDisk))
	}
	return disks
}

// fileName is a device's file as the machine names it; empty when it has none.
func fileName(device types.BaseVirtualDevice) string {
	if backing, ok := device.GetVirtualDevice().Backing.(types.BaseVirtualDeviceFileBackingInfo); ok {
		return backing.GetVirtualDeviceFileBackingInfo().FileName
	}
	return ""
}

// destroy removes a machine and its files. The context is that of the caller, who may hold locks
// that this needs.
func (l *lab) destroy(ctx *simulator.Context, vm *simulator.VirtualMachine) {
	if _, fault := l.await(ctx, vm.DestroyTask(ctx, &types.Destroy_Task{This: vm.Self}).(*methods.Destroy_TaskBody).Res.Returnval); fault == nil {
		l.sweep(vm)
	}
}

// sweep removes a machine's folder, which the simulator does some time later.
func (l *lab) sweep(vm *simulator.VirtualMachine) {
	if folder, fault := l.file(vm.Config.Files.LogDirectory); fault == nil && vm.Config.Files.LogDirectory != "" {
		_ = os.RemoveAll(folder)
	}
}

// labMachine changes disks for real.
type labMachine struct {
	*simulator.VirtualMachine
	lab *lab
}

func (m *labMachine) ReconfigVMTask(ctx *simulator.Context, req *types.ReconfigVM_Task) soap.HasFault {
	task := m.lab.run(ctx, m, "reconfigVm", func() (types.AnyType, types.BaseMethodFault) {
		if m.lab.busy(m.VirtualMachine) {
			return nil, &types.TaskInProgress{}
		}
		changes := req.Spec.DeviceChange
		parents, fault := m.lab.takeParents(changes)
		if fault != nil {
			return nil, fault
		}
		if fault := m.lab.growEdited(changes); fault != nil {
			return nil, fault
		}
		if _, fault := m.lab.await(ctx, m.VirtualMachine.ReconfigVMTask(ctx, req).(*methods.ReconfigVM_TaskBody).Res.Returnval); fault != nil {
			return nil, fault
		}
		return nil, m.lab.fill(ctx, m.VirtualMachine, changes, parents)
	})
	return &methods.ReconfigVM_TaskBody{Res: &types.ReconfigVM_TaskResponse{Returnval: task}}
}

// growEdited grows the files of disks that are to be larger.
func (l *lab) growEdited(changes []types.BaseVirtualDeviceConfigSpec) types.BaseMethodFault {
	for _, change := range changes {
		spec := change.GetVirtualDeviceConfigSpec()
		edited, ok := spec.Device.(*types.VirtualDisk)
		if !ok || spec.Operation != types.VirtualDeviceConfigSpecOperationEdit {
			continue
		}
		name := fileName(edited)
		is, fault := l.disk(&l.datacenter().Self, name)
		if fault != nil {
			return fault
		}
		wanted := max(edited.CapacityInBytes, edited.CapacityInKB*1024)
		if wanted > is.capacity {
			if fault := l.grow(is, name, wanted); fault != nil {
				return fault
			}
		}
	}
	return nil
}

// PromoteDisksTask moves what the parents of disks have into them.
func (m *labMachine) PromoteDisksTask(ctx *simulator.Context, req *types.PromoteDisks_Task) soap.HasFault {
	task := m.lab.run(ctx, m, "promoteDisks", func() (types.AnyType, types.BaseMethodFault) {
		if m.lab.busy(m.VirtualMachine) {
			return nil, &types.TaskInProgress{}
		}
		for i := range req.Disks {
			if fault := m.lab.promote(fileName(&req.Disks[i])); fault != nil {
				return nil, fault
			}
		}
		_, fault := m.lab.await(ctx, m.VirtualMachine.PromoteDisksTask(ctx, req).(*methods.PromoteDisks_TaskBody).Res.Returnval)
		m.lab.refresh(ctx, m.VirtualMachine)
		return nil, fault
	})
	return &methods.PromoteDisks_TaskBody{Res: &types.PromoteDisks_TaskResponse{Returnval: task}}
}

func (l *lab) promote(name string) types.BaseMethodFault {
	child, fault := l.disk(&l.datacenter().Self, name)
	if fault != nil {
		return fault
	}
	if child.parent == "" {
		return nil
	}
	parent, err := readDisk(child.parent)
	if err != nil {
		return broken(child.parent, err)
	}
	if !l.faults.take(child.size() + parent.size()) {
		return l.full(name)
	}
	if err := child.grow(child.capacity); err != nil {
		return broken(name, err)
	}
	return nil
}

func (m *labMachine) DestroyTask(ctx *simulator.Context, req *types.Destroy_Task) soap.HasFault {
	task := m.lab.run(ctx, m, "destroy", func() (types.AnyType, types.BaseMethodFault) {
		if m.lab.busy(m.VirtualMachine) {
			return nil, &types.TaskInProgress{}
		}
		_, fault := m.lab.await(ctx, m.VirtualMachine.DestroyTask(ctx, req).(*methods.Destroy_TaskBody).Res.Returnval)
		if fault == nil {
			m.lab.sweep(m.VirtualMachine)
			m.lab.endLeases(m.VirtualMachine)
		}
		return nil, fault
	})
	return &methods.Destroy_TaskBody{Res: &types.Destroy_TaskResponse{Returnval: task}}
}

// CloneVMTask copies disks, or links them where the request says so.
func (m *labMachine) CloneVMTask(ctx *simulator.Context, req *types.CloneVM_Task) soap.HasFault {
	sources := disksOf(m.Config.Hardware.Device)
	if req.Spec.Snapshot != nil {
		if snapshot, ok := ctx.Map.Get(*req.Spec.Snapshot).(*simulator.VirtualMachineSnapshot); ok {
			sources = disksOf(snapshot.Config.Hardware.Device)
		}
	}
	linked := req.Spec.Location.DiskMoveType == string(types.VirtualMachineRelocateDiskMoveOptionsCreateNewChildDiskBacking)
	task := m.lab.run(ctx, m, "cloneVm", func() (types.AnyType, types.BaseMethodFault) {
		made, fault := m.lab.await(ctx, m.VirtualMachine.CloneVMTask(ctx, req).(*methods.CloneVM_TaskBody).Res.Returnval)
		if fault != nil {
			return nil, fault
		}
		clone := ctx.Map.Get(made.(types.ManagedObjectReference)).(*simulator.VirtualMachine)
		for i, copied := range disksOf(clone.Config.Hardware.Device) {
			if i >= len(sources) {
				break
			}
			if fault := m.lab.copyTo(sources[i], copied, linked); fault != nil {
				m.lab.destroy(ctx, clone)
				return nil, fault
			}
		}
		m.lab.refresh(ctx, clone)
		return made, nil
	})
	return &methods.CloneVM_TaskBody{Res: &types.CloneVM_TaskResponse{Returnval: task}}
}

func (l *lab) copyTo(source, copied *types.VirtualDisk, linked bool) types.BaseMethodFault {
	from, fault := l.disk(&l.datacenter().Self, fileName(source))
	if fault != nil {
		return fault
	}
	to, fault := l.file(fileName(copied))
	if fault != nil {
		return fault
	}
	setCapacity(copied, from.capacity)
	if linked {
		return l.linkTo(source.Backing.(*types.VirtualDiskFlatVer2BackingInfo), copied, to)
	}
	if err := from.expand(to, from.adapter); err != nil {
		return broken(fileName(copied), err)
	}
	return nil
}

func (m *labMachine) ExportVm(ctx *simulator.Context, _ *types.ExportVm) soap.HasFault {
	if m.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOff {
		return &methods.ExportVmBody{Fault_: simulator.Fault(
			"The attempted operation cannot be performed in the current state ("+string(m.Runtime.PowerState)+").",
			&types.InvalidPowerState{
				RequestedState: types.VirtualMachinePowerStatePoweredOff, ExistingState: m.Runtime.PowerState,
			})}
	}
	if m.lab.busy(m.VirtualMachine) {
		return &methods.ExportVmBody{Fault_: simulator.Fault(
			"Another task is already in progress.", &types.TaskInProgress{})}
	}
	lease := m.lab.export(ctx, m.VirtualMachine, m.Config.Hardware.Device)
	return &methods.ExportVmBody{Res: &types.ExportVmResponse{Returnval: lease}}
}

// labSnapshot exports what a machine's disks were.
type labSnapshot struct {
	*simulator.VirtualMachineSnapshot
	lab *lab
}

func (s *labSnapshot) ExportSnapshot(ctx *simulator.Context, _ *types.ExportSnapshot) soap.HasFault {
	vm := ctx.Map.Get(s.Vm).(*simulator.VirtualMachine)
	lease := s.lab.export(ctx, vm, s.Config.Hardware.Device)
	return &methods.ExportSnapshotBody{Res: &types.ExportSnapshotResponse{Returnval: lease}}
}

// RemoveSnapshotTask takes from the simulator the keys by which it would delete the snapshot's
// files: by now they are those of other files, base disks among them.
func (s *labSnapshot) RemoveSnapshotTask(ctx *simulator.Context, req *types.RemoveSnapshot_Task) soap.HasFault {
	vm := ctx.Map.Get(s.Vm).(*simulator.VirtualMachine)
	ctx.WithLock(vm, func() { vm.LayoutEx.Snapshot = nil })
	return s.VirtualMachineSnapshot.RemoveSnapshotTask(ctx, req)
}
