package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

const bytesPerMount = 1 << 40

// store is a datastore and the folder that holds its files.
type store struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Folder string `json:"folder"`

	local       bool
	gone        bool
	maintenance bool
	volume      string
	object      *simulator.Datastore
}

// furnish makes a datastore of each type that all hosts mount, some that are of no use, and more.
func (l *lab) furnish(more int) error {
	stores := []*store{
		{Name: "vmfs-1", Type: "VMFS"},
		{Name: "nfs-1", Type: "NFS"},
		{Name: "nfs41-1", Type: "NFS41"},
		{Name: "local-1", Type: "VMFS", local: true},
		{Name: "gone-1", Type: "VMFS", gone: true},
		{Name: "maintenance-1", Type: "NFS", maintenance: true},
	}
	if !l.esxi {
		// A host alone has neither.
		stores = append(stores, &store{Name: "vsan-1", Type: "vsan"}, &store{Name: "vvol-1", Type: "VVOL"})
	}
	for i := 0; i < more; i++ {
		stores = append(stores, &store{Name: fmt.Sprintf("more-%04d", i), Type: "VMFS"})
	}
	// The simulator takes a datastore's URL for the path of its folder. That of a real one,
	// ds:///vmfs/volumes/ID/, is a relative path, and leads there from here.
	if err := os.Chdir(l.folder); err != nil {
		return err
	}
	if err := os.MkdirAll("ds:/vmfs/volumes", 0o700); err != nil {
		return err
	}
	hosts := l.hosts()
	for _, one := range stores {
		mounting := hosts
		if one.local {
			mounting = hosts[:1]
		}
		if err := l.add(one, mounting); err != nil {
			return err
		}
	}
	for _, cluster := range l.registry.All("ClusterComputeResource") {
		cluster.Entity().Name = "cluster-1"
	}
	l.registry.Put(&labDisks{l.registry.VirtualDiskManager().(*simulator.VirtualDiskManager), l})
	l.registry.Handler = l.handle
	return nil
}

func (l *lab) hosts() []*simulator.HostSystem {
	var hosts []*simulator.HostSystem
	for _, one := range l.registry.All("HostSystem") {
		hosts = append(hosts, one.(*simulator.HostSystem))
	}
	sort.Slice(hosts, func(i, j int) bool { return hosts[i].Name < hosts[j].Name })
	return hosts
}

// add does what HostDatastoreSystem's methods do, in a time that does not grow with their number.
func (l *lab) add(one *store, hosts []*simulator.HostSystem) error {
	one.Folder = filepath.Join(l.folder, one.Name)
	one.volume = "/vmfs/volumes/" + volumeID(one)
	if err := os.MkdirAll(one.Folder, 0o700); err != nil {
		return err
	}
	link := "ds:" + one.volume
	_ = os.Remove(link)
	if err := os.Symlink(one.Folder, link); err != nil {
		return err
	}
	ds := &simulator.Datastore{}
	ds.Name = one.Name
	ds.Info = info(one)
	ds.Summary = types.DatastoreSummary{
		Name: one.Name, Type: one.Type, Url: "ds://" + one.volume + "/", Accessible: !one.gone,
		MultipleHostAccess: types.NewBool(len(hosts) > 1), MaintenanceMode: "normal",
		Capacity: bytesPerMount * int64(len(hosts)), FreeSpace: bytesPerMount * int64(len(hosts)),
	}
	if one.maintenance {
		ds.Summary.MaintenanceMode = "inMaintenance"
	}
	ds.Capability = types.DatastoreCapability{
		DirectoryHierarchySupported: true, PerFileThinProvisioningSupported: true,
		SeSparseSupported:                types.NewBool(false),
		TopLevelDirectoryCreateSupported: types.NewBool(!isObjectStore(one)),
	}
	center := l.datacenter()
	folder := l.registry.Get(center.DatastoreFolder).(*simulator.Folder)
	l.registry.PutEntity(folder, l.registry.NewEntity(ds))
	ds.Summary.Datastore = &ds.Self
	folder.ChildEntity = append(folder.ChildEntity, ds.Self)
	center.Datastore = append(center.Datastore, ds.Self)
	browser := &simulator.HostDatastoreBrowser{}
	browser.Datastore = []types.ManagedObjectReference{ds.Self}
	ds.Browser = l.registry.Put(browser).Reference()
	for _, host := range hosts {
		ds.Host = append(ds.Host, types.DatastoreHostMount{
			Key: host.Self,
			MountInfo: types.HostMountInfo{
				Path: one.volume, AccessMode: string(types.HostMountModeReadWrite),
				Mounted: types.NewBool(true), Accessible: types.NewBool(!one.gone),
			},
		})
		system := l.registry.Get(*host.ConfigManager.DatastoreSystem).(*simulator.HostDatastoreSystem)
		system.Datastore = append(system.Datastore, ds.Self)
		host.Datastore = system.Datastore
	}
	l.mountOnParent(hosts[0], ds.Self)
	one.object = ds
	l.stores[one.Name] = one
	l.description.Datastores = append(l.description.Datastores, one)
	return nil
}

