package folder

import "golang.org/x/sys/windows"

func free(path string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	var room uint64
	err = windows.GetDiskFreeSpaceEx(name, &room, nil, nil)
	return room, err
}
