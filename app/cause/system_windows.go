package cause

// systems lists the known errors of the system. The first match counts. Source: Microsoft's "System
// Error Codes".
func systems() []system {
	return []system{
		{112, DiskFull},  // ERROR_DISK_FULL
		{39, DiskFull},   // ERROR_HANDLE_DISK_FULL
		{1295, DiskFull}, // ERROR_DISK_QUOTA_EXCEEDED
		{19, DiskReadOnly},
		{21, DiskTrouble},   // ERROR_NOT_READY
		{23, DiskTrouble},   // ERROR_CRC
		{483, DiskTrouble},  // ERROR_DEVICE_HARDWARE_ERROR
		{1117, DiskTrouble}, // ERROR_IO_DEVICE
		{17, DiskOther},     // ERROR_NOT_SAME_DEVICE
		{223, FileLarge},    // ERROR_FILE_TOO_LARGE
		{206, NameTooLong},  // ERROR_FILENAME_EXCED_RANGE
		{1921, LinkLoop},    // ERROR_CANT_RESOLVE_FILENAME
		{4, FilesOpen},      // ERROR_TOO_MANY_OPEN_FILES
		{32, InUse},         // ERROR_SHARING_VIOLATION, often a virus scanner
		{33, InUse},         // ERROR_LOCK_VIOLATION
	}
}
