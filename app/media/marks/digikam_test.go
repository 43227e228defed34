package marks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/media/marks"
	"lookbook/app/media/xmp"
)

// digiKamFull is what digiKam writes as it comes: the same tags in each list that
// some program reads, and the rating twice.
const digiKamFull = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:mediapro="http://ns.iview-multimedia.com/mediapro/1.0/" xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/"
   digiKam:PickLabel="0" xmp:Rating="4" MicrosoftPhoto:Rating="75"
   acdsee:categories="&lt;Categories&gt;&lt;Category Assigned=&quot;0&quot;&gt;people&lt;Category Assigned=&quot;1&quot;&gt;anna&lt;/Category&gt;&lt;/Category&gt;&lt;/Categories&gt;">
   <digiKam:TagsList><rdf:Seq><rdf:li>people/anna</rdf:li><rdf:li>blue</rdf:li></rdf:Seq></digiKam:TagsList>
   <MicrosoftPhoto:LastKeywordXMP><rdf:Bag><rdf:li>people/anna</rdf:li><rdf:li>blue</rdf:li></rdf:Bag></MicrosoftPhoto:LastKeywordXMP>
   <lr:hierarchicalSubject><rdf:Bag><rdf:li>people|anna</rdf:li><rdf:li>blue</rdf:li></rdf:Bag></lr:hierarchicalSubject>
   <mediapro:CatalogSets><rdf:Bag><rdf:li>people|anna</rdf:li><rdf:li>blue</rdf:li></rdf:Bag></mediapro:CatalogSets>
   <dc:subject><rdf:Bag><rdf:li>anna</rdf:li><rdf:li>blue</rdf:li></rdf:Bag></dc:subject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`

// digiKamReads are the tags as digiKam takes them: from the first of these lists
// that is there.
func digiKamReads(t *testing.T, packet []byte) (tags []string) {
	t.Helper()
	values, err := xmp.Read(packet)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []struct{ space, local, separator string }{
		{xmp.DigiKam, "TagsList", "/"},
		{xmp.Microsoft, "LastKeywordXMP", "/"},
		{xmp.Lightroom, "hierarchicalSubject", "|"},
		{xmp.MediaPro, "CatalogSets", "|"},
		{xmp.ACDSee, "categories", "/"},
		{xmp.Dublin, "subject", "/"},
	} {
		for _, tag := range values[xmp.Name{Space: list.space, Local: list.local}] {
			tags = append(tags, strings.ReplaceAll(tag, list.separator, "/"))
		}
		if len(tags) > 0 {
			break
		}
	}
	return tags
}

// What we write into a sidecar is what digiKam takes from it, in its order of
// reading, and each program that goes by another list finds the same there.
func TestDigiKamReadsWhatWeWrite(t *testing.T) {
	for name, before := range map[string]string{"none": "", "digiKam's": digiKamFull, "darktable's": darktable, "Lightroom's": lightroom} {
		for _, tags := range [][]string{{"people/anna"}, {"places/sea/north", "red & <green>"}, nil} {
			after, err := marks.Write([]byte(before), marks.Marks{Rating: 2, Tags: tags}, noon)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tags, digiKamReads(t, after)); diff != "" {
				t.Errorf("%s (-want +got):\n%s\n%s", name, diff, after)
			}
			values, err := xmp.Read(after)
			if err != nil || values.Get(xmp.Name{Space: xmp.Basic, Local: "Rating"}) != "2" {
				t.Errorf("%s: %v, %v", name, values, err)
			}
			for is := range values {
				list := values[is]
				if !slices.Contains([]string{"LastKeywordXMP", "hierarchicalSubject", "CatalogSets"}, is.Local) {
					continue
				}
				for i := range list {
					list[i] = strings.ReplaceAll(list[i], "|", "/")
				}
				if diff := cmp.Diff(tags, list); diff != "" {
					t.Errorf("%s, %s (-want +got):\n%s", name, is.Local, diff)
				}
			}
			if got, err := marks.Read(after); err != nil || !slices.Equal(got.Tags, tags) {
				t.Errorf("%s: read back %v, %v", name, got.Tags, err)
			}
		}
	}
	for _, without := range []string{"digiKam:TagsList", "MicrosoftPhoto:LastKeywordXMP", "lr:hierarchicalSubject", "mediapro:CatalogSets"} {
		from := strings.Index(digiKamFull, "<"+without)
		end := strings.Index(digiKamFull, "</"+without+">") + len("</"+without+">")
		got, err := marks.Read([]byte(digiKamFull[:from] + digiKamFull[end:]))
		if err != nil || !slices.Equal(got.Tags, []string{"people/anna", "blue"}) || got.Rating != 4 {
			t.Errorf("without %s: %+v, %v", without, got, err)
		}
	}
}
