package xmp_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/app/media/xmp"
)

var note = xmp.Name{Space: xmp.Ours, Local: "parameters"}

// As others write it: properties as attributes and as elements, lists, and a
// structure; padding behind.
const foreign = `<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <r:Description r:about="uuid:1&amp;2"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:look="http://ns.lookbook.app/1.0/"
    xmp:Rating="4"
    look:parameters='an "older" text'
    xmp:Label="Red">
   <dc:subject><r:Bag><r:li>cat</r:li><r:li>a &lt;b&gt;</r:li></r:Bag></dc:subject>
   <xmp:Thing r:parseType="Resource"><xmp:part>1</xmp:part></xmp:Thing>
   <xmp:Link r:resource="http://example.com/"/>
  </r:Description>
 </r:RDF>
</x:xmpmeta>
                                                                           
<?xpacket end="w"?>`

func TestRead(t *testing.T) {
	got, err := xmp.Read([]byte(foreign))
	if err != nil {
		t.Fatal(err)
	}
	in := func(local string) xmp.Name { return xmp.Name{Space: "http://ns.adobe.com/xap/1.0/", Local: local} }
	want := xmp.Values{
		in("Rating"): {"4"}, in("Label"): {"Red"}, note: {`an "older" text`}, {Space: "http://purl.org/dc/elements/1.1/", Local: "subject"}: {"cat", "a <b>"}, in("Link"): {"http://example.com/"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What others wrote stays byte for byte, however often ours is written anew.
func TestSetKeepsWhatIsThere(t *testing.T) {
	packet := []byte(foreign)
	for _, value := range []string{"one", "two\nlines <&>\r\"'", "three"} {
		var err error
		if packet, err = xmp.Set(packet, xmp.Property{Name: note, Value: value}, xmp.Property{Name: xmp.System, Value: "dreamlook.ai"}); err != nil {
			t.Fatal(err)
		}
		got, err := xmp.Read(packet)
		if err != nil || got.Get(note) != value || len(got[note]) != 1 || got.Get(xmp.System) != "dreamlook.ai" {
			t.Fatalf("%v, %v", got, err)
		}
	}
	at := bytes.Index(packet, []byte("  <rdf:Description"))
	end := bytes.LastIndex(packet, []byte("</rdf:Description>\n")) + len("</rdf:Description>\n")
	// Descriptions that were emptied stay: nobody knows what else is meant by them.
	rest := strings.ReplaceAll(string(packet[:at])+string(packet[end:]), "\n    look:parameters='an \"older\" text'", "")
	if want := strings.ReplaceAll(foreign, "\n    look:parameters='an \"older\" text'", ""); rest != want {
		t.Errorf("got %s", packet)
	}
	if !bytes.Contains(packet, []byte(`rdf:about="uuid:1&amp;2"`)) {
		t.Error("it is said of another thing")
	}
}

func TestEveryTextComesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.Map(rapid.String(), func(s string) string {
			return strings.Map(func(r rune) rune {
				if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0xFFFE && r <= 0xFFFF {
					return -1
				}
				return r
			}, strings.ToValidUTF8(s, ""))
		})
		value, before := text.Draw(rt, "value"), []byte(nil)
		if rapid.Bool().Draw(rt, "into another's") {
			before = []byte(foreign)
		}
		packet, err := xmp.Set(before, xmp.Property{Name: note, Value: value})
		if err != nil {
			rt.Fatal(err)
		}
		if got, err := xmp.Read(packet); err != nil || got.Get(note) != value {
			rt.Fatalf("%q came back as %q, %v", value, got.Get(note), err)
		}
	})
}

func TestWhatIsNoPacketIsLeftAlone(t *testing.T) {
	deep := strings.Repeat("<a>", 200) + strings.Repeat("</a>", 200)
	for name, packet := range map[string]string{
		"a text": "hello", "cut off": foreign[:500], "another encoding": `<?xml version="1.0" encoding="UTF-16"?>` + foreign, "a document type": `<!DOCTYPE x [<!ENTITY a "b">]>` + foreign,
		"an entity": strings.Replace(foreign, "Red", "&a;", 1), "deep": strings.Replace(foreign, "<dc:subject>", deep+"<dc:subject>", 1), "no descriptions": `<x:xmpmeta xmlns:x="adobe:ns:meta/"/>`,
		"none at all": `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>`, "NUL": foreign + "\x00", "too large": foreign + strings.Repeat(" ", xmp.MaxBytes),
	} {
		if out, err := xmp.Set([]byte(packet), xmp.Property{Name: note, Value: "x"}); err == nil {
			t.Errorf("%s: it became %.300s", name, out)
		}
	}
}

// Exiftool reads what we write, alone and among others'. Where it is missing,
// our own reader has to do.
func TestExiftoolReadsIt(t *testing.T) {
	properties := []xmp.Property{
		{Name: xmp.SourceType, Value: xmp.TrainedAlgorithmicMedia},
		{Name: xmp.System, Value: "dreamlook.ai"},
		{Name: xmp.SystemVersion, Value: "stable-diffusion-xl-v1-0"},
		{Name: xmp.Prompt, Value: "a <red> coat & \"hat\", 猫\nsecond line"},
		{Name: xmp.PromptWriter, Value: "Ada"},
		{Name: note, Value: "Steps: 20"},
	}
	for name, before := range map[string]string{"alone": "", "among others'": foreign} {
		packet, err := xmp.Set([]byte(before), properties...)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		tool, err := exec.LookPath("exiftool")
		if err != nil {
			t.Log("exiftool is not here: read by our own reader alone")
			values, err := xmp.Read(packet)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range properties {
				got[p.Name.Local] = values.Get(p.Name)
			}
			got["Parameters"], got["Rating"] = got["parameters"], "4"
		} else {
			path := filepath.Join(t.TempDir(), "a.xmp")
			if err := os.WriteFile(path, packet, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(tool, "-j", "-charset", "UTF8", "-n", "-XMP:all", path).Output()
			var all []map[string]any
			if err != nil || json.Unmarshal(out, &all) != nil || len(all) != 1 {
				t.Fatalf("%s, %v", out, err)
			}
			for key, value := range all[0] {
				text, isText := value.(string)
				if !isText {
					b, _ := json.Marshal(value)
					text = string(b)
				}
				got[key] = text
			}
		}
		for _, p := range properties {
			key := strings.ToUpper(p.Name.Local[:1]) + p.Name.Local[1:]
			if got[key] != p.Value {
				t.Errorf("%s: %s is %q", name, key, got[key])
			}
		}
		if before != "" && got["Rating"] != "4" {
			t.Errorf("%s: the rating is %q", name, got["Rating"])
		}
	}
}

func FuzzSet(f *testing.F) {
	f.Add([]byte(foreign), "a cat")
	f.Add([]byte(nil), "<&>\r\n")
	f.Add([]byte(`<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description a:parameters="1" xmlns:a="http://ns.lookbook.app/1.0/"/></r:RDF>`), "x")
	f.Fuzz(func(t *testing.T, packet []byte, value string) {
		before, err := xmp.Read(packet)
		out, failed := xmp.Set(packet, xmp.Property{Name: note, Value: value})
		if failed != nil {
			return
		}
		after, reading := xmp.Read(out)
		if reading != nil || err != nil && len(bytes.TrimSpace(packet)) > 0 {
			t.Fatalf("%v, %v", reading, err)
		}
		delete(before, note)
		delete(after, note)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("others' properties changed: %s", diff)
		}
	})
}
