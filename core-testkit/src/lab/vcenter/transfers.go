package main

import (
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/vmware/govmomi/vim25/types"
)

var (
	errReset = errors.New("the connection is reset here, as the lab was told")
	errFull  = errors.New("the datastore is full, as the lab was told")
)

// throttled moves bytes as the faults that are set allow.
type throttled struct {
	source   io.Reader
	faults   *faults
	kind     string
	request  *http.Request
	position int64
	paced    int64
	since    time.Time
}

func (t *throttled) Read(p []byte) (int, error) {
	spoilt := false
	// Not before the bytes up to here have been passed on.
	switch t.faults.reached(t.kind, t.position) {
	case hang:
		<-t.request.Context().Done()
		return 0, t.request.Context().Err()
	case "reset":
		return 0, errReset
	case "spoil":
		spoilt = true
	}
	rate, slow := t.faults.value("slow")
	if slow && rate > 0 {
		p = p[:min(int64(len(p)), max(rate/10, 1))]
	}
	if until, ok := t.faults.value(t.kind); ok && t.position < until {
		p = p[:min(int64(len(p)), until-t.position)]
	}
	n, err := t.source.Read(p)
	t.position += int64(n)
	if spoilt && n > 0 {
		p[0] ^= 1
	}
	if slow && rate > 0 {
		t.keepTo(rate, int64(n))
	}
	return n, err
}

// keepTo waits until as many bytes as have passed may have. Short waits last longer than they are
// meant to, so what counts is when the first one was.
func (t *throttled) keepTo(rate, bytes int64) {
	if t.paced == 0 {
		t.since = time.Now()
	}
	t.paced += bytes
	due := time.Duration(float64(t.paced) / float64(rate) * float64(time.Second))
	time.Sleep(due - time.Since(t.since))
}

// roomFor passes on what the datastores have room for.
func (l *lab) roomFor(file io.Writer) io.Writer {
	return writerFunc(func(bytes []byte) (int, error) {
		if !l.faults.take(int64(len(bytes))) {
			return 0, errFull
		}
		return file.Write(bytes)
	})
}

// sums are the digests that a manifest speaks of.
type sums struct {
	sha1   hash.Hash
	chosen hash.Hash
}

func newSums(kind types.HttpNfcLeaseManifestEntryChecksumType) *sums {
	made := &sums{sha1: sha1.New()}
	made.chosen = made.sha1
	if kind == types.HttpNfcLeaseManifestEntryChecksumTypeSha256 {
		made.chosen = sha256.New()
	}
	return made
}

func (s *sums) Write(p []byte) (int, error) {
	_, _ = s.sha1.Write(p)
	if s.chosen != s.sha1 {
		_, _ = s.chosen.Write(p)
	}
	return len(p), nil
}

