package main

import (
	"fmt"
	"net/http"
)

// failure is an answer other than 200.
type failure struct {
	Message string   `json:"message"`
	Status  int      `json:"httpStatusCode"`
	Code    int      `json:"errorCode"`
	Details []detail `json:"details,omitempty"`
}

type detail struct {
	Error   string `json:"error"`
	Rc      int    `json:"rc"`
	Message string `json:"errorMessage"`
}

func (f *failure) Error() string { return f.Message }

// mdm is a refusal by the array itself.
func mdm(code int, message string) *failure {
	return &failure{Message: message, Status: http.StatusInternalServerError, Code: code}
}

func invalid(format string, arguments ...any) *failure {
	return &failure{Message: fmt.Sprintf(format, arguments...), Status: http.StatusBadRequest}
}

func missing(parameters string) *failure {
	return invalid("Request message is not valid: The following parameter(s) must be part of the request body: %s.", parameters)
}

func unauthorized() *failure {
	return &failure{Message: "Unauthorized", Status: http.StatusUnauthorized}
}

func noSuchURL() *failure {
	return &failure{Message: "The requested resource is not available", Status: http.StatusNotFound}
}

// What the array says, in the numbering of version 2; later versions moved those above 226.
func (g *gateway) shifted(code int) int {
	if g.major >= 3 && code > 226 {
		return code + 9
	}
	return code
}

func (g *gateway) notFoundByName(code int, message string) *failure {
	if g.major < 3 {
		return mdm(3, "Not found")
	}
	return mdm(code, message)
}

func noVolume() *failure { return mdm(79, "Could not find the volume") }
func noSdc() *failure    { return mdm(80, "Could not find the SDC") }
func noDomain() *failure { return mdm(142, "Could not find the Protection Domain") }
func noPool() *failure   { return mdm(171, "Could not find the Storage Pool") }

func (g *gateway) alreadyMapped() *failure {
	if g.newCodes() {
		return mdm(4037, "The volume is already mapped to this host")
	}
	return mdm(81, "The volume is already mapped to this SDC")
}

func (g *gateway) notMapped() *failure {
	if g.newCodes() {
		return mdm(4039, "The volume is not mapped to this host")
	}
	return mdm(84, "The volume is not mapped to SDC")
}

// newCodes tells which set of codes is in use: version 4 changed those of mappings.
func (g *gateway) newCodes() bool {
	if chosen := g.faults.setting("codes"); chosen != "" {
		return chosen == "new"
	}
	return g.major >= 4
}
