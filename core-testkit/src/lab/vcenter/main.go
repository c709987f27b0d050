// The lab vCenter: govmomi's simulator with datastores of all types, whose disks are real.
//
// It listens on a free port of the loopback interface, prints one line of JSON that says all a
// client needs, and ends on SIGTERM, on Ctrl-C, or at the end of its standard input if asked to.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/vmware/govmomi/simulator"

	"stowage.org/lab/common"
)

type description struct {
	URL        string      `json:"url"`
	Username   string      `json:"username"`
	Password   string      `json:"password"`
	CaFile     string      `json:"caFile"`
	Thumbprint string      `json:"thumbprint"`
	Control    string      `json:"control"`
	Datastores []datastore `json:"datastores"`
}

func main() {
	esxi := flag.Bool("esxi", false, "a single ESXi host instead of a vCenter")
	folder := flag.String("folder", "", "where the datastores' folders go; else a temporary one, removed at the end")
	more := flag.Int("datastores", 0, "so many VMFS datastores more")
	untilEOF := flag.Bool("until-eof", false, "end when the standard input ends")
	var faults faultFlags
	flag.Var(&faults, "fault", "METHOD:N:FAULT: the N-th call of METHOD fails, or with the fault hang is never answered; repeatable")
	var uploads upset
	flag.Var(&uploads, "upload", "hang:BYTES, reset:BYTES or full:BYTES: what happens to uploads after so many bytes")
	flag.Parse()
	if err := run(*esxi, *folder, *more, *untilEOF, faults, uploads); err != nil {
		fmt.Fprintln(os.Stderr, "lab vcenter:", err)
		os.Exit(1)
	}
}

func run(esxi bool, folder string, more int, untilEOF bool, faults faultFlags, uploads upset) error {
	log.SetOutput(os.Stderr)
	if folder == "" {
		temporary, err := os.MkdirTemp("", "stowage-lab-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		folder = temporary
	}
	model := simulator.VPX()
	if esxi {
		model = simulator.ESX()
	} else {
		model.Cluster, model.ClusterHost = 1, 3 // vSAN wants three
		model.Host = 0
	}
	model.Datastore, model.Machine = 0, 0
	defer model.Remove()
	if err := model.Create(); err != nil {
		return err
	}
	lab := &lab{context: model.Service.Context, registry: model.Map(), content: model.ServiceContent, esxi: esxi, folder: folder, calls: map[string]int{}, faults: faults, upset: uploads}
	stores, err := lab.addDatastores(more)
	if err != nil {
		return err
	}
	model.Map().Handler = lab.handle

	password := common.Secret()
	ca := filepath.Join(folder, "ca.pem")
	identity, err := common.NewIdentity(ca, "")
	if err != nil {
		return err
	}
	user := "administrator@vsphere.local"
	model.Service.TLS = identity.TLS
	model.Service.Listen = &url.URL{User: url.UserPassword(user, password), Host: "127.0.0.1:0"}
	mux := http.NewServeMux()
	model.Service.ServeMux = mux
	server := model.Service.NewServer()
	// It ends with the process; to close it would be to wait for calls that hang as they were told.
	server.Server.Config.Handler = lab.front(server.Server.Config.Handler)

	address := *server.URL
	address.User = nil
	control := address
	control.Path = "/lab/state"
	line, err := json.Marshal(description{
		URL: address.String(), Username: user, Password: password, CaFile: ca, Thumbprint: identity.Thumbprint,
		Control: control.String(), Datastores: stores,
	})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	common.WaitForEnd(untilEOF)
	return nil
}
