package request_test

import (
	"testing"

	"lookbook/app/request"
)

// Ids are case-sensitive; names are not. A LoRA is found only if it is named as
// one.
func TestFindModelTellsIdsApart(t *testing.T) {
	models := []request.Model{
		{ID: "ckp_lORA0001", Name: "photo of ukj man", Display: "photo of ukj man · step 1500 · LoRA", Step: 1500, LoRA: true},
		{ID: "ckp_0o2ju160", Name: "photo of ukj man", Display: "photo of ukj man · step 1500", Step: 1500},
		{ID: "ckp_0O2ju160"},
		{ID: "ckp_0o2jU160", Name: "photo of ukj man", Display: "photo of ukj man · step 1500", Step: 1500},
	}
	for text, want := range map[string]string{
		"ckp_0o2ju160": "ckp_0o2ju160", "ckp_0O2ju160": "ckp_0O2ju160", "ckp_0o2jU160": "ckp_0o2jU160",
		"ckp_0O2JU160":                                "ckp_0O2JU160", // not in the list
		"photo of ukj man":                            "ckp_0o2ju160",
		"Photo of UKJ man":                            "ckp_0o2ju160",
		"photo of ukj man · step 1500":                "ckp_0o2ju160",
		"Photo of ukj man · Step 1500 · LoRA":         "ckp_lORA0001",
		"photo of ukj man · step 1500 · ckp_0o2jU160": "ckp_0o2jU160",
		"Photo of ukj man · step 1500 · ckp_0o2jU160": "ckp_0o2jU160",
	} {
		got, known := request.FindModel(text, models)
		if got.ID != want || known != (want != "ckp_0O2JU160") {
			t.Errorf("%q is %s, known %v; want %s", text, got.ID, known, want)
		}
	}
	seen := map[string]bool{}
	for _, label := range request.Labels(models) {
		m, known := request.FindModel(label, models)
		if !known || seen[m.ID] {
			t.Errorf("%q leads to %s, again", label, m.ID)
		}
		seen[m.ID] = true
	}
	if len(seen) != len(models) {
		t.Errorf("%d of %d models can be chosen", len(seen), len(models))
	}
}
