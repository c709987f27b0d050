package main

import (
	"io"
	"net/http"
	"os"
	"syscall"
)

func (g *gateway) systemAction(verb string, b body) (any, *failure) {
	switch {
	case verb == "snapshotVolumes":
		return g.snapshotVolumes(b)
	case (verb == "createSnapshot" || verb == "createThinClone") && g.major >= 5:
		return g.snapshotVolumes(b)
	case verb == "removeConsistencyGroupSnapshots":
		return g.removeGroup(b)
	}
	return nil, noSuchURL()
}

// snapshotVolumes makes all snapshots of a request, or none.
func (g *gateway) snapshotVolumes(b body) (any, *failure) {
	definitions, failed := b.list("snapshotDefs")
	if failed != nil {
		return nil, failed
	}
	limit, failed := b.oneOf("accessModeLimit", "ReadWrite", "ReadWrite", "ReadOnly")
	if failed != nil {
		return nil, failed
	}
	group := g.newID()
	names := map[string]bool{}
	more := map[*vtree]int{}
	var made []*volume
	var details []detail
	refuse := func(symbol string, rc int, message string) {
		details = append(details, detail{Error: symbol, Rc: rc, Message: message})
	}
	for _, definition := range definitions {
		if failed := definition.require("volumeId"); failed != nil {
			return nil, failed
		}
		if failed := checkID(definition.text("volumeId")); failed != nil {
			return nil, failed
		}
		name := definition.text("snapshotName")
		if name == "" {
			name = "snap-" + g.newID()
		}
		origin := g.volumes[definition.text("volumeId")]
		if origin == nil {
			refuse("VOLUME_NOT_FOUND", 79, "Could not find the volume")
			continue
		}
		if failed := g.freeName(name); failed != nil {
			refuse("VOLUME_NAME", failed.Code, failed.Message)
			continue
		}
		if names[name] {
			refuse("VOLUME_NAME", 99, "Volume name already in use. Please use a different name.")
			continue
		}
		names[name] = true
		more[origin.vtree]++
		snapshots := len(g.volumesWhere(func(o *volume) bool { return o.vtree == origin.vtree && o.kind == "Snapshot" }))
		if snapshots+more[origin.vtree] > g.snapshotsPerVtree() {
			refuse("TOO_MANY_SNAPSHOTS", 182, "There are too many snapshots in the VTree")
			continue
		}
		if g.faults.setting("full") != "" {
			refuse("SP_TOO_SMALL", 191, "The Storage Pool is too small for snapshots")
			continue
		}
		made = append(made, &volume{
			id: g.newID(), name: name, kind: "Snapshot", sizeKib: origin.sizeKib, pool: origin.pool, vtree: origin.vtree,
			ancestor: origin.id, group: group, rmcache: origin.rmcache, compression: origin.compression, accessLimit: limit,
		})
	}
	if len(details) > 0 {
		return nil, &failure{Message: "Error with details", Status: http.StatusInternalServerError, Details: details}
	}
	ids := []string{}
	for _, v := range made {
		origin := g.volumes[v.ancestor]
		if origin.device != nil {
			_ = origin.device.flush()
		}
		if err := g.keep(v, origin.file); err != nil {
			return nil, mdm(166, "Could not create the volume: "+err.Error())
		}
		// Newest first: nobody is to trust the order.
		ids = append([]string{v.id}, ids...)
	}
	return map[string]any{"volumeIdList": ids, "snapshotGroupId": group}, nil
}

func (g *gateway) removeGroup(b body) (any, *failure) {
	if failed := b.require("snapGroupId"); failed != nil {
		return nil, failed
	}
	members := g.volumesWhere(func(v *volume) bool { return v.group != "" && v.group == b.text("snapGroupId") })
	for _, v := range members {
		if len(v.mappings) > 0 {
			return nil, mdm(104, "Volume is mapped")
		}
	}
	for _, v := range members {
		g.discard(v)
	}
	return map[string]int{"numberOfVolumes": len(members)}, nil
}

// overwrite puts the content of one volume in the place of another's.
func (g *gateway) overwrite(v, source *volume) error {
	for _, o := range []*volume{v, source} {
		if o.device != nil {
			_ = o.device.flush()
		}
	}
	file, err := os.OpenFile(v.file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Truncate(0); err != nil {
		return err
	}
	if err := file.Truncate(v.sizeKib << 10); err != nil {
		return err
	}
	return copySparse(file, source.file)
}

const (
	fiClone  = 0x40049409
	seekData = 3
	seekHole = 4
)

// copySparse copies what a file holds, and not its holes.
func copySparse(target *os.File, from string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	size, err := source.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := ioctl(target, fiClone, source.Fd()); err == nil {
		return nil
	}
	for end := int64(0); end < size; {
		start, err := source.Seek(end, seekData)
		if err != nil {
			if errno, ok := err.(*os.PathError); ok && errno.Err == syscall.ENXIO {
				return nil // nothing but a hole to the end
			}
			return err
		}
		if end, err = source.Seek(start, seekHole); err != nil {
			return err
		}
		if _, err := target.Seek(start, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(target, io.NewSectionReader(source, start, end-start)); err != nil {
			return err
		}
	}
	return nil
}
