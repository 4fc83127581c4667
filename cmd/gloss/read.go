package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// readInput reads a file, or standard input for "-" and "", up to the size that
// a thread may have.
func readInput(env environment, name string) ([]byte, error) {
	in := env.stdin
	if name != "" && name != "-" {
		file, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no file %s; give the thread's file, or - to read standard input", name)
		}
		if err != nil {
			return nil, fmt.Errorf("open the thread: %w", err)
		}
		defer file.Close()
		if info, err := file.Stat(); err == nil && info.IsDir() {
			return nil, fmt.Errorf("%s is a folder; give one file with the thread in it", name)
		}
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, thread.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read the thread: %w", err)
	}
	return data, nil
}

// readThread reads a thread and says in a sentence what is wrong with it.
func readThread(env environment, name string) (thread.Thread, error) {
	data, err := readInput(env, name)
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
			return nil, fmt.Errorf("load the glossary: %w", err)
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
func readReader(path string) (*tutor.Reader, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("open the reader: %w", err)
	}
	r, err := tutor.ParseReader(data)
	return &r, err
}
