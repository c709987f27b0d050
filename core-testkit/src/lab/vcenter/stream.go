package main

import (
	"encoding/binary"
	"errors"
)

const (
	sparseMagic    = "KDMV"
	flagCompressed = 1 << 16
	flagMarkers    = 1 << 17
	deflate        = 1
	atEnd          = -1
)

// header is that of a hosted sparse extent (VMware Virtual Disk Format 5.0, "Hosted Sparse Extents").
type header struct {
	version          uint32
	flags            uint32
	capacitySectors  int64
	grainSectors     int64
	descriptorSector int64
	directorySector  int64
	overheadSectors  int64
	algorithm        uint16
}

func readHeader(sector []byte) header {
	order := binary.LittleEndian
	return header{
		version:          order.Uint32(sector[4:]),
		flags:            order.Uint32(sector[8:]),
		capacitySectors:  int64(order.Uint64(sector[12:])),
		grainSectors:     int64(order.Uint64(sector[20:])),
		descriptorSector: int64(order.Uint64(sector[28:])),
		directorySector:  int64(order.Uint64(sector[56:])),
		overheadSectors:  int64(order.Uint64(sector[64:])),
		algorithm:        order.Uint16(sector[77:]),
	}
}

func (h header) compressed() bool {
	return h.flags&flagCompressed != 0
}

// streamCheck reads a disk as it comes in, and refuses what a host would not import. It does not
// inflate the grains.
type streamCheck struct {
	header header
	sector []byte
	skip   int64
	begun  bool
	ended  bool
	grains int64
}

func (s *streamCheck) Write(p []byte) (int, error) {
	length := len(p)
	for len(p) > 0 && !s.ended {
		if s.skip > 0 {
			n := min(s.skip, int64(len(p)))
			s.skip -= n
			p = p[n:]
			continue
		}
		n := min(sectorBytes-len(s.sector), len(p))
		s.sector = append(s.sector, p[:n]...)
		p = p[n:]
		if len(s.sector) == sectorBytes {
			if err := s.next(); err != nil {
				return 0, err
			}
			s.sector = s.sector[:0]
		}
	}
	return length, nil
}

func (s *streamCheck) next() error {
	if !s.begun {
		s.begun = true
		return s.begin()
	}
	return s.marker()
}

func (s *streamCheck) begin() error {
	if string(s.sector[:4]) != sparseMagic {
		return errors.New("invalid sparse VMDK header: no magic number")
	}
	s.header = readHeader(s.sector)
	switch h := s.header; {
	case h.version < 3:
		return errors.New("not a supported disk format (sparse VMDK version too old)")
	case h.version > 3:
		return errors.New("not a supported disk format (sparse VMDK version too new)")
	case !h.compressed() || h.flags&flagMarkers == 0 || h.algorithm != deflate:
		return errors.New("invalid sparse VMDK header: the disk is not streamOptimized")
	case h.descriptorSector < 1:
		return errors.New("invalid sparse VMDK header: no embedded descriptor")
	case h.capacitySectors < 1 || h.grainSectors < 1 || h.overheadSectors < 1:
		return errors.New("invalid sparse VMDK header: no capacity, grain size or overhead")
	}
	s.skip = (s.header.overheadSectors - 1) * sectorBytes
	return nil
}

// marker reads what stands before each grain, table and directory.
func (s *streamCheck) marker() error {
	value := int64(binary.LittleEndian.Uint64(s.sector))
	size := int64(binary.LittleEndian.Uint32(s.sector[8:]))
	if size > 0 {
		if value < 0 || value >= s.header.capacitySectors || size > 2*s.header.grainSectors*sectorBytes {
			return errors.New("invalid grain marker in the stream")
		}
		s.grains++
		s.skip = (12+size+sectorBytes-1)/sectorBytes*sectorBytes - sectorBytes
		return nil
	}
	kind := binary.LittleEndian.Uint32(s.sector[12:])
	switch {
	case kind == 0:
		s.ended = true
	case kind > 3 || value < 0 || value > s.header.capacitySectors+s.header.overheadSectors+sectorBytes:
		return errors.New("invalid marker in the stream")
	default:
		s.skip = value * sectorBytes
	}
	return nil
}

// end tells whether all of the disk has come. Streams whose grain directory stands at the front, as
// some tools write them, need no marker for the end.
func (s *streamCheck) end() error {
	if !s.begun {
		return errors.New("invalid sparse VMDK header: the stream is too short")
	}
	if s.ended || (s.header.directorySector != atEnd && s.skip == 0 && len(s.sector) == 0) {
		return nil
	}
	return errors.New("the stream ends before the disk does")
}

func (s *streamCheck) capacity() int64 {
	return s.header.capacitySectors * sectorBytes
}

func (s *streamCheck) populated() int64 {
	return s.grains * s.header.grainSectors * sectorBytes
}
