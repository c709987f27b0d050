package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

const leaseSeconds = 300

// lease is on a machine that is imported or exported. It belongs to no session.
type lease struct {
	mo.HttpNfcLease
	lab       *lab
	vm        *simulator.VirtualMachine
	importing bool

	mutex   sync.Mutex
	devices []*device
	timer   *time.Timer
	timeout time.Duration
	over    error
}

// device is a file of the machine under an address of the lease.
type device struct {
	url      types.HttpNfcLeaseDeviceUrl
	disk     *types.VirtualDisk
	name     string
	file     string
	checksum types.HttpNfcLeaseManifestEntryChecksumType
	manifest *types.HttpNfcLeaseManifestEntry
}

func (l *lab) newLease(importing bool) *lease {
	seconds := int64(leaseSeconds)
	if told, ok := l.faults.value("lease-timeout"); ok {
		seconds = told
	}
	made := &lease{lab: l, importing: importing, timeout: time.Duration(seconds) * time.Second}
	made.Self = types.ManagedObjectReference{Type: "HttpNfcLease", Value: "lease-" + uuid.NewString()}
	made.State = types.HttpNfcLeaseStateInitializing
	made.Mode = string(types.HttpNfcLeaseModePushOrGet)
	l.registry.Put(made)
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.leases[made.Self.Value] = made
	return made
}

// labPool gives leases that keep what is uploaded.
type labPool struct {
	*simulator.ResourcePool
	lab *lab
}

func (p *labPool) ImportVApp(ctx *simulator.Context, req *types.ImportVApp) soap.HasFault {
	spec, ok := req.Spec.(*types.VirtualMachineImportSpec)
	if !ok {
		return &methods.ImportVAppBody{Fault_: simulator.Fault(
			"A specified parameter was not correct: spec", &types.InvalidArgument{InvalidProperty: "spec"})}
	}
	reference := p.lab.datacenter().VmFolder
	if req.Folder != nil {
		reference = *req.Folder
	}
	folder, ok := ctx.Map.Get(reference).(*simulator.Folder)
	if !ok {
		return &methods.ImportVAppBody{Fault_: simulator.Fault(
			"The folder is gone.", &types.ManagedObjectNotFound{Obj: reference})}
	}
	lease := p.lab.newLease(true)
	p.lab.run(ctx, p, "ImportVAppLRO", func() (types.AnyType, types.BaseMethodFault) {
		if told := p.lab.faults.turn("lease", ""); told != nil {
			fault := told.made()
			lease.fail(fault, errors.New(message(fault)))
			return nil, fault
		}
		made, fault := p.lab.create(ctx, folder, &types.CreateVM_Task{
			This: folder.Self, Config: spec.ConfigSpec, Pool: p.Self, Host: req.Host,
		})
		if fault != nil {
			lease.fail(fault, fmt.Errorf("%s", faultName(fault)))
			return nil, fault
		}
		vm := ctx.Map.Get(made.(types.ManagedObjectReference)).(*simulator.VirtualMachine)
		lease.begin(ctx, vm, vm.Config.Hardware.Device)
		return nil, nil
	})
	return &methods.ImportVAppBody{Res: &types.ImportVAppResponse{Returnval: lease.Self}}
}

func (l *lab) export(ctx *simulator.Context, vm *simulator.VirtualMachine, devices []types.BaseVirtualDevice) types.ManagedObjectReference {
	lease := l.newLease(false)
	if told := l.faults.turn("lease", ""); told != nil {
		fault := told.made()
		lease.fail(fault, errors.New(message(fault)))
	} else {
		lease.begin(ctx, vm, devices)
	}
	return lease.Self
}

// busy tells whether a machine is exported as it stands, and so has to stay as it is.
func (l *lab) busy(vm *simulator.VirtualMachine) bool {
	l.mutex.Lock()
	held := slices.Collect(maps.Values(l.leases))
	l.mutex.Unlock()
	return vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOff &&
		slices.ContainsFunc(held, func(one *lease) bool { return !one.importing && one.isOn(vm) })
}

