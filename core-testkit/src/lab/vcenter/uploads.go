package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// upset is what happens to every upload after so many bytes.
type upset struct {
	what  string
	after int64
}

func (u *upset) String() string { return fmt.Sprint(*u) }

// Set reads WHAT:BYTES: hang, reset or full.
func (u *upset) Set(text string) error {
	what, after, found := strings.Cut(text, ":")
	bytes, err := strconv.ParseInt(after, 10, 64)
	if !found || err != nil || (what != "hang" && what != "reset" && what != "full") {
		return fmt.Errorf("%q is none of hang:BYTES, reset:BYTES, full:BYTES", text)
	}
	*u = upset{what: what, after: bytes}
	return nil
}

type upsetReader struct {
	io.Reader
	left    int64
	request *http.Request
	writer  http.ResponseWriter
	what    string
}

func (u *upsetReader) Read(into []byte) (int, error) {
	if u.left > 0 {
		if int64(len(into)) > u.left {
			into = into[:u.left]
		}
		count, err := u.Reader.Read(into)
		u.left -= int64(count)
		return count, err
	}
	switch u.what {
	case "hang":
		<-u.request.Context().Done()
		return 0, u.request.Context().Err()
	case "reset":
		if connection, _, err := u.writer.(http.Hijacker).Hijack(); err == nil {
			_ = connection.Close()
		}
		return 0, errors.New("reset, as the lab was told")
	}
	return 0, errors.New("no space left on the datastore")
}
