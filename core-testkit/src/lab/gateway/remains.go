package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const folderPrefix = "stowage-lab-gateway-"

// folder is where everything lies that a lab keeps. Its lock is held as long as the lab lives.
type folder struct {
	path string
	lock *os.File
}

func newFolder(parent string) (*folder, error) {
	path, err := os.MkdirTemp(parent, folderPrefix)
	if err != nil {
		return nil, err
	}
	lock, err := os.Create(filepath.Join(path, "lock"))
	if err == nil {
		err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	if err != nil {
		return nil, err
	}
	return &folder{path: path, lock: lock}, nil
}

func (f *folder) remove() {
	removeNoted(f.path)
	_ = os.RemoveAll(f.path)
	_ = f.lock.Close()
}

// makeOutside makes a folder with its parents, and notes which of them are new.
func (f *folder) makeOutside(path string) error {
	var missing []string
	for p := path; ; p = filepath.Dir(p) {
		if _, err := os.Stat(p); err == nil {
			break
		}
		missing = append([]string{p}, missing...)
	}
	for _, p := range missing {
		if err := f.note(p); err != nil {
			return err
		}
	}
	return os.MkdirAll(path, 0o755)
}

// note writes down a link or folder outside of the folder, before it is made.
func (f *folder) note(path string) error {
	if strings.HasPrefix(path, f.path+"/") {
		return nil
	}
	notes, err := os.OpenFile(filepath.Join(f.path, "made"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = notes.WriteString(path + "\n")
	if closed := notes.Close(); err == nil {
		err = closed
	}
	return err
}

// removeNoted removes what a lab made outside of its folder: the last first, and only empty folders.
func removeNoted(path string) {
	notes, _ := os.ReadFile(filepath.Join(path, "made"))
	made := strings.Split(strings.TrimSpace(string(notes)), "\n")
	for i := len(made) - 1; i >= 0; i-- {
		_ = os.Remove(made[i])
	}
}

// removeRemains removes what labs left behind that were killed. Their loop devices went with them.
func removeRemains(parent string) {
	folders, _ := filepath.Glob(filepath.Join(parent, folderPrefix+"*"))
	for _, path := range folders {
		lock, err := os.Open(filepath.Join(path, "lock"))
		if err != nil {
			continue // another lab starts at this moment, or it is none
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			removeNoted(path)
			_ = os.RemoveAll(path)
		}
		_ = lock.Close()
	}
}
