package message_test

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// notes are messages that may have several sentences: explanations and results.
// Errors, warnings and questions have one. What explains a setting (setting.<id>.help) may too.
var notes = []string{
	"about.what", "check.intro", "check.notices", "dry.accepted", "export.stopped", "exportbox.whole.note", "jobs.view.all.empty",
	"key.kept.session", "key.kept.slow", "library.restored", "restore.done", "restore.question", "modelfiles.intro", "preferences.key.environment",
	"preferences.key.keychain", "request.copied", "rescan.rebuilt", "rescan.stopped", "searchbar.help",
	"status.key.environment",
}

var second = regexp.MustCompile(`[.!?]["”)]? +\{*[\p{Lu}“{]|[.!?](\{\{(with|if) [^}]+\}\})+ `)

func TestErrorsAndQuestionsHaveOneSentence(t *testing.T) {
	raw, err := os.ReadFile("en.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	long := map[string]bool{}
	for key, texts := range all {
		forms, plural := texts.(map[string]any)
		if !plural {
			forms = map[string]any{"other": texts}
		}
		for _, form := range forms {
			help := strings.HasPrefix(key, "setting.") && strings.HasSuffix(key, ".help")
			if second.MatchString(form.(string)) && !strings.HasPrefix(key, "command.") && !help {
				long[key] = true
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(long)) {
		if !slices.Contains(notes, key) {
			t.Errorf("%q has more than one sentence: join them, or add the key to notes where it is no error and no question", key)
		}
	}
	for _, key := range notes {
		if !long[key] {
			t.Errorf("%q has one sentence now: take it out of notes", key)
		}
	}
}
