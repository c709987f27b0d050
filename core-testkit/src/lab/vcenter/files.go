package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labFiles knows the rules of object stores, and of what exists already.
type labFiles struct {
	*simulator.FileManager
	lab *lab
}

func (f *labFiles) MakeDirectory(ctx *simulator.Context, req *types.MakeDirectory) soap.HasFault {
	if fault := f.lab.refuseTopLevel(req.Name); fault != nil {
		if _, absent := fault.(*types.FileNotFound); absent && req.CreateParentDirectories != nil && *req.CreateParentDirectories {
			fault = &types.CannotCreateFile{FileFault: types.FileFault{File: req.Name}}
		}
		return &methods.MakeDirectoryBody{Fault_: simulator.Fault("The folder "+req.Name+" cannot be created.", fault)}
	}
	return f.FileManager.MakeDirectory(ctx, req)
}

func (f *labFiles) MoveDatastoreFileTask(ctx *simulator.Context, req *types.MoveDatastoreFile_Task) soap.HasFault {
	task := f.lab.run(ctx, f, "moveDatastoreFile", func() (types.AnyType, types.BaseMethodFault) {
		for _, name := range []string{req.SourceName, req.DestinationName} {
			if fault := f.lab.refuseTopLevel(name); fault != nil {
				return nil, fault
			}
		}
		to, fault := f.lab.file(req.DestinationName)
		if fault != nil {
			return nil, fault
		}
		// Not even force replaces a folder.
		if info, err := os.Stat(to); err == nil && info.IsDir() {
			return nil, &types.FileAlreadyExists{FileFault: types.FileFault{File: req.DestinationName}}
		}
		return f.lab.await(ctx, f.FileManager.MoveDatastoreFileTask(ctx, req).(*methods.MoveDatastoreFile_TaskBody).Res.Returnval)
	})
	return &methods.MoveDatastoreFile_TaskBody{Res: &types.MoveDatastoreFile_TaskResponse{Returnval: task}}
}

func (f *labFiles) CopyDatastoreFileTask(ctx *simulator.Context, req *types.CopyDatastoreFile_Task) soap.HasFault {
	task := f.lab.run(ctx, f, "copyDatastoreFile", func() (types.AnyType, types.BaseMethodFault) {
		from, fault := f.lab.file(req.SourceName)
		if fault != nil {
			return nil, fault
		}
		if fault := f.lab.refuseTopLevel(req.DestinationName); fault != nil {
			return nil, fault
		}
		if !f.lab.faults.take(allocated(from)) {
			return nil, f.lab.full(req.DestinationName)
		}
		return f.lab.await(ctx, f.FileManager.CopyDatastoreFileTask(ctx, req).(*methods.CopyDatastoreFile_TaskBody).Res.Returnval)
	})
	return &methods.CopyDatastoreFile_TaskBody{Res: &types.CopyDatastoreFile_TaskResponse{Returnval: task}}
}

// refuseTopLevel does as an object store: what lies at its top is a namespace, and nobody but the
// namespace manager makes one.
func (l *lab) refuseTopLevel(name string) types.BaseMethodFault {
	one, path, fault := l.find(name)
	if fault != nil {
		return fault
	}
	if !isObjectStore(one) || path == "" {
		return nil
	}
	top, rest, _ := strings.Cut(path, "/")
	namespace, fault := l.place(one, top)
	if fault != nil {
		return fault
	}
	if rest == "" {
		return &types.CannotCreateFile{FileFault: types.FileFault{File: name}}
	}
	if !exists(namespace) {
		return &types.FileNotFound{FileFault: types.FileFault{File: name}}
	}
	return nil
}

// labNamespaces speaks of namespaces by the paths that hosts mount them at.
type labNamespaces struct {
	*simulator.DatastoreNamespaceManager
	lab *lab
}

// stable turns what the simulator takes for a folder of this machine into a host's path.
func stable(path string) string {
	return strings.TrimPrefix(path, "ds:")
}

func (n *labNamespaces) CreateDirectory(ctx *simulator.Context, req *types.CreateDirectory) soap.HasFault {
	answer := n.DatastoreNamespaceManager.CreateDirectory(ctx, req)
	if body, ok := answer.(*methods.CreateDirectoryBody); ok && body.Res != nil {
		body.Res.Returnval = stable(body.Res.Returnval)
	}
	return answer
}

// DeleteDirectory takes the stable path of a namespace and no other: neither a URL nor a name.
func (n *labNamespaces) DeleteDirectory(ctx *simulator.Context, req *types.DeleteDirectory) soap.HasFault {
	if _, err := uuid.Parse(filepath.Base(req.DatastorePath)); err != nil || !strings.HasPrefix(req.DatastorePath, "/vmfs/volumes/") {
		return &methods.DeleteDirectoryBody{Fault_: simulator.Fault(
			"Invalid datastore path '"+req.DatastorePath+"'.",
			&types.InvalidDatastorePath{DatastorePath: req.DatastorePath})}
	}
	req.DatastorePath = "ds://" + req.DatastorePath
	return n.DatastoreNamespaceManager.DeleteDirectory(ctx, req)
}

func (n *labNamespaces) ConvertNamespacePathToUuidPath(ctx *simulator.Context, req *types.ConvertNamespacePathToUuidPath) soap.HasFault {
	if strings.HasPrefix(req.NamespaceUrl, "/vmfs/volumes/") {
		req.NamespaceUrl = "ds://" + req.NamespaceUrl
	}
	answer := n.DatastoreNamespaceManager.ConvertNamespacePathToUuidPath(ctx, req)
	if body, ok := answer.(*methods.ConvertNamespacePathToUuidPathBody); ok && body.Res != nil {
		body.Res.Returnval = stable(body.Res.Returnval)
	}
	return answer
}
