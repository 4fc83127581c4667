package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"syscall"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// maxReader bounds the file of a reader, in bytes.
const maxReader = 1 << 20

// readInput reads a file, or standard input for "-" and "", but not more than
// limit bytes and one. What blocks, like a pipe that nobody writes, is given up
// when the command is stopped.
func readInput(env environment, name string, limit int64) ([]byte, error) {
	type input struct {
		data []byte
		err  error
	}
	done := make(chan input, 1)
	go func() {
		data, err := readFile(env, name, limit)
		done <- input{data, err}
	}()
	select {
	case in := <-done:
		return in.data, in.err
	case <-env.ctx.Done():
		return nil, env.ctx.Err()
	}
}

func readFile(env environment, name string, limit int64) ([]byte, error) {
	in := env.stdin
	if name != "" && name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		defer file.Close()
		in = file
	} else if typed(in) {
		fmt.Fprintln(env.stderr, "Paste the thread here, then press Ctrl+D on a line of its own.")
	}
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, unreadable(named(name), err)
	}
	return data, nil
}

// typed reports whether somebody sits at the other end, who would wait for us
// as we wait for them.
func typed(in io.Reader) bool {
	file, is := in.(*os.File)
	if !is {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// unreadable says why a file cannot be read.
func unreadable(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s; give the name of one, or - to read standard input", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be read; change its permissions, or copy it to where you may", name)
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s is a folder; give one file", name)
	}
	return fmt.Errorf("%s cannot be read: %w", name, reason(err))
}

// reason is an error without the operation that it happened in.
func reason(err error) error {
	var call *os.SyscallError
	var path *fs.PathError
	var network *net.OpError
	switch {
	case errors.As(err, &call):
		return call.Err
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &network):
		return network.Err
	}
	return err
}

// readThread reads a thread and says in a sentence what is wrong with it.
func readThread(env environment, name string) (thread.Thread, error) {
	data, err := readInput(env, name, thread.MaxSize)
	if err != nil {
		return thread.Thread{}, err
	}
	t, err := thread.Read(data)
	if errors.Is(err, thread.ErrTooLarge) {
		return t, fmt.Errorf("%s is larger than %d MB; cut it into parts and give one at a time", named(name), thread.MaxSize>>20)
	}
	if errors.Is(err, thread.ErrNotText) {
		return t, fmt.Errorf("%s is not UTF-8 text; copy the thread's text into a file and give that", named(name))
	}
	if errors.Is(err, thread.ErrEmpty) {
		return t, fmt.Errorf("%s holds no messages; copy a thread into it, or pipe one in", named(name))
	}
	if err != nil {
		return t, fmt.Errorf("read %s: %w", named(name), err)
	}
	return t, nil
}

func named(name string) string {
	if name == "" || name == "-" {
		return "standard input"
	}
	return name
}

// loadGlossary loads the glossaries named, or the bundled starter when none is.
func loadGlossary(env environment, paths []string) (*glossary.Glossary, error) {
	if len(paths) == 0 {
		return glossary.New(glossary.Starter()), nil
	}
	var all []glossary.Entry
	for _, path := range paths {
		entries, faults, err := glossary.Load(path)
		if err != nil {
			return nil, err
		}
		for _, f := range faults {
			if !f.Kept {
				fmt.Fprintln(env.stderr, "gloss: glossary:", f)
			}
		}
		all = append(all, entries...)
	}
	return glossary.New(all), nil
}

// readReader reads the file that stands in for a stored learner.
func readReader(env environment, path string) (*tutor.Reader, error) {
	if path == "" {
		return nil, nil
	}
	data, err := readInput(env, path, maxReader)
	if err != nil {
		return nil, err
	}
	r, err := tutor.ParseReader(data)
	if err != nil {
		return nil, fmt.Errorf("%s describes no reader; write JSON like %s", path, `{"id": "ana", "role": "support lead", "goals": "", "known": ["system/slug"], "shaky": []}`)
	}
	return &r, nil
}