// transferDisk moves a file by an address of a lease, which needs no session.
func (l *lab) transferDisk(w http.ResponseWriter, r *http.Request) {
	l.mutex.Lock()
	held := l.leases[r.PathValue("lease")]
	l.mutex.Unlock()
	var one *device
	if held != nil {
		held.mutex.Lock()
		for _, candidate := range held.devices {
			if candidate.url.TargetId == r.PathValue("device") {
				one = candidate
			}
		}
		held.mutex.Unlock()
	}
	switch {
	case one == nil:
		http.NotFound(w, r)
	case held.importing && (r.Method == http.MethodPut || r.Method == http.MethodPost && one.disk != nil):
		held.receive(w, r, one)
	case !held.importing && r.Method == http.MethodGet:
		held.send(w, r, one)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// receive keeps what is uploaded as the device's file, byte for byte.
func (l *lease) receive(w http.ResponseWriter, r *http.Request, one *device) {
	kept, err := os.Create(one.file)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	sums, check := newSums(one.checksum), &streamCheck{}
	alive := writerFunc(func(bytes []byte) (int, error) { return len(bytes), l.ended() })
	to := []io.Writer{alive, l.lab.roomFor(kept), sums, l.lab.counter(&l.lab.seen.ImportedBytes)}
	var invalid error
	if one.disk != nil {
		to = append(to, writerFunc(func(bytes []byte) (int, error) {
			n, err := check.Write(bytes)
			invalid = err
			return n, err
		}))
	}
	size, err := io.Copy(io.MultiWriter(to...), &throttled{source: r.Body, faults: l.lab.faults, kind: "upload", request: r})
	_ = kept.Close()
	if err == nil && one.disk != nil {
		invalid = check.end()
		err = invalid
	}
	if err == nil {
		l.keep(one, sums, size, check)
		w.WriteHeader(http.StatusOK)
		return
	}
	_ = os.Remove(one.file)
	switch {
	case errors.Is(err, errReset):
		reset(r)
	case errors.Is(err, errFull):
		l.fail(l.lab.full(one.name), err)
	case invalid != nil:
		l.fail(&types.SystemError{Reason: invalid.Error()}, invalid)
	default:
		log.Printf("%s: %v", one.url.TargetId, err)
	}
	http.Error(w, err.Error(), http.StatusInternalServerError)
}

// keep makes a device of the machine what was uploaded for it.
func (l *lease) keep(one *device, sums *sums, size int64, check *streamCheck) {
	if one.disk == nil {
		l.record(one, sums, size, 0, 0)
		return
	}
	_ = os.Remove(flatFile(one.file))
	l.record(one, sums, size, check.capacity(), check.populated())
	ctx := l.lab.own()
	ctx.WithLock(l.vm, func() { setCapacity(one.disk, check.capacity()) })
	l.lab.refresh(ctx, l.vm)
}

// send gives a device's file; a disk as a stream, whatever form it is stored in.
func (l *lease) send(w http.ResponseWriter, r *http.Request, one *device) {
	source, done, err := l.stream(one)
	if err != nil {
		log.Printf("%s: %v", one.name, err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer done()
	sums, check := newSums(one.checksum), &streamCheck{}
	alive := writerFunc(func(bytes []byte) (int, error) { return len(bytes), l.ended() })
	to := []io.Writer{alive, w, l.lab.counter(&l.lab.seen.ExportedBytes)}
	if one.disk != nil {
		to = append(to, check)
	}
	w.Header().Set("Content-Type", "application/x-vnd.vmware-streamVmdk")
	// A host does not know beforehand how long a stream gets.
	_ = http.NewResponseController(w).Flush()
	size, err := io.Copy(io.MultiWriter(to...), &throttled{source: io.TeeReader(source, sums), faults: l.lab.faults, kind: "download", request: r})
	if err != nil {
		log.Printf("%s: %v", one.name, err)
		_ = http.NewResponseController(w).Flush()
		reset(r)
	}
	var capacity, populated int64
	if one.disk != nil {
		capacity, populated = check.capacity(), check.populated()
	}
	l.record(one, sums, size, capacity, populated)
}

// stream opens a device's file, or for a disk that is not one already, a stream made of it.
func (l *lease) stream(one *device) (io.Reader, func(), error) {
	file, done := one.file, func() {}
	if one.disk != nil {
		is, err := readDisk(file)
		if err != nil {
			return nil, nil, err
		}
		if !is.streamed {
			folder, err := os.MkdirTemp(l.lab.folder, "export-")
			if err != nil {
				return nil, nil, err
			}
			done = func() { _ = os.RemoveAll(folder) }
			file = filepath.Join(folder, "disk.vmdk")
			if err := qemuImg("convert", "-q", "-O", "vmdk", "-o", "subformat=streamOptimized", one.file, file); err != nil {
				done()
				return nil, nil, err
			}
		}
	}
	opened, err := os.Open(file)
	if err != nil {
		done()
		return nil, nil, err
	}
	return opened, func() { _ = opened.Close(); done() }, nil
}

// transferFile serves /folder/PATH?dcPath=…&dsName=…
func (l *lab) transferFile(w http.ResponseWriter, r *http.Request) {
	if status := l.visitor(r); status != http.StatusOK {
		w.WriteHeader(status)
		return
	}
	one, known := l.stores[r.URL.Query().Get("dsName")]
	center := strings.Trim(r.URL.Query().Get("dcPath"), "/")
	if !known || one.gone || (center != l.datacenter().Name && center != "ha-datacenter") {
		http.NotFound(w, r)
		return
	}
	name := strings.Trim(strings.TrimPrefix(r.URL.Path, "/folder/"), "/")
	file, fault := l.place(one, name)
	if fault != nil || isObjectStore(one) && strings.HasSuffix(name, "-flat.vmdk") {
		http.NotFound(w, r)
		return
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		l.download(w, r, file)
	case http.MethodPut:
		if fault := l.refuseTopLevel("[" + one.Name + "] " + name); fault != nil {
			http.Error(w, faultName(fault), http.StatusInternalServerError)
			return
		}
		l.upload(w, r, file)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// upload makes the folders that are missing, and leaves what came when the connection breaks.
func (l *lab) upload(w http.ResponseWriter, r *http.Request, file string) {
	status := http.StatusCreated
	if exists(file) {
		status = http.StatusOK
	}
	_ = os.MkdirAll(filepath.Dir(file), 0o700)
	kept, err := os.Create(file)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer kept.Close()
	to := io.MultiWriter(l.roomFor(kept), l.counter(&l.seen.UploadedBytes))
	_, err = io.Copy(to, &throttled{source: r.Body, faults: l.faults, kind: "upload", request: r})
	switch {
	case err == nil:
		w.WriteHeader(status)
	case errors.Is(err, errReset):
		reset(r)
	case errors.Is(err, errFull):
		http.Error(w, err.Error(), http.StatusInsufficientStorage)
	default:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (l *lab) download(w http.ResponseWriter, r *http.Request, file string) {
	opened, err := os.Open(file)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil || info.IsDir() {
		http.NotFound(w, r)
		return
	}
	// Else the first bytes would be read twice, to guess it.
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", info.ModTime(), &download{
		throttled: throttled{source: opened, faults: l.faults, kind: "download", request: r},
		file:      opened, count: l.counter(&l.seen.DownloadedBytes), writer: w,
	})
}

// download is a file on its way out.
type download struct {
	throttled
	file   *os.File
	count  writerFunc
	writer http.ResponseWriter
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.throttled.Read(p)
	_, _ = d.count(p[:n])
	if errors.Is(err, errReset) {
		_, _ = d.writer.Write(p[:n])
		_ = http.NewResponseController(d.writer).Flush()
		reset(d.request)
	}
	return n, err
}

func (d *download) Seek(offset int64, whence int) (int64, error) {
	position, err := d.file.Seek(offset, whence)
	d.position = position
	return position, err
}
