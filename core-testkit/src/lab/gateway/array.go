package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	"stowage.org/lab/common"
)

const kibPerGib = 1 << 20

// gateway is the array with what stands in front of it. Everything is guarded by the mutex.
type gateway struct {
	mutex      sync.Mutex
	version    string
	major      int
	bearerOnly bool
	password   string
	systemID   string
	folder     *folder
	loops      bool

	ahead   time.Duration
	tokens  map[string]*token
	calls   []*call
	faults  *faults
	domains []*domain
	pools   []*pool
	sdcs    []*sdc
	volumes map[string]*volume
	vtrees  map[string]*vtree
	lastID  uint64
}

type domain struct{ id, name string }

type pool struct {
	id, name    string
	domain      *domain
	capacityKib int64
	padded      bool
	fine        bool
}

type volume struct {
	id, name, kind string
	sizeKib        int64
	pool           *pool
	vtree          *vtree
	ancestor       string
	group          string
	created        time.Time
	rmcache        bool
	compression    string
	accessLimit    string
	mappings       []*mapping
	toAll          bool
	// removing counts the calls that still find the removal in progress.
	removing int
	file     string
	device   *loop
}

type vtree struct {
	id, name, base string
	pool           *pool
}

type mapping struct {
	sdc    *sdc
	iops   int64
	kbps   int64
	access string
}

type sdc struct {
	id, guid, ip, name string
	host               *host
}

func newGateway(o options, folder *folder) *gateway {
	g := &gateway{
		version: o.version, major: int(o.version[0] - '0'), bearerOnly: o.bearerOnly, password: common.Secret(),
		folder: folder, loops: o.devices == "loop", tokens: map[string]*token{}, faults: &faults{},
		volumes: map[string]*volume{}, vtrees: map[string]*vtree{},
	}
	g.systemID = fmt.Sprintf("%016x", rand.Uint64()|1<<60)
	g.lastID = rand.Uint64()>>17 | 1<<46
	for _, name := range []string{"domain1", "domain2"} {
		d := &domain{id: g.newID(), name: name}
		g.domains = append(g.domains, d)
		add := func(name string, padded, fine bool) {
			g.pools = append(g.pools, &pool{id: g.newID(), name: name, domain: d, capacityKib: o.capacityGib * kibPerGib, padded: padded, fine: fine})
		}
		add("pool1", true, false)
		if name == "domain1" {
			add("pool2", true, g.major >= 3)
			add("unpadded", g.major >= 5, false)
		}
	}
	return g
}

func (g *gateway) newID() string {
	g.lastID += 0x10001
	return fmt.Sprintf("%016x", g.lastID)
}

// addHosts makes two SDCs: of this machine, and of another one that is told apart by its folder of links.
func (g *gateway) addHosts(o options, url, caFile string) ([]hostDescription, error) {
	var described []hostDescription
	for i := 1; i <= 2; i++ {
		home := filepath.Join(g.folder.path, fmt.Sprintf("host-%d", i))
		links := o.byIdFolder
		if i > 1 {
			links = filepath.Join(home, "by-id")
		}
		program := filepath.Join(home, "drv_cfg")
		s := &sdc{id: g.newID(), ip: fmt.Sprintf("192.0.2.%d", 10+i), guid: strings.ToUpper(newUUID())}
		s.host = &host{gateway: g, sdc: s, links: links}
		g.sdcs = append(g.sdcs, s)
		if err := g.folder.makeOutside(links); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(home, 0o755); err != nil {
			return nil, err
		}
		if err := writeDrvCfg(program, url, caFile, s.guid); err != nil {
			return nil, err
		}
		described = append(described, hostDescription{SdcID: s.id, SdcGUID: s.guid, ByIDFolder: links, DrvCfg: program})
	}
	return described, nil
}

func newUUID() string {
	high, low := rand.Uint64()&^0xf000|0x4000, rand.Uint64()&^(3<<62)|2<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", high>>32, high>>16&0xffff, high&0xffff, low>>48, low&(1<<48-1))
}

// end takes all devices away.
func (g *gateway) end() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	for _, v := range g.volumes {
		for _, s := range g.sdcs {
			s.host.unlink(v)
		}
	}
}

// granularityKib is what sizes are rounded up to.
func (g *gateway) granularityKib() int64 {
	if g.major >= 5 {
		return kibPerGib
	}
	return 8 * kibPerGib
}

func (g *gateway) snapshotsPerVtree() int {
	if limit := g.faults.number("snapshot-limit"); limit > 0 {
		return limit
	}
	switch {
	case g.major >= 5:
		return 1022
	case g.major >= 3:
		return 126
	}
	return 31
}

func (g *gateway) domainByID(id string) *domain {
	for _, d := range g.domains {
		if d.id == id {
			return d
		}
	}
	return nil
}

func (g *gateway) poolByID(id string) *pool {
	for _, p := range g.pools {
		if p.id == id {
			return p
		}
	}
	return nil
}

func (g *gateway) sdcByID(id string) *sdc {
	for _, s := range g.sdcs {
		if s.id == id {
			return s
		}
	}
	return nil
}

func (g *gateway) volumeByName(name string) *volume {
	for _, v := range g.volumes {
		if v.name == name {
			return v
		}
	}
	return nil
}

func (g *gateway) volumesWhere(chosen func(*volume) bool) []*volume {
	found := []*volume{}
	for _, v := range g.volumes {
		if chosen(v) {
			found = append(found, v)
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].id < found[j].id })
	return found
}

// usage of a pool: what thick volumes reserve, and what thin ones and snapshots promise.
func (g *gateway) usage(p *pool) (thickKib, thinKib int64) {
	for _, v := range g.volumes {
		if v.pool != p {
			continue
		}
		switch v.kind {
		case "ThickProvisioned":
			thickKib += v.sizeKib
		case "ThinProvisioned":
			thinKib += v.sizeKib
		}
	}
	return thickKib, thinKib
}

// overprovisioning is how many times a pool's capacity thin volumes may promise.
const overprovisioning = 5

func (g *gateway) checkRoom(p *pool, kind string, moreKib int64) *failure {
	thick, thin := g.usage(p)
	full := g.faults.setting("full") != ""
	if kind == "ThickProvisioned" {
		if full || thick+moreKib > p.capacityKib {
			return mdm(67, "Insufficient resources. There is not enough free capacity in the Storage Pool.")
		}
	} else if full || thick+thin+moreKib > overprovisioning*p.capacityKib {
		return mdm(g.shifted(300), "Requested volume size exceeds the volume allocation limit")
	}
	return nil
}
