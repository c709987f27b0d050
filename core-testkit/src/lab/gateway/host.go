package main

import (
	"os"
	"path/filepath"
	"time"
)

// host is the machine of an SDC: it has a link for each volume that is mapped to it.
type host struct {
	gateway *gateway
	sdc     *sdc
	links   string
}

func (h *host) link(v *volume) string {
	return filepath.Join(h.links, "emc-vol-"+h.gateway.systemID+"-"+v.id)
}

func (h *host) mapped(v *volume) bool {
	return h.gateway.volumes[v.id] == v && v.mappingTo(h.sdc) != nil
}

// appear lets the device of a volume come that was just mapped: at once, or as a fault has it.
func (h *host) appear(v *volume) {
	g := h.gateway
	if g.faults.setting("unapproved") != "" || g.faults.setting("disconnected") != "" {
		return
	}
	switch how, delay := g.faults.device("device"); how {
	case "never", "rescan":
	case "late":
		h.later(delay, func() {
			if h.mapped(v) {
				h.makeLink(v)
			}
		})
	case "dangling":
		_ = g.folder.note(h.link(v))
		_ = os.Symlink(filepath.Join(g.folder.path, "no-device"), h.link(v))
		h.later(delay, func() {
			if h.mapped(v) {
				_ = os.Remove(h.link(v))
				h.makeLink(v)
			}
		})
	default:
		h.makeLink(v)
	}
}

// leave takes the device of a volume away that was just unmapped: at once, or as a fault has it.
func (h *host) leave(v *volume) {
	switch how, delay := h.gateway.faults.device("leaving"); how {
	case "never":
	case "late":
		h.later(delay, func() {
			if !h.mapped(v) {
				h.unlink(v)
			}
		})
	default:
		h.unlink(v)
	}
}

// rescan is what a driver does on demand: it finds volumes it has missed.
func (h *host) rescan() {
	if how, _ := h.gateway.faults.device("device"); how == "never" || how == "late" || how == "dangling" {
		return
	}
	for _, v := range h.gateway.volumes {
		if h.mapped(v) {
			h.makeLink(v)
		}
	}
}

func (h *host) later(delay time.Duration, do func()) {
	time.AfterFunc(delay, func() {
		h.gateway.mutex.Lock()
		defer h.gateway.mutex.Unlock()
		do()
	})
}

func (h *host) makeLink(v *volume) {
	target := v.file
	if h.gateway.loops {
		if v.device == nil {
			device, err := attachLoop(v.file)
			if err != nil {
				os.Stderr.WriteString("lab gateway: " + err.Error() + "\n")
				return
			}
			v.device = device
		}
		target = v.device.path
	}
	_ = h.gateway.folder.note(h.link(v))
	_ = os.MkdirAll(h.links, 0o755)
	_ = os.Symlink(target, h.link(v))
}

// unlink removes the link of one host, and the device with the last of them.
func (h *host) unlink(v *volume) {
	_ = os.Remove(h.link(v))
	for _, s := range h.gateway.sdcs {
		if _, err := os.Lstat(s.host.link(v)); err == nil {
			return
		}
	}
	if v.device != nil {
		_ = v.device.flush()
		v.device.close()
		v.device = nil
	}
}

// grown lets hosts see a volume's new size; without a rescan, if a fault has it so.
func (g *gateway) grown(v *volume) {
	if how, _ := g.faults.device("device"); how != "rescan" && v.device != nil {
		_ = v.device.grow()
	}
}