// begin makes a lease ready. Its time runs from now on.
func (l *lease) begin(ctx *simulator.Context, vm *simulator.VirtualMachine, devices []types.BaseVirtualDevice) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.vm = vm
	// A host that speaks for itself does not know by which name it was called.
	host := "*"
	if !l.lab.esxi {
		host = l.lab.registry.Get(*vm.Runtime.Host).(*simulator.HostSystem).Name
	}
	list := object.VirtualDeviceList(devices)
	numbers := map[string]int{}
	var urls []types.HttpNfcLeaseDeviceUrl
	for _, one := range list {
		name := fileName(one)
		file, fault := l.lab.file(name)
		if name == "" || fault != nil {
			continue
		}
		kind := list.Type(one)
		added := &device{name: name, file: file, checksum: types.HttpNfcLeaseManifestEntryChecksumTypeSha1}
		added.disk, _ = one.(*types.VirtualDisk)
		base := fmt.Sprintf("%s-%d%s", kind, numbers[kind], path.Ext(name))
		added.url = types.HttpNfcLeaseDeviceUrl{
			Key:           fmt.Sprintf("/%s/%s:%d", vm.Self.Value, kind, numbers[kind]),
			ImportKey:     fmt.Sprintf("/%s/%s:%d", vm.Name, kind, numbers[kind]),
			Url:           "https://" + path.Join(host, "nfc", l.Self.Value, base),
			SslThumbprint: l.lab.identity.Sha1,
			Disk:          types.NewBool(added.disk != nil),
			TargetId:      base,
			DatastoreKey:  "https://" + path.Join(host, "nfc", l.Self.Value) + "/",
		}
		numbers[kind]++
		l.devices = append(l.devices, added)
		urls = append(urls, added.url)
	}
	l.timer = time.AfterFunc(l.timeout, l.expire)
	ctx.Map.AtomicUpdate(ctx, l, []types.PropertyChange{
		{Name: "info", Val: &types.HttpNfcLeaseInfo{
			Lease: l.Self, Entity: vm.Self, DeviceUrl: urls, LeaseTimeout: int32(l.timeout / time.Second),
		}},
		{Name: "initializeProgress", Val: int32(100)},
		{Name: "state", Val: types.HttpNfcLeaseStateReady},
	})
}

func (l *lease) expire() {
	l.fail(&types.Timedout{}, errors.New("the lease timed out"))
}

// endLeases ends the leases on a machine that is gone.
func (l *lab) endLeases(vm *simulator.VirtualMachine) {
	l.mutex.Lock()
	held := slices.Collect(maps.Values(l.leases))
	l.mutex.Unlock()
	for _, one := range held {
		if !one.isOn(vm) {
			continue
		}
		one.fail(&types.ManagedObjectNotFound{Obj: vm.Self}, errors.New("the machine is gone"))
	}
}

func (l *lease) isOn(vm *simulator.VirtualMachine) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.vm == vm
}

// fail takes a lease to the state error, and what it had imported away.
func (l *lease) fail(fault types.BaseMethodFault, why error) {
	if !l.finish(why) {
		return
	}
	l.remove()
	ctx := l.lab.own()
	ctx.Map.AtomicUpdate(ctx, l, []types.PropertyChange{
		{Name: "error", Val: &types.LocalizedMethodFault{Fault: fault, LocalizedMessage: why.Error()}},
		{Name: "state", Val: types.HttpNfcLeaseStateError},
	})
}

// finish ends a lease, once.
func (l *lease) finish(why error) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.over != nil {
		return false
	}
	l.over = why
	if l.timer != nil {
		l.timer.Stop()
	}
	l.lab.mutex.Lock()
	defer l.lab.mutex.Unlock()
	delete(l.lab.leases, l.Self.Value)
	return true
}

func (l *lease) remove() {
	if l.importing && l.vm != nil && l.lab.registry.Get(l.vm.Self) != nil {
		l.lab.destroy(l.lab.own(), l.vm)
	}
}

// ended tells why a lease is over; nil while it is not.
func (l *lease) ended() error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.over
}

// refusal is what a lease says that is not ready.
func (l *lease) refusal() *soap.Fault {
	switch {
	case l.State == types.HttpNfcLeaseStateReady:
		return nil
	case l.Error != nil:
		if fault, ok := l.Error.Fault.(*types.Timedout); ok {
			return simulator.Fault("The lease timed out.", fault)
		}
	}
	return simulator.Fault("The operation is not allowed in the current state.", &types.InvalidState{})
}

