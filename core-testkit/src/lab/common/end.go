package common

import (
	"io"
	"os"
	"os/signal"
	"syscall"
)

// WaitForEnd returns on SIGTERM, on Ctrl-C, and, if asked, at the end of the standard input.
func WaitForEnd(untilEOF bool) {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM, syscall.SIGINT)
	if untilEOF {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			end <- syscall.SIGTERM
		}()
	}
	<-end
}
