package common

import (
	"io"
	"os"
	"os/signal"
	"syscall"
)

// End tells when a lab is to end: on SIGTERM, on Ctrl-C, and, if asked, at the end of the standard
// input. Asked before there is anything to clean up, so that nothing stays when it ends early.
func End(untilEOF bool) <-chan os.Signal {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM, syscall.SIGINT)
	signal.Ignore(syscall.SIGPIPE)
	if untilEOF {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			end <- syscall.SIGTERM
		}()
	}
	return end
}
