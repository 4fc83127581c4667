package bot_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// secrets are made up; they have the shape of real ones.
var secrets = []string{"ghp_" + strings.Repeat("a1B2c3", 6), "AKIA" + "QWERTYUIOP234567", "hunter2Korrekt9"}

func TestSecretsGoNowhere(t *testing.T) {
	d := open(t)
	d.start()
	paste := strings.ReplaceAll(outage, "heads up:", "heads up: token "+secrets[0]+" and the key "+secrets[1]+", the password is "+secrets[2]+",")
	root := d.Post("lena", "@lena", "", paste)
	d.settle()
	d.oneAnswer("@lena", "Take care")
	if all := d.answers("@lena")[0].Text; strings.Count(all, "A secret (") != 3 {
		t.Errorf("no warning:\n%s", all)
	}
	d.Post("lena", "@lena", root, "is "+secrets[0]+" a token?")
	d.settle()
	if err := d.Click("lena", "@lena", d.buttoned("@lena", "brief"), "brief"); err != nil {
		t.Fatal(err)
	}
	d.Command("lena", "@lena", "/gloss", "define "+secrets[0])
	d.Mention("lena", "ops", d.root("ops"), "is "+secrets[1]+" a key?")
	d.settle()
	d.scan(secrets...)
	d.stop()
	d.scan(secrets...)
}

// scan looks for words in all that Gloss keeps, tells the log and sends.
func (d *desk) scan(words ...string) {
	d.t.Helper()
	files, err := filepath.Glob(filepath.Dir(d.file) + "/*")
	if err != nil || len(files) == 0 {
		d.t.Fatalf("no database: %v", err)
	}
	holders := map[string]string{"the log": d.log.String()}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			d.t.Fatal(err)
		}
		holders[filepath.Base(file)] = string(data)
	}
	for i, r := range d.Requests("") {
		holders[fmt.Sprintf("request %d, %s", i, r.Method)] = fmt.Sprint(r.Args)
	}
	for name, text := range holders {
		for _, word := range words {
			if strings.Contains(text, word) {
				d.t.Errorf("%s holds %q", name, word)
			}
		}
	}
}
