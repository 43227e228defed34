package curl_test

import (
	"testing"

	"lookbook/api"
	"lookbook/api/curl"
)

func TestLooks(t *testing.T) {
	config := api.Config{Prompt: "a castle"}
	sh, err := curl.Format(config, "")
	if err != nil {
		t.Fatal(err)
	}
	cmd, err := curl.FormatCmd(config, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		sh, cmd, "\n  " + sh, "$ " + sh, "PS C:\\> " + sh, "curl.exe https://x.invalid", "me@host:~$ " + sh, "```sh\n" + sh + "\n```", "// go\n" + sh,
		"\u00a0curl\u00a0https://x.invalid", "{\u00a0\"prompt\": \"a\"}", `{"prompt": "a castle"}`,
	} {
		if !curl.Looks(text) {
			t.Errorf("%q is no request", text)
		}
	}
	for _, text := range []string{
		"", "curl of smoke", "curly hair, https://x.invalid", "a curl https://x.invalid", "{red|blue} house", `{"a": 1}`, "[1]", "{",
	} {
		if curl.Looks(text) {
			t.Errorf("%q is a request", text)
		}
	}
}
