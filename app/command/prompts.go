package command

import (
	"path/filepath"
	"strings"

	"lookbook/api"
	"lookbook/app/promptfile"
	"lookbook/app/request"
	"lookbook/app/request/variations"
	"lookbook/app/settings"
	"lookbook/app/ui/message"
)

// promptsIn returns the requests of a file of prompts: one on a line, or a row of a table.
func promptsIn(name, text string) (bases []api.Config, err error) {
	if ext := strings.ToLower(filepath.Ext(name)); ext != ".csv" && ext != ".tsv" {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				c := request.Defaults()
				c.Prompt = line
				bases = append(bases, c)
			}
		}
		if len(bases) == 0 {
			return nil, wrong("no.prompts")
		}
		return bases, nil
	}
	text, err = promptfile.Decode([]byte(text))
	var file promptfile.File
	if err == nil {
		file, err = promptfile.Table(text, promptfile.ByName)
	}
	for _, row := range file.Rows {
		var c api.Config
		if c, err = row.Apply(request.Defaults(), nil); err != nil {
			break
		}
		bases = append(bases, c)
	}
	if err != nil {
		return nil, &problem{Usage, endless(message.Error(err))}
	}
	return bases, nil
}

// wildcards are the lists of the folder that is chosen in the preferences. One that can't be read
// is no list, which is said when a prompt names it.
func wildcards() variations.Lists {
	paths, err := userPaths()
	if err != nil {
		return nil
	}
	store, err := settings.Open(paths.Settings())
	if err != nil || store.Current().Wildcards == "" {
		return nil
	}
	folder, err := promptfile.ReadFolder(store.Current().Wildcards)
	if err != nil {
		return nil
	}
	return folder
}
