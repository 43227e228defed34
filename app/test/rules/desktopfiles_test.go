package rules

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// id is Lookbook's name on a desktop: of its files there, its window, its icon and its keychain entry.
const id = "app.lookbook.Lookbook"

// flatpak is a manifest, with the keys that Lookbook's needs. flatpak-builder ignores others in silence.
type flatpak struct {
	ID         string   `yaml:"id"`
	Runtime    string   `yaml:"runtime"`
	Version    string   `yaml:"runtime-version"`
	SDK        string   `yaml:"sdk"`
	Extensions []string `yaml:"sdk-extensions"`
	Command    string   `yaml:"command"`
	Finish     []string `yaml:"finish-args"`
	Modules    []struct {
		Name        string `yaml:"name"`
		BuildSystem string `yaml:"buildsystem"`
		Options     struct {
			AppendPath string            `yaml:"append-path"`
			Env        map[string]string `yaml:"env"`
		} `yaml:"build-options"`
		Commands []string `yaml:"build-commands"`
		Sources  []struct {
			Type   string `yaml:"type"`
			Path   string `yaml:"path"`
			SHA256 string `yaml:"sha256"`
		} `yaml:"sources"`
	} `yaml:"modules"`
}

// faults lists what a store would refuse in the manifest, and rights that Lookbook has no need of.
func (f flatpak) faults() (found []string) {
	wrong := func(is bool, fault string) {
		if is {
			found = append(found, fault)
		}
	}
	wrong(f.ID != id, "id: not "+id)
	wrong(f.Runtime != "org.freedesktop.Platform" || f.SDK != "org.freedesktop.Sdk", "runtime, sdk: not a pair")
	wrong(!regexp.MustCompile(`^\d\d\.08$`).MatchString(f.Version), "runtime-version: not a release of the runtime")
	wrong(f.Command != "lookbook", "command: not lookbook")
	// Every right, and nothing beyond. Portals need none.
	rights := []string{
		"--share=network",                           // the service
		"--share=ipc",                               // an X server's shared memory
		"--socket=wayland", "--socket=fallback-x11", // the window: X where there is no Wayland
		"--device=dri", // OpenGL
		"--filesystem=xdg-pictures/Lookbook:create", // the pictures, until another folder is chosen
		"--talk-name=org.freedesktop.Notifications", // that can be clicked
		"--talk-name=org.kde.StatusNotifierWatcher", // the tray
	}
	for _, arg := range f.Finish {
		wrong(!slices.Contains(rights, arg), "finish-args: "+arg)
	}
	for _, right := range rights {
		wrong(!slices.Contains(f.Finish, right), "finish-args: no "+right)
	}
	wrong(len(f.Modules) != 1, "modules: not one")
	for _, m := range f.Modules {
		wrong(m.Name == "" || m.BuildSystem != "simple" || len(m.Commands) == 0, "modules: builds nothing")
		wrong(!slices.Contains(strings.Split(m.Options.Env["TAGS"], ","), "flatpak"), "TAGS: Fyne uses portals with the tag flatpak only")
		wrong(!strings.Contains(m.Options.Env["GOFLAGS"], "-mod=vendor"), "GOFLAGS: the build may ask for modules, but it has no network")
		for _, s := range m.Sources {
			wrong(s.Type != "archive" || s.Path == "", "sources: not an archive beside the manifest")
		}
		wrong(len(m.Sources) == 0, "sources: none")
	}
	return found
}

func TestFlatpak(t *testing.T) {
	read := func(data []byte) (flatpak, error) {
		var manifest flatpak
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		decoder.KnownFields(true)
		return manifest, decoder.Decode(&manifest)
	}
	data, err := os.ReadFile(filepath.Join(top(t), "assets/linux", id+".yml"))
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := read(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range manifest.faults() {
		t.Error(fault)
	}
	for _, worse := range [][2]string{
		{"--device=dri", "--device=all"},
		{"--talk-name=org.freedesktop.Notifications", "--talk-name=org.freedesktop.secrets"},
		{"xdg-pictures/Lookbook:create", "home"},
		{"  - --share=ipc\n", ""},
		{",flatpak", ""},
		{"id: " + id, "id: app.lookbook"},
	} {
		changed, err := read(bytes.Replace(data, []byte(worse[0]), []byte(worse[1]), 1))
		if err == nil && len(changed.faults()) == 0 {
			t.Errorf("%q in the place of %q passes", worse[1], worse[0])
		}
	}
	if _, err := read(append(slices.Clone(data), "finish-arguments: []\n"...)); err == nil {
		t.Error("a misspelt key passes")
	}
}

// A desktop brings the window, the menu entry, the icon and the software centre's page together by one
// name.
func TestOneID(t *testing.T) {
	read := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(top(t), name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	entry := read("assets/linux/" + id + ".desktop")
	for _, line := range []string{"\nIcon=" + id + "\n", "\nExec=lookbook"} {
		if !strings.Contains(entry, line) {
			t.Errorf("the desktop file has no line %q", strings.TrimSpace(line))
		}
	}
	var component struct {
		ID        string `xml:"id"`
		Launch    string `xml:"launchable"`
		Developer string `xml:"developer_name"`
		Links     []struct {
			Type string `xml:"type,attr"`
			URL  string `xml:",chardata"`
		} `xml:"url"`
		Pictures []string `xml:"screenshots>screenshot>image"`
	}
	if err := xml.Unmarshal([]byte(read("assets/linux/"+id+".metainfo.xml")), &component); err != nil {
		t.Fatal(err)
	}
	if component.ID != id || component.Launch != id+".desktop" {
		t.Errorf("the metainfo is of %q and starts %q", component.ID, component.Launch)
	}
	// The packager puts the project's home in the place of this host.
	const home = "https://lookbook.example"
	for _, link := range component.Links {
		if !strings.HasPrefix(link.URL, home) {
			t.Errorf("the link %s leads to %s, not below %s", link.Type, link.URL, home)
		}
	}
	for _, picture := range component.Pictures {
		file, found := strings.CutPrefix(picture, home+"/raw/HEAD/")
		if !found {
			t.Errorf("the screenshot %s is not below %s", picture, home)
		} else if _, err := os.Stat(filepath.Join(top(t), file)); err != nil {
			t.Error(err)
		}
	}
	if component.Developer == "" || len(component.Links) == 0 || len(component.Pictures) == 0 {
		t.Error("the metainfo lacks its developer, links or screenshots")
	}
	if !strings.Contains(read("FyneApp.toml"), `ID = "`+id+`"`) || !strings.Contains(read("main.go"), `"`+id+`"`) {
		t.Error("FyneApp.toml or main.go has another id")
	}
}
