package main

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

const (
	loopSetFd       = 0x4C00
	loopClrFd       = 0x4C01
	loopSetStatus64 = 0x4C04
	loopSetCapacity = 0x4C07
	loopGetFree     = 0x4C82
	loopMajor       = 7
	loopAutoclear   = 4
)

// loopInfo64 is the kernel's struct loop_info64.
type loopInfo64 struct {
	device, inode, rdevice, offset, sizeLimit  uint64
	number, encryptType, encryptKeySize, flags uint32
	fileName, cryptName                        [64]byte
	encryptKey                                 [32]byte
	init                                       [2]uint64
}

// loop is a loop device over a volume's file. The kernel takes it away when it is closed, however that
// happens, and nobody else has it open.
type loop struct {
	path   string
	device *os.File
}

func attachLoop(file string) (*loop, error) {
	backing, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer backing.Close()
	control, err := os.OpenFile("/dev/loop-control", os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer control.Close()
	for attempt := 0; ; attempt++ {
		attached, err := attachFree(control, backing, file)
		if err == nil {
			return attached, nil
		}
		if err != syscall.EBUSY || attempt == 100 {
			return nil, fmt.Errorf("attaching a loop device to %s: %w", file, err)
		}
	}
}

func attachFree(control, backing *os.File, file string) (*loop, error) {
	number, err := ioctl(control, loopGetFree, 0)
	if err != nil {
		return nil, err
	}
	path := fmt.Sprintf("/dev/loop%d", number)
	if _, err := os.Stat(path); os.IsNotExist(err) {
		// Containers lack the nodes of devices that were not there when they started.
		if err := syscall.Mknod(path, syscall.S_IFBLK|0o660, loopMajor<<8|int(number)); err != nil && err != syscall.EEXIST {
			return nil, err
		}
	}
	device, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if _, err := ioctl(device, loopSetFd, backing.Fd()); err != nil {
		device.Close()
		return nil, err // EBUSY: somebody was faster
	}
	info := loopInfo64{flags: loopAutoclear}
	copy(info.fileName[:63], file)
	if _, err := ioctl(device, loopSetStatus64, uintptr(unsafe.Pointer(&info))); err != nil {
		_, _ = ioctl(device, loopClrFd, 0)
		device.Close()
		return nil, err
	}
	return &loop{path: path, device: device}, nil
}

// flush brings to the file what was written through the device.
func (l *loop) flush() error { return l.device.Sync() }

// grow makes the device as large as its file.
func (l *loop) grow() error {
	_, err := ioctl(l.device, loopSetCapacity, 0)
	return err
}

func (l *loop) close() { _ = l.device.Close() }

func ioctl(file *os.File, request uintptr, argument uintptr) (uintptr, error) {
	result, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), request, argument)
	if errno != 0 {
		return 0, errno
	}
	return result, nil
}
