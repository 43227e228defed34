package secrets

import "golang.org/x/sys/windows"

// noFaultReport is SEM_NOGPFAULTERRORBOX: Windows Error Reporting, which can
// write dumps, is not called for this process.
const noFaultReport = 0x0002

func forbidDumps() error {
	windows.SetErrorMode(windows.SetErrorMode(0) | noFaultReport)
	return nil
}
