package main

import "strings"

// statistics of an object: of the pools that belong to it, or of a volume or host.
func (g *gateway) statistics(kind, id string) view {
	var capacity, thick, thin int64
	volumes, snapshotCount, unmapped := 0, 0, 0
	for _, p := range g.pools {
		if kind == "System" || p.domain.id == id || p.id == id {
			reserved, promised := g.usage(p)
			capacity, thick, thin = capacity+p.capacityKib, thick+reserved, thin+promised
		}
	}
	mine := g.volumesWhere(func(v *volume) bool {
		return kind == "System" || v.pool.domain.id == id || v.pool.id == id || v.id == id || v.vtree.id == id ||
			kind == "Sdc" && v.mappingTo(g.sdcByID(id)) != nil
	})
	for _, v := range mine {
		volumes++
		if v.kind == "Snapshot" {
			snapshotCount++
		}
		if len(v.mappings) == 0 {
			unmapped++
		}
	}
	free := max(capacity-thick-thin, 0)
	shown := view{
		"numOfVolumes": volumes, "numOfSnapshots": snapshotCount, "numOfUnmappedVolumes": unmapped, "numOfVtrees": len(g.vtrees),
		"numOfMappedVolumes": volumes - unmapped, "numOfMappedSdcs": 0, "numOfSdc": len(g.sdcs), "numOfStoragePools": len(g.pools),
		"numOfProtectionDomains": len(g.domains), "thickCapacityInUseInKb": 2 * thick, "thinCapacityInUseInKb": int64(0),
		"thinCapacityAllocatedInKb": 2 * thin, "capacityInUseInKb": 2 * thick, "volumeAddressSpaceInKb": thick + thin,
		// Two copies of everything, a tenth to spare.
		"maxCapacityInKb": 20 * capacity / 9, "capacityLimitInKb": 20 * capacity / 9, "spareCapacityInKb": 2 * capacity / 9,
		"capacityAvailableForVolumeAllocationInKb": free / (8 * kibPerGib) * (8 * kibPerGib),
		"unusedCapacityInKb":                       2 * free, "volumeAllocationLimitInKb": overprovisioning*capacity - thick - thin,
	}
	if g.major >= 3 {
		shown["netCapacityInUseInKb"], shown["netUnusedCapacityInKb"] = capacity-free, free
		shown["netUserDataCapacityInKb"], shown["netMaxCapacityInKb"] = capacity-free, capacity
	}
	snapshots := "snapCapacityInUseInKb"
	if g.version >= "3.5" {
		snapshots = "snapshotCapacityInKb"
	}
	shown[snapshots] = 0
	return shown
}

// querySelectedStatistics answers with the chosen numbers by id.
func (g *gateway) querySelectedStatistics(kind string, b body) (any, *failure) {
	properties, failed := b.texts("properties")
	if failed != nil {
		return nil, failed
	}
	ids, failed := b.texts("ids")
	if failed != nil {
		if !b.has("allIds") {
			return nil, failed
		}
		ids = nil
		all, failed := g.list(kind)
		if failed != nil {
			return nil, failed
		}
		switch all := all.(type) {
		case []view:
			for _, one := range all {
				ids = append(ids, one["id"].(string))
			}
		case []any:
			for _, one := range all {
				ids = append(ids, one.(view)["id"].(string))
			}
		}
	}
	answer := map[string]view{}
	for _, id := range ids {
		if _, failed := g.view(kind, id); failed != nil {
			return nil, failed
		}
		all := g.statistics(kind, id)
		answer[id] = view{}
		for _, property := range properties {
			value, known := all[property]
			if !known {
				value, known = idle(property)
			}
			if !known {
				return nil, invalid("Request message is not valid: property %s does not exist", property)
			}
			answer[id][property] = value
		}
	}
	return answer, nil
}

// idle is what an array that does nothing says of the hundreds of numbers that are not kept here.
func idle(property string) (any, bool) {
	switch {
	case strings.HasSuffix(property, "Bwc") || strings.HasSuffix(property, "Latency"):
		return view{"numSeconds": 0, "totalWeightInKb": 0, "numOccured": 0}, true
	case strings.HasSuffix(property, "InKb") || strings.HasPrefix(property, "num"):
		return 0, true
	}
	return nil, false
}

// metrics is what version 5 has in place of statistics of pools.
func (g *gateway) metrics(b body) (any, *failure) {
	if g.major < 5 {
		return nil, noSuchURL()
	}
	if failed := b.require("resource_type"); failed != nil {
		return nil, failed
	}
	ids, failed := b.texts("ids")
	if failed != nil {
		return nil, failed
	}
	names := []string{"physical_total", "physical_free", "logical_provisioned"}
	if chosen, failed := b.texts("metrics"); failed == nil {
		names = chosen
	}
	resources := []view{}
	for _, id := range ids {
		p := g.poolByID(id)
		if p == nil {
			return nil, noPool()
		}
		thick, thin := g.usage(p)
		known := map[string]int64{
			"physical_total": p.capacityKib << 10, "physical_free": max(p.capacityKib-thick-thin, 0) << 10, "logical_provisioned": (thick + thin) << 10,
		}
		shown := []view{}
		for _, name := range names {
			if value, ok := known[name]; ok {
				shown = append(shown, view{"name": name, "values": []int64{value}})
			}
		}
		resources = append(resources, view{"id": id, "metrics": shown})
	}
	return view{"resource_type": b.text("resource_type"), "resources": resources}, nil
}
