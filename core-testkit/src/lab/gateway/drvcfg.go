package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// writeDrvCfg makes the program of a host by which its SDC is asked and told things.
func writeDrvCfg(path, url, caFile, guid string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	script := fmt.Sprintf("#!/bin/sh\nexec '%s' drv_cfg '%s/lab/sdc/%s' '%s' \"$@\"\n", self, url, guid, caFile)
	return os.WriteFile(path, []byte(script), 0o755)
}

// drvCfg is that program: it asks the lab, and prints what it says.
func drvCfg(arguments []string) int {
	if len(arguments) < 3 {
		fmt.Fprintln(os.Stderr, "Usage: drv_cfg --query_guid|--query_vols|--query_mdms|--rescan")
		return 1
	}
	ca, err := os.ReadFile(arguments[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "Failed to open the SDC device:", err)
		return 1
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	client := http.Client{
		Timeout: 20 * time.Second,
		// The certificate may be for another name than the loopback address.
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(state tls.ConnectionState) error {
			_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: roots})
			return err
		}}},
	}
	answer, err := client.Post(arguments[0], "text/plain", bytes.NewBufferString(strings.Join(arguments[2:], " ")))
	if err != nil {
		fmt.Fprintln(os.Stderr, "Failed to open the SDC device:", err)
		return 1
	}
	defer answer.Body.Close()
	_, _ = io.Copy(os.Stdout, answer.Body)
	if answer.StatusCode != http.StatusOK {
		return 1
	}
	return 0
}

// sdcRequest answers for one host what its drv_cfg is asked; false when it is no request.
func (g *gateway) sdcRequest(guid, request string) (string, bool) {
	for _, s := range g.sdcs {
		if s.guid != guid {
			continue
		}
		if g.faults.setting("drv-cfg") != "" {
			return "Failed to communicate with the driver\n", false
		}
		switch request {
		case "--query_guid":
			return s.guid + "\n", true
		case "--query_mdms":
			return fmt.Sprintf("Retrieved 1 mdm(s)\nMDM-ID %s SDC ID %s INSTALLATION ID %s IPs [0]-192.0.2.1 [1]-192.0.2.2\n", g.systemID, s.id, g.systemID), true
		case "--query_vols":
			lines := ""
			mapped := g.volumesWhere(s.host.mapped)
			for _, v := range mapped {
				lines += fmt.Sprintf("VOL-ID %s MDM-ID %s\n", v.id, g.systemID)
			}
			return fmt.Sprintf("Retrieved %d volume(s)\n%s", len(mapped), lines), true
		case "--rescan":
			s.host.rescan()
			for _, v := range g.volumesWhere(s.host.mapped) {
				if v.device != nil {
					_ = v.device.grow()
				}
			}
			return "Calling kernel module to refresh MDM configuration information\nSuccessfully completed the rescan operation\n", true
		}
		return "Unknown option " + request + "\n", false
	}
	return "Failed to open the SDC device\n", false
}
