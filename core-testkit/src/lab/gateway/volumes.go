package main

import (
	"os"
	"path/filepath"
)

// createVolume rounds sizes up without a word, as arrays do.
func (g *gateway) createVolume(b body) (any, *failure) {
	if failed := b.require("storagePoolId", "name"); failed != nil {
		return nil, failed
	}
	if b.text("volumeSizeInKb") == "" && b.text("volumeSizeInGb") == "" {
		return nil, missing("volumeSizeInKb")
	}
	unit, key := int64(1), "volumeSizeInKb"
	if b.text(key) == "" {
		unit, key = kibPerGib, "volumeSizeInGb"
	}
	size, failed := b.number(key)
	if failed != nil {
		return nil, failed
	}
	kind, failed := b.oneOf("volumeType", "ThickProvisioned", "ThickProvisioned", "ThinProvisioned")
	if failed != nil {
		return nil, failed
	}
	rmcache, failed := b.flag("useRmcache")
	if failed != nil {
		return nil, failed
	}
	compression, failed := b.oneOf("compressionMethod", "None", "None", "Normal")
	if failed != nil {
		return nil, failed
	}
	if size == 0 || size > (1<<40) {
		return nil, mdm(225, "The specified volume size is illegal. Volume size must be in 8 GB blocks")
	}
	p, failed := g.poolForNew(b)
	if failed != nil {
		return nil, failed
	}
	if failed := g.freeName(b.text("name")); failed != nil {
		return nil, failed
	}
	granularity := g.granularityKib()
	kib := (size*unit + granularity - 1) / granularity * granularity
	if failed := g.checkRoom(p, kind, kib); failed != nil {
		return nil, failed
	}
	v := &volume{id: g.newID(), name: b.text("name"), kind: kind, sizeKib: kib, pool: p, rmcache: rmcache, compression: compression}
	v.vtree = &vtree{id: g.newID(), name: v.name, base: v.id, pool: p}
	g.vtrees[v.vtree.id] = v.vtree
	if err := g.keep(v, ""); err != nil {
		return nil, mdm(166, "Could not create the volume: "+err.Error())
	}
	return map[string]string{"id": v.id}, nil
}

func (g *gateway) poolForNew(b body) (*pool, *failure) {
	domainID := b.text("protectionDomainId")
	for _, id := range []string{b.text("storagePoolId"), domainID} {
		if id != "" {
			if failed := checkID(id); failed != nil {
				return nil, failed
			}
		}
	}
	if domainID != "" && g.domainByID(domainID) == nil {
		return nil, noDomain()
	}
	p := g.poolByID(b.text("storagePoolId"))
	if p == nil {
		return nil, noPool()
	}
	if domainID != "" && p.domain.id != domainID {
		return nil, mdm(197, "The Storage Pool is not part of this Protection Domain")
	}
	return p, nil
}

func (g *gateway) freeName(name string) *failure {
	if failed := g.checkName(name); failed != nil {
		return failed
	}
	if g.volumeByName(name) != nil {
		return mdm(99, "Volume name already in use. Please use a different name.")
	}
	return nil
}

