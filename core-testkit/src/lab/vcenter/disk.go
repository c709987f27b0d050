package main

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

const (
	sectorBytes        = 512
	longestDescription = 64 << 10
)

// disk is what a VMDK file says of itself.
type disk struct {
	file     string
	sparse   bool
	streamed bool
	capacity int64
	adapter  string
	parent   string
}

var (
	extentLine  = regexp.MustCompile(`(?m)^(?:RW|RDONLY) (\d+) (\w+)`)
	adapterLine = regexp.MustCompile(`(?m)^ddb\.adapterType *= *"(\w+)"`)
	parentLine  = regexp.MustCompile(`(?m)^parentFileNameHint="(.*)"`)
)

// readDisk reads a descriptor, or that which a sparse file has within.
func readDisk(file string) (disk, error) {
	opened, err := os.Open(file)
	if err != nil {
		return disk{}, err
	}
	defer opened.Close()
	head := make([]byte, longestDescription)
	n, err := io.ReadFull(opened, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return disk{}, err
	}
	head = head[:n]
	is := disk{file: file, adapter: "lsilogic"}
	text := head
	if len(head) >= sectorBytes && bytes.HasPrefix(head, []byte(sparseMagic)) {
		header := readHeader(head)
		is.sparse, is.streamed = true, header.compressed()
		is.capacity = header.capacitySectors * sectorBytes
		from := min(header.descriptorSector*sectorBytes, int64(n))
		text = head[from:]
		if end := bytes.IndexByte(text, 0); end >= 0 {
			text = text[:end]
		}
	} else {
		extents := extentLine.FindAllSubmatch(text, -1)
		if extents == nil {
			return disk{}, fmt.Errorf("%s is no disk", file)
		}
		for _, extent := range extents {
			sectors, _ := strconv.ParseInt(string(extent[1]), 10, 64)
			is.capacity += sectors * sectorBytes
		}
	}
	if found := adapterLine.FindSubmatch(text); found != nil {
		is.adapter = string(found[1])
	}
	if found := parentLine.FindSubmatch(text); found != nil {
		is.parent = string(found[1])
	}
	return is, nil
}

// flatFile is where a disk that is not sparse has its data.
func flatFile(file string) string {
	return strings.TrimSuffix(file, ".vmdk") + "-flat.vmdk"
}

// describe writes the descriptor of a disk whose data is in its flat file.
func describe(file string, capacity int64, adapter string) error {
	id := make([]byte, 4)
	_, _ = rand.Read(id)
	text := fmt.Sprintf(`# Disk DescriptorFile
version=1
encoding="UTF-8"
CID=%08x
parentCID=ffffffff
createType="vmfs"

# Extent description
RW %d VMFS "%s"

# The Disk Data Base
#DDB

ddb.adapterType = "%s"
ddb.virtualHWVersion = "13"
`, binary.BigEndian.Uint32(id)|1, (capacity+sectorBytes-1)/sectorBytes, filepath.Base(flatFile(file)), adapter)
	return os.WriteFile(file, []byte(text), 0o600)
}

// expand copies a disk, and all that its parents hold, to one whose data is in a flat file.
func (d disk) expand(file, adapter string) error {
	source := []string{"-f", "vmdk", d.file}
	if !d.sparse {
		source = []string{"-f", "raw", flatFile(d.file)}
	}
	arguments := append(append([]string{"convert", "-q", "-O", "raw"}, source...), flatFile(file))
	err := qemuImg(arguments...)
	if err == nil {
		err = describe(file, d.capacity, adapter)
	}
	if err != nil {
		_ = os.Remove(flatFile(file))
	}
	return err
}

// grow makes a disk larger; a sparse one turns flat by it, as a datastore's disks are.
func (d disk) grow(capacity int64) error {
	if d.sparse {
		if err := d.expand(d.file+".growing.vmdk", d.adapter); err != nil {
			return err
		}
		_ = os.Remove(d.file + ".growing.vmdk")
		if err := os.Rename(flatFile(d.file+".growing.vmdk"), flatFile(d.file)); err != nil {
			return err
		}
	}
	if err := os.Truncate(flatFile(d.file), capacity); err != nil {
		return err
	}
	return describe(d.file, capacity, d.adapter)
}

// link makes a disk that holds what differs from a parent.
func link(parent, file string) error {
	_ = os.Remove(flatFile(file))
	_ = os.Remove(file)
	return qemuImg("create", "-q", "-f", "vmdk", "-b", parent, "-F", "vmdk", file)
}

// size is what a disk's files take, without holes.
func (d disk) size() int64 {
	files := []string{d.file}
	if !d.sparse {
		files = append(files, flatFile(d.file))
	}
	return allocated(files...)
}

func qemuImg(arguments ...string) error {
	output, err := exec.Command("qemu-img", arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("qemu-img %v: %w %s", arguments, err, output)
	}
	return nil
}
