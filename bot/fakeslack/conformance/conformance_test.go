// Package conformance_test has Slack's own SDKs tell whether the fake Slack is
// like the real one, as far as they can tell.
package conformance_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSlacksOwnSDKs runs the tiny app of this folder, on @slack/bolt and
// @slack/web-api, against a fake Slack that is a process of its own.
func TestSlacksOwnSDKs(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the SDKs are not installed and not tried")
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("no npm on this machine: Slack's own SDKs are not tried")
	}
	if _, err := os.Stat("node_modules/.package-lock.json"); err != nil {
		ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
		defer stop()
		install := exec.CommandContext(ctx, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1")
		if out, err := install.CombinedOutput(); err != nil {
			t.Skipf("the SDKs cannot be installed here, so they are not tried: %v\n%s", err, out)
		}
	}
	binary := filepath.Join(t.TempDir(), "fakeslack")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "../cmd/fakeslack").CombinedOutput(); err != nil {
		t.Fatalf("build the fake Slack: %v\n%s", err, out)
	}
	for _, suite := range []string{"web.test.js", "socket.test.js"} {
		t.Run(suite, func(t *testing.T) {
			node := exec.CommandContext(t.Context(), "node", "--no-warnings", "--test", suite)
			node.Env = append(os.Environ(), serve(t, binary)...)
			if out, err := node.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// serve starts a fake Slack and gives what it printed: the names and values of
// the environment of its app.
func serve(t *testing.T, binary string) []string {
	t.Helper()
	fake := exec.Command(binary, "-addr", "127.0.0.1:0", "-config", "workspace.json")
	fake.Stderr = t.Output()
	out, err := fake.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := fake.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = fake.Process.Signal(os.Interrupt)
		if err := fake.Wait(); err != nil {
			t.Errorf("the fake Slack ended with %v", err)
		}
	})
	var environ []string
	for lines := bufio.NewScanner(out); len(environ) < 5 && lines.Scan(); {
		environ = append(environ, lines.Text())
	}
	if len(environ) < 5 || !strings.HasPrefix(environ[0], "SLACK_API_URL=") {
		t.Fatalf("the fake Slack printed %q", environ)
	}
	return environ
}