// keep makes the sparse file of a new volume, as a copy if it has content from the start.
func (g *gateway) keep(v *volume, copyOf string) error {
	v.created = g.now()
	v.file = filepath.Join(g.folder.path, "volume-"+v.id)
	file, err := os.OpenFile(v.file, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Truncate(v.sizeKib << 10); err != nil {
		return err
	}
	if copyOf != "" {
		if err := copySparse(file, copyOf); err != nil {
			return err
		}
	}
	g.volumes[v.id] = v
	return nil
}

func (g *gateway) volumeAction(id, verb string, b body) (any, *failure) {
	act, known := map[string]func(*volume, body) *failure{
		"removeVolume":               g.removeVolume,
		"addMappedSdc":               g.addMappedSdc,
		"removeMappedSdc":            g.removeMappedSdc,
		"addMappedHost":              g.addMappedSdc,
		"removeMappedHost":           g.removeMappedSdc,
		"setMappedSdcLimits":         g.setMappedSdcLimits,
		"setVolumeSize":              g.setVolumeSize,
		"setVolumeName":              g.setVolumeName,
		"overwriteVolumeContent":     g.overwriteVolumeContent,
		"migrateVTree":               g.migrateVTree,
		"setVolumeUseRmcache":        setVolumeUseRmcache,
		"setVolumeAccessModeLimit":   setVolumeAccessModeLimit,
		"setVolumeMappingAccessMode": g.setVolumeMappingAccessMode,
	}[verb]
	since := map[string]int{"overwriteVolumeContent": 3, "migrateVTree": 3, "addMappedHost": 4, "removeMappedHost": 4}
	if !known || g.major < since[verb] {
		return nil, noSuchURL()
	}
	v, failed := g.livingVolume(id, verb == "removeVolume")
	if failed != nil {
		return nil, failed
	}
	if failed := act(v, b); failed != nil {
		return nil, failed
	}
	return struct{}{}, nil
}

// livingVolume finds a volume. One that is being removed is gone after so many calls.
func (g *gateway) livingVolume(id string, removal bool) (*volume, *failure) {
	v := g.volumes[id]
	if v == nil {
		return nil, noVolume()
	}
	if v.removing > 0 {
		v.removing--
		if v.removing == 0 {
			g.discard(v)
			return nil, noVolume()
		}
		if removal {
			return nil, mdm(212, "A volume removal operation is currently in progress.")
		}
	}
	return v, nil
}

func (g *gateway) removeVolume(v *volume, b body) *failure {
	if failed := b.require("removeMode"); failed != nil {
		return failed
	}
	mode, failed := b.oneOf("removeMode", "", "ONLY_ME", "INCLUDING_DESCENDANTS", "DESCENDANTS_ONLY", "WHOLE_VTREE")
	if failed != nil {
		return failed
	}
	doomed := g.volumesWhere(func(o *volume) bool {
		switch {
		case mode == "ONLY_ME":
			return o == v
		case mode == "WHOLE_VTREE":
			return o.vtree == v.vtree
		case o == v:
			return mode == "INCLUDING_DESCENDANTS"
		}
		return g.descends(o, v)
	})
	for _, o := range doomed {
		if len(o.mappings) > 0 || o.toAll {
			return mdm(104, "Volume is mapped")
		}
	}
	if polls := g.faults.take("removing"); polls > 0 {
		for _, o := range doomed {
			o.removing = polls + 1
		}
		return mdm(212, "A volume removal operation is currently in progress.")
	}
	for _, o := range doomed {
		g.discard(o)
	}
	return nil
}

func (g *gateway) descends(o, v *volume) bool {
	for o != nil && o.ancestor != "" {
		if o.ancestor == v.id {
			return true
		}
		o = g.volumes[o.ancestor]
	}
	return false
}

// discard removes a volume; its snapshots become those of its own ancestor.
func (g *gateway) discard(v *volume) {
	delete(g.volumes, v.id)
	for _, o := range g.volumes {
		if o.ancestor == v.id {
			o.ancestor = v.ancestor
		}
	}
	if len(g.volumesWhere(func(o *volume) bool { return o.vtree == v.vtree })) == 0 {
		delete(g.vtrees, v.vtree.id)
	}
	for _, s := range g.sdcs {
		s.host.unlink(v)
	}
	_ = os.Remove(v.file)
}

func (g *gateway) setVolumeSize(v *volume, b body) *failure {
	if failed := b.require("sizeInGB"); failed != nil {
		return failed
	}
	gib, failed := b.number("sizeInGB")
	if failed != nil {
		return failed
	}
	if step := g.granularityKib() / kibPerGib; gib == 0 || gib > 1<<20 || gib%step != 0 {
		return invalid("Request message is not valid: sizeInGB (%d) must be a positive number in granularity of %d GB.", gib, step)
	}
	kib := gib * kibPerGib
	if kib <= v.sizeKib {
		return mdm(133, "Volume capacity can only be increased")
	}
	if failed := g.checkRoom(v.pool, v.kind, kib-v.sizeKib); failed != nil {
		return failed
	}
	if err := os.Truncate(v.file, kib<<10); err != nil {
		return mdm(67, "Insufficient resources: "+err.Error())
	}
	v.sizeKib = kib
	g.grown(v)
	return nil
}

func (g *gateway) setVolumeName(v *volume, b body) *failure {
	if failed := b.require("newName"); failed != nil {
		return failed
	}
	if failed := g.freeName(b.text("newName")); failed != nil {
		return failed
	}
	v.name = b.text("newName")
	if v.vtree.base == v.id {
		v.vtree.name = v.name
	}
	return nil
}

func (g *gateway) overwriteVolumeContent(v *volume, b body) *failure {
	if failed := b.require("srcVolumeId"); failed != nil {
		return failed
	}
	source := g.volumes[b.text("srcVolumeId")]
	switch {
	case source == nil:
		return noVolume()
	case source == v:
		return mdm(88, "Invalid volume ID: a volume cannot be overwritten with itself")
	case source.vtree != v.vtree:
		return mdm(198, "The volumes are not in the same VTree")
	case source.sizeKib != v.sizeKib:
		return mdm(g.shifted(400), "The volumes differ in size")
	}
	if err := g.overwrite(v, source); err != nil {
		return mdm(166, err.Error())
	}
	return nil
}

func (g *gateway) migrateVTree(v *volume, b body) *failure {
	if failed := b.require("destSPId"); failed != nil {
		return failed
	}
	p := g.poolByID(b.text("destSPId"))
	if p == nil {
		return noPool()
	}
	if p == v.pool {
		return mdm(718, "The V-Tree is already in the requested Storage Pool")
	}
	if failed := g.checkRoom(p, v.kind, v.sizeKib); failed != nil {
		return failed
	}
	for _, o := range g.volumesWhere(func(o *volume) bool { return o.vtree == v.vtree }) {
		o.pool = p
		if b.text("volTypeConversion") == "ThickToThin" && o.kind == "ThickProvisioned" {
			o.kind = "ThinProvisioned"
		}
	}
	v.vtree.pool = p
	return nil
}

func setVolumeUseRmcache(v *volume, b body) *failure {
	use, failed := b.flag("useRmcache")
	if failed == nil {
		v.rmcache = use
	}
	return failed
}

func setVolumeAccessModeLimit(v *volume, b body) *failure {
	if failed := b.require("accessModeLimit"); failed != nil {
		return failed
	}
	limit, failed := b.oneOf("accessModeLimit", "", "ReadWrite", "ReadOnly")
	if failed == nil {
		v.accessLimit = limit
	}
	return failed
}
