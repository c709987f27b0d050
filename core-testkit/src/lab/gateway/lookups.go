package main

import (
	"net/url"
	"strings"
)

// getBy serves names and addresses in URLs. Names of volumes are encoded twice.
func (g *gateway) getBy(kind, key, value string) (any, *failure) {
	decoded, err := url.PathUnescape(value)
	if err == nil && kind == "Volume" {
		decoded, err = url.PathUnescape(decoded)
	}
	if err != nil {
		return nil, invalid("%s is not well encoded", value)
	}
	switch kind + " " + key {
	case "Domain getByName", "ProtectionDomain getByName":
		for _, d := range g.domains {
			if d.name == decoded {
				return d.id, nil
			}
		}
		return nil, g.notFoundByName(142, noDomain().Message)
	case "Pool getByName", "StoragePool getByName":
		// The comma between domain and name is not encoded, those in a name are.
		domainID, name, _ := strings.Cut(value, ",")
		if name, err = url.PathUnescape(name); err != nil {
			return nil, invalid("%s is not well encoded", value)
		}
		for _, p := range g.pools {
			if p.domain.id == domainID && p.name == name {
				return p.id, nil
			}
		}
		return nil, g.notFoundByName(171, noPool().Message)
	case "Volume getByName":
		if v := g.volumeByName(decoded); v != nil {
			return v.id, nil
		}
		return nil, g.notFoundByName(79, noVolume().Message)
	case "Client getByIp", "Sdc getByIp":
		for _, s := range g.sdcs {
			if s.ip == decoded {
				return s.id, nil
			}
		}
		return nil, g.notFoundByName(80, noSdc().Message)
	}
	return nil, noSuchURL()
}

func (g *gateway) queryIDByKey(kind string, b body) (any, *failure) {
	switch kind {
	case "Volume":
		if failed := b.require("name"); failed != nil {
			return nil, failed
		}
		if v := g.volumeByName(b.text("name")); v != nil {
			return v.id, nil
		}
		return nil, noVolume()
	case "ProtectionDomain":
		if failed := b.require("name"); failed != nil {
			return nil, failed
		}
		for _, d := range g.domains {
			if d.name == b.text("name") {
				return d.id, nil
			}
		}
		return nil, noDomain()
	case "StoragePool":
		if failed := b.require("name"); failed != nil {
			return nil, failed
		}
		if b.text("protectionDomainId") == "" && b.text("protectionDomainName") == "" {
			return nil, missing("protectionDomainId or protectionDomainName")
		}
		for _, p := range g.pools {
			if p.name == b.text("name") && (p.domain.id == b.text("protectionDomainId") || p.domain.name == b.text("protectionDomainName")) {
				return p.id, nil
			}
		}
		return nil, noPool()
	case "Sdc":
		if b.text("ip") == "" && b.text("guid") == "" && b.text("name") == "" {
			return nil, missing("ip")
		}
		for _, s := range g.sdcs {
			if s.ip == b.text("ip") || strings.EqualFold(s.guid, b.text("guid")) || s.name != "" && s.name == b.text("name") {
				return s.id, nil
			}
		}
		return nil, noSdc()
	}
	return nil, noSuchURL()
}

func (g *gateway) list(kind string) (any, *failure) {
	found := []any{}
	switch kind {
	case "System":
		found = append(found, g.systemView())
	case "ProtectionDomain":
		for _, d := range g.domains {
			found = append(found, g.domainView(d))
		}
	case "StoragePool":
		for _, p := range g.pools {
			found = append(found, g.poolView(p))
		}
	case "Sdc":
		for _, s := range g.sdcs {
			found = append(found, g.sdcView(s))
		}
	case "Volume":
		return g.volumeViews(func(*volume) bool { return true }), nil
	case "VTree":
		for _, v := range g.volumesWhere(func(v *volume) bool { return v.vtree.base == v.id }) {
			found = append(found, g.vtreeView(v.vtree))
		}
	case "Sds", "Device", "FaultSet", "SnapshotPolicy", "User", "ReplicationConsistencyGroup", "ReplicationPair", "Host":
	default:
		return nil, noSuchURL()
	}
	return found, nil
}

func (g *gateway) queryBySelectedIDs(kind string, b body) (any, *failure) {
	ids, failed := b.texts("ids")
	if failed != nil {
		return nil, failed
	}
	found := []any{}
	for _, id := range ids {
		if failed := checkID(id); failed != nil {
			return nil, failed
		}
		view, failed := g.view(kind, id)
		if failed != nil {
			return nil, failed
		}
		found = append(found, view)
	}
	return found, nil
}

// view is one object by its id.
func (g *gateway) view(kind, id string) (any, *failure) {
	switch kind {
	case "System":
		if id == g.systemID {
			return g.systemView(), nil
		}
		return nil, mdm(3, "Not found")
	case "ProtectionDomain":
		if d := g.domainByID(id); d != nil {
			return g.domainView(d), nil
		}
		return nil, noDomain()
	case "StoragePool":
		if p := g.poolByID(id); p != nil {
			return g.poolView(p), nil
		}
		return nil, noPool()
	case "Sdc":
		if s := g.sdcByID(id); s != nil {
			return g.sdcView(s), nil
		}
		return nil, noSdc()
	case "Volume":
		v, failed := g.livingVolume(id, false)
		if failed != nil {
			return nil, failed
		}
		return g.volumeView(v), nil
	case "VTree":
		if t := g.vtrees[id]; t != nil {
			return g.vtreeView(t), nil
		}
		return nil, mdm(g.shifted(176), "Could not find the VTree")
	}
	return nil, noSuchURL()
}

func (g *gateway) relation(kind, id, related string) (any, *failure) {
	if _, failed := g.view(kind, id); failed != nil {
		return nil, failed
	}
	switch kind + " " + related {
	case "System Sdc", "System ProtectionDomain", "System User":
		return g.list(related)
	case "ProtectionDomain StoragePool":
		found := []any{}
		for _, p := range g.pools {
			if p.domain.id == id {
				found = append(found, g.poolView(p))
			}
		}
		return found, nil
	case "StoragePool Volume":
		return g.volumeViews(func(v *volume) bool { return v.pool.id == id }), nil
	case "StoragePool VTree":
		found := []any{}
		for _, v := range g.volumesWhere(func(v *volume) bool { return v.pool.id == id && v.vtree.base == v.id }) {
			found = append(found, g.vtreeView(v.vtree))
		}
		return found, nil
	case "Sdc Volume":
		return g.volumeViews(func(v *volume) bool { return v.mappingTo(g.sdcByID(id)) != nil }), nil
	case "VTree Volume":
		return g.volumeViews(func(v *volume) bool { return v.vtree.id == id }), nil
	case "ProtectionDomain Sds", "StoragePool Device", "StoragePool SpSds", "ProtectionDomain FaultSet":
		return []any{}, nil
	case "System Statistics", "ProtectionDomain Statistics", "StoragePool Statistics", "Volume Statistics", "Sdc Statistics", "VTree Statistics":
		return g.statistics(kind, id), nil
	}
	return nil, noSuchURL()
}