func (l *lease) HttpNfcLeaseProgress(ctx *simulator.Context, req *types.HttpNfcLeaseProgress) soap.HasFault {
	if refusal := l.refusal(); refusal != nil {
		return &methods.HttpNfcLeaseProgressBody{Fault_: refusal}
	}
	l.mutex.Lock()
	l.timer.Reset(l.timeout)
	l.mutex.Unlock()
	ctx.Update(l, []types.PropertyChange{{Name: "transferProgress", Val: req.Percent}})
	return &methods.HttpNfcLeaseProgressBody{Res: new(types.HttpNfcLeaseProgressResponse)}
}

func (l *lease) HttpNfcLeaseComplete(ctx *simulator.Context, _ *types.HttpNfcLeaseComplete) soap.HasFault {
	if refusal := l.refusal(); refusal != nil {
		return &methods.HttpNfcLeaseCompleteBody{Fault_: refusal}
	}
	if !l.finish(errors.New("the lease is complete")) {
		return &methods.HttpNfcLeaseCompleteBody{Fault_: simulator.Fault("The lease is over.", &types.InvalidState{})}
	}
	ctx.Update(l, []types.PropertyChange{{Name: "state", Val: types.HttpNfcLeaseStateDone}})
	ctx.Map.Remove(ctx, l.Self)
	return &methods.HttpNfcLeaseCompleteBody{Res: new(types.HttpNfcLeaseCompleteResponse)}
}

func (l *lease) HttpNfcLeaseAbort(ctx *simulator.Context, req *types.HttpNfcLeaseAbort) soap.HasFault {
	if l.finish(errors.New("the lease was aborted")) {
		l.remove()
	}
	change := []types.PropertyChange{{Name: "state", Val: types.HttpNfcLeaseStateError}}
	if req.Fault != nil {
		change = append(change, types.PropertyChange{Name: "error", Val: req.Fault})
	}
	ctx.Update(l, change)
	ctx.Map.Remove(ctx, l.Self)
	return &methods.HttpNfcLeaseAbortBody{Res: new(types.HttpNfcLeaseAbortResponse)}
}

func (l *lease) HttpNfcLeaseSetManifestChecksumType(_ *simulator.Context, req *types.HttpNfcLeaseSetManifestChecksumType) soap.HasFault {
	if refusal := l.refusal(); refusal != nil {
		return &methods.HttpNfcLeaseSetManifestChecksumTypeBody{Fault_: refusal}
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, wanted := range req.DeviceUrlsToChecksumTypes {
		for _, one := range l.devices {
			if one.url.Key == wanted.Key {
				one.checksum = types.HttpNfcLeaseManifestEntryChecksumType(wanted.Value)
			}
		}
	}
	return &methods.HttpNfcLeaseSetManifestChecksumTypeBody{Res: new(types.HttpNfcLeaseSetManifestChecksumTypeResponse)}
}

func (l *lease) HttpNfcLeaseGetManifest(_ *simulator.Context, _ *types.HttpNfcLeaseGetManifest) soap.HasFault {
	if refusal := l.refusal(); refusal != nil {
		return &methods.HttpNfcLeaseGetManifestBody{Fault_: refusal}
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	entries := []types.HttpNfcLeaseManifestEntry{}
	for _, one := range l.devices {
		if one.manifest != nil {
			entries = append(entries, *one.manifest)
		}
	}
	return &methods.HttpNfcLeaseGetManifestBody{Res: &types.HttpNfcLeaseGetManifestResponse{Returnval: entries}}
}

// record notes what went through an address.
func (l *lease) record(one *device, sums *sums, size, capacity, populated int64) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	one.manifest = &types.HttpNfcLeaseManifestEntry{
		Key: one.url.Key, Sha1: hex.EncodeToString(sums.sha1.Sum(nil)),
		Checksum: hex.EncodeToString(sums.chosen.Sum(nil)), ChecksumType: string(one.checksum),
		Size: size, Disk: one.disk != nil, Capacity: capacity, PopulatedSize: populated,
	}
}
