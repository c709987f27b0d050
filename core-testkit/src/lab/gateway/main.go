// The lab gateway: a simulated gateway of a ScaleIO array, with the hosts that use it.
//
// It listens with TLS on a free port of the loopback interface, prints one line of JSON that says all
// a client needs, and ends on SIGTERM, on Ctrl-C, or at the end of its standard input if asked to.
package main

import (
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"

	"stowage.org/lab/common"
)

type options struct {
	version         string
	bearerOnly      bool
	capacityGib     int64
	byIdFolder      string
	devices         string
	certificateName string
	untilEOF        bool
	faults          faultFlags
}

type description struct {
	URL              string            `json:"url"`
	Username         string            `json:"username"`
	Password         string            `json:"password"`
	CaFile           string            `json:"caFile"`
	CertificateFile  string            `json:"certificateFile"`
	SystemID         string            `json:"systemId"`
	ProtectionDomain string            `json:"protectionDomain"`
	StoragePool      string            `json:"storagePool"`
	SdcGUID          string            `json:"sdcGuid"`
	ByIDFolder       string            `json:"byIdFolder"`
	DrvCfg           string            `json:"drvCfg"`
	Version          string            `json:"version"`
	Control          string            `json:"control"`
	Hosts            []hostDescription `json:"hosts"`
}

type hostDescription struct {
	SdcID      string `json:"sdcId"`
	SdcGUID    string `json:"sdcGuid"`
	ByIDFolder string `json:"byIdFolder"`
	DrvCfg     string `json:"drvCfg"`
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "drv_cfg" {
		os.Exit(drvCfg(os.Args[2:]))
	}
	var o options
	flag.StringVar(&o.version, "version", "3.5", "what the gateway says it is, 2.0 to 5.0")
	flag.BoolVar(&o.bearerOnly, "bearer", false, "no login but that of version 4: bearer tokens alone")
	flag.Int64Var(&o.capacityGib, "capacity-gib", 1024, "what each pool can hold")
	flag.StringVar(&o.byIdFolder, "by-id-folder", "", "where devices of the first host are linked; else /dev/disk/by-id, or a temporary folder with --devices file")
	flag.StringVar(&o.devices, "devices", "", "loop or file: what links lead to; loop devices for root, else the volumes' files")
	flag.StringVar(&o.certificateName, "certificate-name", "", "the certificate is for this name alone")
	flag.BoolVar(&o.untilEOF, "until-eof", false, "end when the standard input ends")
	flag.Var(&o.faults, "fault", "what goes wrong, see dev/lab; repeatable")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "lab gateway:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	log.SetOutput(os.Stderr)
	if !regexp.MustCompile(`^[2-5]\.\d+$`).MatchString(o.version) {
		return fmt.Errorf("--version %s is none of 2.0 to 5.0", o.version)
	}
	if o.bearerOnly && o.version < "4" {
		return fmt.Errorf("--bearer goes with --version 4.0 and above, not %s", o.version)
	}
	if o.devices == "" {
		o.devices = "file"
		if os.Geteuid() == 0 {
			o.devices = "loop"
		}
	}
	end := common.End(o.untilEOF)
	removeRemains(os.TempDir())
	folder, err := newFolder(os.TempDir())
	if err != nil {
		return err
	}
	defer folder.remove()
	if o.byIdFolder == "" {
		o.byIdFolder = "/dev/disk/by-id"
		if o.devices == "file" {
			o.byIdFolder = filepath.Join(folder.path, "by-id")
		}
	}
	caFile := filepath.Join(folder.path, "ca.pem")
	certificateFile := filepath.Join(folder.path, "certificate.pem")
	identity, err := common.NewIdentity(caFile, o.certificateName)
	if err != nil {
		return err
	}
	if err := os.WriteFile(certificateFile, identity.Leaf, 0o600); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	url := "https://" + listener.Addr().String()
	g := newGateway(o, folder)
	hosts, err := g.addHosts(o, url, caFile)
	if err != nil {
		return err
	}
	for _, fault := range o.faults {
		g.faults.add(fault)
	}
	// Gateways speak HTTP/1.1; so does this one.
	identity.TLS.NextProtos = []string{"http/1.1"}
	server := &http.Server{Handler: g, ErrorLog: log.New(quiet{}, "", 0), TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}}
	go func() { _ = server.Serve(tls.NewListener(listener, identity.TLS)) }()
	defer g.end()

	line, err := json.Marshal(description{
		URL: url, Username: "admin", Password: g.password, CaFile: caFile, CertificateFile: certificateFile,
		SystemID: g.systemID, ProtectionDomain: "domain1", StoragePool: "pool1",
		SdcGUID: hosts[0].SdcGUID, ByIDFolder: hosts[0].ByIDFolder, DrvCfg: hosts[0].DrvCfg,
		Version: o.version, Control: url + "/lab", Hosts: hosts,
	})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	<-end
	return nil
}

// quiet swallows what the HTTP server says of clients that do not trust it.
type quiet struct{}

func (quiet) Write(text []byte) (int, error) { return len(text), nil }
