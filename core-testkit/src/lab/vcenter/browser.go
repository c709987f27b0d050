package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labBrowser looks into folders by itself: the simulator does not outlive a file that is removed
// while it looks. It does not show the data files of object stores, which are objects and have no
// names. Only the simulator knows the names of namespaces, so their roots are left to it.
type labBrowser struct {
	*simulator.HostDatastoreBrowser
	lab *lab
}

func (b *labBrowser) SearchDatastoreTask(ctx *simulator.Context, req *types.SearchDatastore_Task) soap.HasFault {
	if b.lab.isNamespaceRoot(req.DatastorePath) {
		return b.HostDatastoreBrowser.SearchDatastoreTask(ctx, req)
	}
	task := b.lab.run(ctx, b, "searchDatastore", func() (types.AnyType, types.BaseMethodFault) {
		all, fault := b.lab.search(req.DatastorePath, req.SearchSpec, false)
		if fault != nil {
			return nil, fault
		}
		return all[0], nil
	})
	return &methods.SearchDatastore_TaskBody{Res: &types.SearchDatastore_TaskResponse{Returnval: task}}
}

func (b *labBrowser) SearchDatastoreSubFoldersTask(ctx *simulator.Context, req *types.SearchDatastoreSubFolders_Task) soap.HasFault {
	task := b.lab.run(ctx, b, "searchDatastoreSubFolders", func() (types.AnyType, types.BaseMethodFault) {
		all, fault := b.lab.search(req.DatastorePath, req.SearchSpec, true)
		return types.ArrayOfHostDatastoreBrowserSearchResults{HostDatastoreBrowserSearchResults: all}, fault
	})
	return &methods.SearchDatastoreSubFolders_TaskBody{Res: &types.SearchDatastoreSubFolders_TaskResponse{Returnval: task}}
}

func (l *lab) isNamespaceRoot(name string) bool {
	one, path, fault := l.find(name)
	return fault == nil && isObjectStore(one) && path == ""
}

// search lists a folder, and those below it behind it.
func (l *lab) search(name string, spec *types.HostDatastoreBrowserSearchSpec, deep bool) ([]types.HostDatastoreBrowserSearchResults, types.BaseMethodFault) {
	one, below, fault := l.find(name)
	if fault != nil {
		return nil, fault
	}
	folder, fault := l.place(one, below)
	if fault != nil {
		return nil, fault
	}
	if spec == nil {
		spec = &types.HostDatastoreBrowserSearchSpec{}
	}
	entries, err := os.ReadDir(folder)
	if os.IsNotExist(err) {
		return nil, &types.FileNotFound{FileFault: types.FileFault{File: name}}
	} else if err != nil {
		return nil, &types.InvalidArgument{InvalidProperty: below}
	}
	results := types.HostDatastoreBrowserSearchResults{Datastore: &one.object.Self, FolderPath: name}
	var deeper []types.HostDatastoreBrowserSearchResults
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			continue // removed meanwhile
		}
		if isWanted(info, spec) && !(isObjectStore(one) && isDataFile(info)) {
			results.File = append(results.File, shown(info, spec.Details))
		}
		if deep && info.IsDir() {
			inside, fault := l.search(path.Join(name, info.Name()), spec, true)
			if fault == nil {
				deeper = append(deeper, inside...)
			}
		}
	}
	return append([]types.HostDatastoreBrowserSearchResults{results}, deeper...), nil
}

func isDataFile(info fs.FileInfo) bool {
	return strings.HasSuffix(info.Name(), "-flat.vmdk")
}

func isWanted(info fs.FileInfo, spec *types.HostDatastoreBrowserSearchSpec) bool {
	named := len(spec.MatchPattern) == 0
	for _, pattern := range spec.MatchPattern {
		if fits, _ := path.Match(pattern, info.Name()); fits {
			named = true
		}
	}
	return named && (len(spec.Query) == 0 || isAskedFor(info, spec.Query))
}

func isAskedFor(info fs.FileInfo, queries []types.BaseFileQuery) bool {
	for _, query := range queries {
		asked := false
		switch query.(type) {
		case *types.FileQuery:
			asked = true
		case *types.FolderFileQuery:
			asked = info.IsDir()
		case *types.VmConfigFileQuery:
			asked = filepath.Ext(info.Name()) == ".vmx"
		case *types.VmDiskFileQuery:
			asked = filepath.Ext(info.Name()) == ".vmdk" && !isDataFile(info)
		case *types.IsoImageFileQuery:
			asked = filepath.Ext(info.Name()) == ".iso"
		}
		if asked {
			return true
		}
	}
	return false
}

func shown(info fs.FileInfo, details *types.FileQueryFlags) types.BaseFileInfo {
	if details == nil {
		details = &types.FileQueryFlags{}
	}
	file := types.FileInfo{Path: info.Name()}
	if details.FileSize {
		file.FileSize = info.Size()
	}
	if details.Modification {
		modified := info.ModTime()
		file.Modification = &modified
	}
	switch {
	case info.IsDir():
		return &types.FolderFileInfo{FileInfo: file}
	case !details.FileType:
		return &file
	}
	switch filepath.Ext(info.Name()) {
	case ".vmdk":
		return &types.VmDiskFileInfo{FileInfo: file}
	case ".vmx":
		return &types.VmConfigFileInfo{FileInfo: file}
	case ".iso":
		return &types.IsoImageFileInfo{FileInfo: file}
	}
	return &file
}
