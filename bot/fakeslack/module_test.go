package fakeslack_test

import (
	"os/exec"
	"testing"
)

// The page's modules that need no browser are tried by Node's own test runner.
func TestTheModulesOfThePage(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no Node.js on this machine: the page's modules are not tried")
	}
	out, err := exec.CommandContext(t.Context(), node, "--no-warnings", "--test", "testdata/page/").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
