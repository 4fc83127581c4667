package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/joho/godotenv"
)

// The exit statuses.
const (
	exitDone  = 0
	exitError = 1
	exitUsage = 2
)

// commands are the sub-commands, as the command line names them.
type commands struct {
	Explain  explainCommand  `cmd:"" help:"Explain a thread in plain words."`
	Brief    briefCommand    `cmd:"" help:"Brief a manager on a thread: decisions, open questions, owners."`
	Thread   threadCommand   `cmd:"" help:"Show how a pasted thread was read, line by line."`
	Glossary glossaryCommand `cmd:"" help:"Curate glossaries: import, export, lint, find, match."`
	Learner  learnerCommand  `cmd:"" help:"What is kept about a learner: show, export, forget."`
	Doctor   doctorCommand   `cmd:"" help:"Say what is configured, reachable and allowed, and how to mend each gap."`
	Backup   backupCommand   `cmd:"" help:"Copy the database into a new file while it is in use."`
	Try      tryCommand      `cmd:"" help:"Try the whole bot in a small Slack in your browser: no tokens, no key, no network."`
	Serve    serveCommand    `cmd:"" help:"Run the bot in a Slack workspace, with the settings of the environment and .env."`
}

// environment is what a sub-command may touch.
type environment struct {
	ctx    context.Context
	getenv func(string) string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := godotenv.Load(); err != nil && !errors.Is(err, os.ErrNotExist) {
		fmt.Fprintln(os.Stderr, "gloss: read .env: it is not NAME=value lines; mend or remove it.")
		os.Exit(exitError)
	}
	os.Exit(run(environment{ctx, os.Getenv, os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

// usageError says that the command line asks for what there is not.
type usageError string

// Error implements error.
func (e usageError) Error() string { return string(e) }

// helped ends parsing after --help was printed.
type helped struct{ status int }

// run parses the arguments, runs the sub-command and returns the exit status.
func run(env environment, args []string) (status int) {
	defer func() {
		if r := recover(); r != nil {
			h, ok := r.(helped)
			if !ok {
				panic(r)
			}
			status = h.status
		}
	}()
	var c commands
	parser, err := kong.New(&c,
		kong.Name("gloss"),
		kong.Description("A tutor for engineering threads, in Slack and on the terminal."),
		kong.Writers(env.stdout, env.stderr),
		kong.Exit(func(status int) { panic(helped{status}) }),
	)
	if err != nil {
		fmt.Fprintln(env.stderr, "gloss:", err)
		return exitError
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(env.stderr, "gloss: %v\nRun \"gloss --help\" to see what there is.\n", err)
		return exitUsage
	}
	err = chosen.Run(env)
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(env.stderr, "gloss:", err)
	var wrong usageError
	if errors.As(err, &wrong) {
		return exitUsage
	}
	return exitError
}