func info(one *store) types.BaseDatastoreInfo {
	now := time.Now()
	common := types.DatastoreInfo{
		Name: one.Name, Url: "ds://" + one.volume + "/", FreeSpace: bytesPerMount,
		MaxFileSize: 62 << 40, MaxVirtualDiskCapacity: 62 << 40, Timestamp: &now,
	}
	volume := types.HostFileSystemVolume{Type: one.Type, Name: one.Name, Capacity: bytesPerMount}
	switch one.Type {
	case "VMFS":
		return &types.VmfsDatastoreInfo{DatastoreInfo: common, Vmfs: &types.HostVmfsVolume{
			HostFileSystemVolume: volume, BlockSizeMb: 1, MajorVersion: 6, Version: "6.82",
			Uuid: filepath.Base(one.volume), Local: types.NewBool(one.local),
		}}
	case "NFS", "NFS41":
		return &types.NasDatastoreInfo{DatastoreInfo: common, Nas: &types.HostNasVolume{
			HostFileSystemVolume: volume, RemoteHost: "filer.lab", RemotePath: "/export/" + one.Name,
		}}
	case "vsan":
		return &types.VsanDatastoreInfo{DatastoreInfo: common, MembershipUuid: uuid.NewString()}
	default:
		return &types.VvolDatastoreInfo{DatastoreInfo: common, VvolDS: &types.HostVvolVolume{
			HostFileSystemVolume: volume, ScId: filepath.Base(one.volume),
		}}
	}
}

// volumeID makes the name that hosts mount a datastore by, in the form of its type.
func volumeID(one *store) string {
	sum := sha256.Sum256([]byte(one.Name))
	id := hex.EncodeToString(sum[:])
	switch one.Type {
	case "VMFS":
		return fmt.Sprintf("%s-%s-%s-%s", id[:8], id[8:16], id[16:20], id[20:32])
	case "NFS", "NFS41":
		return fmt.Sprintf("%s-%s", id[:8], id[8:16])
	default:
		return fmt.Sprintf("%s:%s-%s", strings.ToLower(one.Type), id[:16], id[16:32])
	}
}

func (l *lab) mountOnParent(host *simulator.HostSystem, ds types.ManagedObjectReference) {
	switch parent := l.registry.Get(*host.Parent).(type) {
	case *simulator.ClusterComputeResource:
		parent.Datastore = append(parent.Datastore, ds)
	case *mo.ComputeResource:
		parent.Datastore = append(parent.Datastore, ds)
	}
}

// isObjectStore tells the types whose top-level folders and data files are objects.
func isObjectStore(one *store) bool {
	return one.Type == "vsan" || one.Type == "VVOL"
}

// find resolves a datastore path, such as "[vmfs-1] a/b.vmdk", to its store and the rest.
func (l *lab) find(name string) (*store, string, types.BaseMethodFault) {
	var path object.DatastorePath
	if !path.FromString(name) {
		return nil, "", &types.InvalidDatastorePath{DatastorePath: name}
	}
	one, ok := l.stores[path.Datastore]
	if !ok {
		return nil, "", &types.InvalidDatastore{Name: path.Datastore}
	}
	if one.gone {
		return nil, "", &types.InaccessibleDatastore{
			InvalidDatastore: types.InvalidDatastore{Datastore: &one.object.Self, Name: one.Name},
		}
	}
	return one, strings.Trim(path.Path, "/"), nil
}

// file is where a datastore path lies on this machine.
func (l *lab) file(name string) (string, types.BaseMethodFault) {
	one, path, fault := l.find(name)
	if fault != nil {
		return "", fault
	}
	return l.place(one, path)
}

// place is where a file of a datastore lies on this machine.
func (l *lab) place(one *store, path string) (string, types.BaseMethodFault) {
	if !isObjectStore(one) || path == "" {
		return filepath.Join(one.Folder, path), nil
	}
	parts := strings.Split(path, "/")
	if _, err := uuid.Parse(parts[0]); err != nil {
		// Only the simulator knows the names of its namespaces.
		answer := l.namespaces().ConvertNamespacePathToUuidPath(l.own(), &types.ConvertNamespacePathToUuidPath{
			Datacenter: &l.datacenter().Self, NamespaceUrl: one.object.Summary.Url + parts[0],
		}).(*methods.ConvertNamespacePathToUuidPathBody)
		if answer.Fault_ != nil {
			return "", &types.FileNotFound{FileFault: types.FileFault{File: path}}
		}
		parts[0] = filepath.Base(answer.Res.Returnval)
	}
	return filepath.Join(append([]string{one.Folder}, parts...)...), nil
}

func (l *lab) namespaces() *simulator.DatastoreNamespaceManager {
	return l.registry.Get(*l.content.DatastoreNamespaceManager).(*simulator.DatastoreNamespaceManager)
}
