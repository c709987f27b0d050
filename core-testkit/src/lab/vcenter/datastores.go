package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

type datastore struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Folder string `json:"folder"`
}

// addDatastores makes one of each type that all hosts mount, and one that only the first does.
func (l *lab) addDatastores(more int) ([]datastore, error) {
	kinds := []datastore{
		{Name: "vmfs-1", Type: "VMFS"}, {Name: "nfs-1", Type: "NFS"}, {Name: "nfs41-1", Type: "NFS41"},
		{Name: "vsan-1", Type: "vsan"}, {Name: "vvol-1", Type: "VVOL"}, {Name: "local-1", Type: "VMFS"},
	}
	for i := 0; i < more; i++ {
		kinds = append(kinds, datastore{Name: fmt.Sprintf("more-%04d", i), Type: "VMFS"})
	}
	var made []datastore
	for _, kind := range kinds {
		kind.Folder = filepath.Join(l.folder, kind.Name)
		if err := os.Mkdir(kind.Folder, 0o700); err != nil {
			return nil, err
		}
		if err := l.addDatastore(kind); err != nil {
			return nil, err
		}
		made = append(made, kind)
	}
	return made, nil
}

func (l *lab) addDatastore(kind datastore) error {
	ctx := l.context
	for i, host := range l.registry.All("HostSystem") {
		if i > 0 && kind.Name == "local-1" {
			break
		}
		system := host.(*simulator.HostSystem).ConfigManager.DatastoreSystem
		dss := l.registry.Get(*system).(*simulator.HostDatastoreSystem)
		answer := dss.CreateLocalDatastore(ctx, &types.CreateLocalDatastore{Name: kind.Name, Path: kind.Folder})
		if fault := answer.Fault(); fault != nil {
			return fmt.Errorf("%s: %s", kind.Name, fault.String)
		}
	}
	ds := l.registry.FindByName(kind.Name, l.references("Datastore")).(*simulator.Datastore)
	ds.Summary.Type = kind.Type
	if isObjectStore(kind.Type) {
		ds.Capability.TopLevelDirectoryCreateSupported = types.NewBool(false)
	}
	return nil
}

func (l *lab) references(kind string) []types.ManagedObjectReference {
	var found []types.ManagedObjectReference
	for _, one := range l.registry.All(kind) {
		found = append(found, one.Reference())
	}
	return found
}

func isObjectStore(kind string) bool {
	return kind == "vsan" || kind == "VVOL"
}
