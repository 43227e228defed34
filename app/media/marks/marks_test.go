package marks_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lookbook/app/media/marks"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// Sidecars in the shapes that the programs' documentation shows.
const (
	digiKam = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
   digiKam:PickLabel="0" xmp:Rating="4" xmp:ModifyDate="2026-04-30T10:00:00">
   <digiKam:TagsList><rdf:Seq><rdf:li>people/anna</rdf:li><rdf:li>blue</rdf:li></rdf:Seq></digiKam:TagsList>
   <dc:subject><rdf:Bag><rdf:li>anna</rdf:li><rdf:li>blue</rdf:li></rdf:Bag></dc:subject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`
	darktable = `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:darktable="http://darktable.sf.net/"
   xmp:Rating="-1"
   darktable:xmp_version="5"
   darktable:history_end="2">
   <dc:subject>
    <rdf:Bag>
     <rdf:li>people</rdf:li>
     <rdf:li>anna</rdf:li>
    </rdf:Bag>
   </dc:subject>
   <lr:hierarchicalSubject>
    <rdf:Bag>
     <rdf:li>people|anna</rdf:li>
    </rdf:Bag>
   </lr:hierarchicalSubject>
   <darktable:history>
    <rdf:Seq>
     <rdf:li darktable:num="0" darktable:operation="exposure" darktable:params="00ff"/>
    </rdf:Seq>
   </darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`
	lightroom = `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:a="http://ns.adobe.com/xap/1.0/" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   a:Rating="2" a:MetadataDate="2026-04-30T10:00:00+02:00" crs:Exposure2012="+0.35"/>
 </rdf:RDF>
</x:xmpmeta>`
)

func TestSidecarsOfOtherPrograms(t *testing.T) {
	for name, c := range map[string]struct {
		packet string
		want   marks.Marks
		keeps  []string
	}{
		"digiKam":   {digiKam, marks.Marks{Rating: 4, Tags: []string{"people/anna", "blue"}}, []string{`digiKam:PickLabel="0"`}},
		"darktable": {darktable, marks.Marks{Rating: marks.Rejected, Tags: []string{"people/anna"}}, []string{`darktable:xmp_version="5"`, `darktable:params="00ff"`}},
		"Lightroom": {lightroom, marks.Marks{Rating: 2}, []string{`crs:Exposure2012="+0.35"`}},
	} {
		got, err := marks.Read([]byte(c.packet))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, got.Marks); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		same, err := marks.Write([]byte(c.packet), got.Marks, noon)
		if err != nil || string(same) != c.packet {
			t.Errorf("%s: the same marks change the file: %v", name, err)
		}
		changed := marks.Marks{Rating: 5, Favourite: true, Tags: []string{"people/anna", "red & <green>"}}
		after, err := marks.Write([]byte(c.packet), changed, noon)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		back, err := marks.Read(after)
		if diff := cmp.Diff(changed, back.Marks); diff != "" || err != nil || !back.Changed.Equal(noon) {
			t.Errorf("%s: at %v, %v (-want +got):\n%s", name, back.Changed, err, diff)
		}
		for _, kept := range c.keeps {
			if !strings.Contains(string(after), kept) {
				t.Errorf("%s: %s is gone:\n%s", name, kept, after)
			}
		}
	}
}

func TestMarksComeBackAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func() marks.Marks {
			tag := rapid.StringMatching(`[a-zä&<"' ]{0,6}[a-z](/[a-z]{1,5}){0,2}`)
			m := marks.Marks{
				Rating: rapid.IntRange(-1, 5).Draw(t, "rating"), Favourite: rapid.Bool().Draw(t, "favourite"),
				Tags: rapid.SliceOfNDistinct(tag, 0, 4, strings.ToLower).Draw(t, "tags"),
			}
			m.Tags = slices.DeleteFunc(m.Tags, func(tag string) bool { return strings.TrimSpace(tag) != tag })
			if len(m.Tags) == 0 {
				m.Tags = nil
			}
			return m
		}
		packet := []byte(rapid.SampledFrom([]string{"", digiKam, darktable, lightroom}).Draw(t, "packet"))
		for range 3 {
			want := draw()
			var err error
			if packet, err = marks.Write(packet, want, noon); err != nil {
				t.Fatal(err)
			}
			got, err := marks.Read(packet)
			if diff := cmp.Diff(want, got.Marks); diff != "" || err != nil {
				t.Fatalf("%v (-want +got):\n%s\n%s", err, diff, packet)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, packet := range []string{digiKam, darktable, lightroom, "", "<x"} {
		f.Add([]byte(packet))
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		found, err := marks.Read(packet)
		if err != nil {
			return
		}
		m := found.Marks
		m.Rating = (m.Rating + 2) % 6
		after, err := marks.Write(packet, m, noon)
		if err != nil || bytes.Equal(after, packet) {
			return
		}
		back, err := marks.Read(after)
		if err != nil || back.Rating != m.Rating {
			t.Errorf("wrote %+v, read %+v, %v", m, back, err)
		}
	})
}
