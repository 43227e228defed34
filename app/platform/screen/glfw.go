//go:build cgo

package screen

import "github.com/go-gl/glfw/v3.4/glfw"

// Name gives windows that are made from now on a class and a name under X11. Without it both are the
// title that a window has when it is made.
func Name(class, name string) {
	glfw.WindowHintString(glfw.X11ClassName, class)
	glfw.WindowHintString(glfw.X11InstanceName, name)
}

// Room returns the pixels of the main screen that panels leave to windows; 0: unknown.
func Room() (width, height int) {
	monitor := glfw.GetPrimaryMonitor()
	if monitor == nil {
		return 0, 0
	}
	_, _, width, height = monitor.GetWorkarea()
	return width, height
}
