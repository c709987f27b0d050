package main

import "strings"

// sdcOf finds the SDC that a request names by its id or by its GUID.
func (g *gateway) sdcOf(b body) (*sdc, *failure) {
	id, guid := b.text("sdcId"), b.text("guid")
	if id == "" {
		id = b.text("hostId")
	}
	if id == "" && guid == "" {
		return nil, missing("sdcId or guid")
	}
	if id != "" {
		if failed := checkID(id); failed != nil {
			return nil, failed
		}
		if found := g.sdcByID(id); found != nil {
			return found, nil
		}
		return nil, noSdc()
	}
	for _, s := range g.sdcs {
		if strings.EqualFold(s.guid, guid) {
			return s, nil
		}
	}
	return nil, noSdc()
}

// toAll tells whether a request is for all SDCs: the key is often there with nothing in it.
func toAll(b body) bool {
	for _, key := range []string{"allSdcs", "allHosts"} {
		if b.has(key) && !strings.EqualFold(b.text(key), "false") {
			return true
		}
	}
	return false
}

func (v *volume) mappingTo(s *sdc) *mapping {
	for _, m := range v.mappings {
		if m.sdc == s {
			return m
		}
	}
	return nil
}

func (g *gateway) addMappedSdc(v *volume, b body) *failure {
	multiple, failed := b.flag("allowMultipleMappings")
	if failed != nil {
		return failed
	}
	access, failed := b.oneOf("accessMode", "ReadWrite", "ReadWrite", "ReadOnly", "NoAccess")
	if failed != nil {
		return failed
	}
	if v.toAll {
		return mdm(82, "The volume is already mapped to all SDCs")
	}
	if toAll(b) {
		v.toAll = true
		for _, s := range g.sdcs {
			if v.mappingTo(s) == nil {
				g.mapTo(v, s, access)
			}
		}
		return nil
	}
	s, failed := g.sdcOf(b)
	if failed != nil {
		return failed
	}
	if v.mappingTo(s) != nil {
		return g.alreadyMapped()
	}
	if len(v.mappings) > 0 && !multiple {
		return mdm(g.shifted(297), "The volume is already mapped. Only a single SDC may be mapped to this volume at a time")
	}
	g.mapTo(v, s, access)
	return nil
}

func (g *gateway) mapTo(v *volume, s *sdc, access string) {
	v.mappings = append(v.mappings, &mapping{sdc: s, access: access})
	s.host.appear(v)
}

func (g *gateway) removeMappedSdc(v *volume, b body) *failure {
	if toAll(b) {
		if len(v.mappings) == 0 && !v.toAll {
			return g.notMapped()
		}
		for _, m := range v.mappings {
			m.sdc.host.leave(v)
		}
		v.mappings, v.toAll = nil, false
		return nil
	}
	s, failed := g.sdcOf(b)
	if failed != nil {
		return failed
	}
	if v.toAll {
		return mdm(86, "The volume is mapped to all SDCs")
	}
	m := v.mappingTo(s)
	if m == nil {
		return g.notMapped()
	}
	kept := v.mappings[:0]
	for _, other := range v.mappings {
		if other != m {
			kept = append(kept, other)
		}
	}
	v.mappings = kept
	s.host.leave(v)
	return nil
}

func (g *gateway) setMappedSdcLimits(v *volume, b body) *failure {
	s, failed := g.sdcOf(b)
	if failed != nil {
		return failed
	}
	if !b.has("iopsLimit") && !b.has("bandwidthLimitInKbps") {
		return missing("iopsLimit or bandwidthLimitInKbps")
	}
	m := v.mappingTo(s)
	if m == nil {
		return g.notMapped()
	}
	iops, kbps := m.iops, m.kbps
	if b.has("iopsLimit") {
		if iops, failed = b.number("iopsLimit"); failed != nil {
			return failed
		}
		if iops != 0 && iops < 11 {
			return invalid("Request message is not valid: iopsLimit (%d) must be 0 or at least 11", iops)
		}
	}
	if b.has("bandwidthLimitInKbps") {
		if kbps, failed = b.number("bandwidthLimitInKbps"); failed != nil {
			return failed
		}
		if kbps%1024 != 0 {
			return invalid("Request message is not valid: bandwidthLimitInKbps (%d) must be a multiple of 1024", kbps)
		}
	}
	if g.major < 3 && iops == 0 && kbps == 0 {
		return invalid("Request message is not valid: one of iopsLimit and bandwidthLimitInKbps must be above 0")
	}
	m.iops, m.kbps = iops, kbps
	return nil
}

func (g *gateway) setVolumeMappingAccessMode(v *volume, b body) *failure {
	s, failed := g.sdcOf(b)
	if failed != nil {
		return failed
	}
	m := v.mappingTo(s)
	if m == nil {
		return g.notMapped()
	}
	access, failed := b.oneOf("accessMode", "ReadWrite", "ReadWrite", "ReadOnly", "NoAccess")
	if failed == nil {
		m.access = access
	}
	return failed
}
