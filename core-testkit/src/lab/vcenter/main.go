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
	"os"
	"path/filepath"

	"stowage.org/lab/common"
)

type options struct {
	esxi       bool
	folder     string
	datastores int
	untilEOF   bool
	faults     faults
}

func main() {
	var chosen options
	flag.BoolVar(&chosen.esxi, "esxi", false, "a single ESXi host instead of a vCenter")
	flag.StringVar(&chosen.folder, "folder", "", "where the datastores' folders go; else a temporary one, removed at the end")
	flag.IntVar(&chosen.datastores, "datastores", 0, "so many VMFS datastores more")
	flag.BoolVar(&chosen.untilEOF, "until-eof", false, "end when the standard input ends")
	flag.Var(&chosen.faults, "fault", "what is to go wrong; repeatable:\n"+faultSyntax)
	flag.Parse()
	log.SetOutput(os.Stderr)
	if err := run(&chosen); err != nil {
		fmt.Fprintln(os.Stderr, "lab vcenter:", err)
		os.Exit(1)
	}
}

func run(chosen *options) error {
	end := common.End(chosen.untilEOF)
	folder, err := filepath.Abs(chosen.folder)
	if chosen.folder == "" {
		folder, err = os.MkdirTemp("", "stowage-lab-")
		defer os.RemoveAll(folder)
	}
	if err != nil {
		return err
	}
	lab, err := newLab(folder, chosen)
	if err != nil {
		return err
	}
	defer lab.close()
	line, err := json.Marshal(lab.description)
	if err != nil {
		return err
	}
	if _, err := fmt.Println(string(line)); err != nil {
		return err
	}
	<-end
	return nil
}
