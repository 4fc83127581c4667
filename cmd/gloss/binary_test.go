package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// build makes the program as a user has it.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gloss")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// process is the program in a folder of its own, with no settings but those
// given.
func process(t *testing.T, path string, settings []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + t.TempDir()}, settings...)
	return cmd
}

func statusOf(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit != nil {
		return exit.ExitCode()
	}
	return 0
}

func TestTheProgramEndsAsItShould(t *testing.T) {
	path := build(t)
	t.Run("its status is its outcome", func(t *testing.T) {
		for _, test := range []struct {
			args   []string
			status int
		}{
			{[]string{"thread"}, 0}, {[]string{"--version"}, 0}, {[]string{"explain", "none.txt"}, 1}, {[]string{"dance"}, 2}, {nil, 2},
		} {
			cmd := process(t, path, nil, test.args...)
			cmd.Stdin = strings.NewReader(paste)
			if status := statusOf(t, cmd.Run()); status != test.status {
				t.Errorf("%v ends with status %d, not %d", test.args, status, test.status)
			}
		}
	})
	t.Run("settings come from .env, and a broken one is not shown", func(t *testing.T) {
		for content, says := range map[string]string{
			"GLOSS_MODEL=foo:bar\n":    "gloss: GLOSS_MODEL names the model",
			"SLACK_BOT_TOKEN secret\n": "gloss: read .env: it is not NAME=value lines",
		} {
			cmd := process(t, path, nil, "explain")
			cmd.Stdin = strings.NewReader(paste)
			if err := os.WriteFile(filepath.Join(cmd.Dir, ".env"), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := cmd.CombinedOutput()
			if statusOf(t, err) != exitError || !strings.HasPrefix(string(out), says) || strings.Contains(string(out), "secret") {
				t.Errorf("%q: %v\n%s", content, err, out)
			}
		}
	})
	t.Run("a reader that leaves ends it without a word", func(t *testing.T) {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		reader.Close()
		var errs bytes.Buffer
		cmd := process(t, path, nil, "explain")
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(paste), writer, &errs
		if status := statusOf(t, cmd.Run()); status != exitError || errs.Len() > 0 {
			t.Errorf("status %d, %q", status, errs.String())
		}
		writer.Close()
	})
	t.Run("a signal ends try and serve", func(t *testing.T) {
		_, environ := otherSlack(t)
		var settings []string
		for k, v := range environ {
			settings = append(settings, k+"="+v)
		}
		for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
			endBySignal(t, signal, process(t, path, nil, "try", "--addr", "127.0.0.1:0"), "Gloss is at http://127.0.0.1:")
			endBySignal(t, signal, process(t, path, settings, "serve"), "gloss serves")
		}
	})
}

// endBySignal waits for the line that says that the program is up, and sends
// the signal.
func endBySignal(t *testing.T, signal os.Signal, cmd *exec.Cmd, up string) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	cmd.Stdout, cmd.Stderr = writer, writer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	var said strings.Builder
	for lines := bufio.NewScanner(reader); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), up) {
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
		}
	}
	if status := statusOf(t, cmd.Wait()); status != exitDone {
		t.Errorf("%v after %v: status %d\n%s", cmd.Args[1:], signal, status, said.String())
	}
	if left, _ := filepath.Glob(filepath.Join(temporary(cmd), "*")); len(left) > 0 {
		t.Errorf("%v leaves %v behind", cmd.Args[1:], left)
	}
}

// temporary is the folder for temporary files that a process was given.
func temporary(cmd *exec.Cmd) string {
	for _, setting := range cmd.Env {
		if dir, is := strings.CutPrefix(setting, "TMPDIR="); is {
			return dir
		}
	}
	return ""
}
