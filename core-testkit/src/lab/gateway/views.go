package main

// view is an object as the array shows it.
type view = map[string]any

func link(rel, href string) map[string]string { return map[string]string{"rel": rel, "href": href} }

func links(kind, id string, relations ...string) []map[string]string {
	self := "/api/instances/" + kind + "::" + id
	found := []map[string]string{link("self", self)}
	for _, related := range relations {
		found = append(found, link("/api/"+kind+"/relationship/"+related, self+"/relationships/"+related))
	}
	return found
}

func parent(field, kind, id string) map[string]string {
	return link("/api/parent/relationship/"+field, "/api/instances/"+kind+"::"+id)
}

func (g *gateway) systemView() view {
	return view{
		"id": g.systemID, "name": "lab", "restrictedSdcMode": "None", "restrictedSdcModeEnabled": false,
		"systemVersionName": "DellEMC PowerFlex Version: " + g.release(), "installId": g.systemID, "mdmClusterState": "ClusteredNormal",
		"mdmMode": "Cluster", "swid": "", "daysInstalled": 1, "maxCapacityInGb": "Unlimited", "capacityTimeLeftInDays": "Unlimited",
		"capacityAlertHighThresholdPercent": 80, "capacityAlertCriticalThresholdPercent": 90, "mdmCluster": g.mdmCluster(),
		"links": links("System", g.systemID, "Statistics", "ProtectionDomain", "Sdc", "User"),
	}
}

func (g *gateway) release() string { return "R" + g.version[:1] + "_" + g.version[2:] + ".0.0" }

func (g *gateway) mdmCluster() view {
	return view{
		"id": g.systemID, "name": "lab", "clusterState": "ClusteredNormal", "clusterMode": "ThreeNodes",
		"goodNodesNum": 3, "goodReplicasNum": 2, "virtualIps": []string{}, "slaves": []any{}, "tieBreakers": []any{}, "standbyMDMs": []any{},
		"master": view{"id": g.systemID, "name": "mdm1", "role": "Manager", "versionInfo": g.release() + ".0", "ips": []string{"192.0.2.1"}, "managementIPs": []string{"192.0.2.1"}, "port": 9011},
	}
}

func (g *gateway) domainView(d *domain) view {
	shown := view{
		"id": d.id, "name": d.name, "systemId": g.systemID, "protectionDomainState": "Active",
		"links": links("ProtectionDomain", d.id, "Statistics", "StoragePool", "Sds"),
	}
	if g.major >= 5 {
		shown["genType"] = "EC"
	}
	return shown
}

func (g *gateway) poolView(p *pool) view {
	layout := "MediumGranularity"
	switch {
	case g.major >= 5:
		layout = "ErasureCoding"
	case p.fine:
		layout = "FineGranularity"
	}
	return view{
		"id": p.id, "name": p.name, "protectionDomainId": p.domain.id, "zeroPaddingEnabled": p.padded, "dataLayout": layout,
		"mediaType": "SSD", "compressionMethod": "None", "capacityUsageState": "Normal", "useRmcache": false, "sparePercentage": 10,
		"links": append(links("StoragePool", p.id, "Statistics", "Volume", "Device", "VTree", "SpSds"), parent("protectionDomainId", "ProtectionDomain", p.domain.id)),
	}
}

func (g *gateway) sdcView(s *sdc) view {
	state := "Connected"
	if g.faults.setting("disconnected") != "" {
		state = "Disconnected"
	}
	shown := view{
		"id": s.id, "sdcGuid": s.guid, "sdcIp": s.ip, "sdcApproved": g.faults.setting("unapproved") == "", "mdmConnectionState": state,
		"name": nil, "systemId": g.systemID, "osType": "Linux", "perfProfile": "HighPerformance", "onVmWare": false,
		"links": links("Sdc", s.id, "Statistics", "Volume"),
	}
	if s.name != "" {
		shown["name"] = s.name
	}
	if g.major >= 3 {
		shown["sdcIps"] = []string{s.ip}
	}
	if g.major >= 4 {
		shown["hostType"], shown["nqn"] = "SdcHost", nil
	}
	return shown
}

func (g *gateway) volumeViews(chosen func(*volume) bool) []view {
	found := []view{}
	for _, v := range g.volumesWhere(chosen) {
		found = append(found, g.volumeView(v))
	}
	return found
}

func (g *gateway) volumeView(v *volume) view {
	var mapped []view
	for _, m := range v.mappings {
		shown := view{
			"sdcId": m.sdc.id, "sdcIp": m.sdc.ip, "sdcName": m.sdc.name, "limitIops": m.iops, "limitBwInMbps": m.kbps / 1024,
			"accessMode": m.access, "isDirectBufferMapping": false,
		}
		if g.major >= 4 {
			shown["nqn"], shown["hostType"] = nil, "SdcHost"
		}
		mapped = append(mapped, shown)
	}
	shown := view{
		"id": v.id, "name": v.name, "sizeInKb": v.sizeKib, "volumeType": v.kind, "storagePoolId": v.pool.id, "vtreeId": v.vtree.id,
		"ancestorVolumeId": nullable(v.ancestor), "consistencyGroupId": nullable(v.group), "creationTime": v.created.Unix(),
		"useRmcache": v.rmcache, "isObfuscated": false, "mappingToAllSdcsEnabled": v.toAll, "mappedScsiInitiatorInfo": nil, "mappedSdcInfo": nil,
		"links": append(links("Volume", v.id, "Statistics"), parent("vtreeId", "VTree", v.vtree.id), parent("storagePoolId", "StoragePool", v.pool.id)),
	}
	if mapped != nil {
		shown["mappedSdcInfo"] = mapped
	}
	if g.major >= 3 {
		shown["dataLayout"], shown["compressionMethod"] = g.poolView(v.pool)["dataLayout"], v.compression
		shown["accessModeLimit"] = "ReadWrite"
		if v.accessLimit != "" {
			shown["accessModeLimit"] = v.accessLimit
		}
	}
	if g.major >= 4 {
		shown["nsid"], shown["volumeClass"], shown["managedBy"] = v.id[8:], "defaultclass", "ScaleIO"
	}
	return shown
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (g *gateway) vtreeView(t *vtree) view {
	return view{
		"id": t.id, "name": t.name, "baseVolumeId": t.base, "storagePoolId": t.pool.id, "compressionMethod": "None", "dataLayout": g.poolView(t.pool)["dataLayout"],
		"vtreeMigrationInfo": view{
			"migrationStatus": "NotInMigration", "sourceStoragePoolId": nil, "destinationStoragePoolId": nil, "thicknessConversionType": "NoConversion",
			"migrationQueuePosition": 0, "migrationPauseReason": nil,
		},
		"links": append(links("VTree", t.id, "Statistics", "Volume"), parent("baseVolumeId", "Volume", t.base), parent("storagePoolId", "StoragePool", t.pool.id)),
	}
}
