package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // recaps come on the learner's clock, also where a system has no zones

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
	Glossary glossaryCommand `cmd:"" help:"Curate glossaries: import, export, lint, find, match, mine."`
	Learner  learnerCommand  `cmd:"" help:"What is kept about a learner: show, export, forget."`
	Eval     evalCommand     `cmd:"" help:"Measure explanations by your own model on threads: claims, citations, criteria, cost."`
	Doctor   doctorCommand   `cmd:"" help:"Say what is configured, reachable and allowed, and how to mend each gap."`
	Backup   backupCommand   `cmd:"" help:"Copy the database into a new file, also while gloss serve uses it."`
	Try      tryCommand      `cmd:"" help:"Try the whole bot in a small Slack in your browser: no tokens, no key, no network."`
	Serve    serveCommand    `cmd:"" help:"Run the bot in a Slack workspace, with the settings of the environment and .env."`

	Version kong.VersionFlag `help:"Print the version."`
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
	// The first signal asks; a second one ends the process.
	context.AfterFunc(ctx, stop)
	// A reader that goes away ends a command, but a log that nobody reads any
	// more must not end the bot.
	signal.Ignore(syscall.SIGPIPE)
	if err := loadEnv(); err != nil {
		fmt.Fprintln(os.Stderr, "gloss:", err)
		os.Exit(exitError)
	}
	os.Exit(run(environment{ctx, os.Getenv, os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

// loadEnv sets the variables of .env that the environment does not have.
func loadEnv() error {
	err := godotenv.Load()
	var path *fs.PathError
	switch {
	case err == nil || errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.As(err, &path):
		return fmt.Errorf("read .env: %w; mend its permissions or remove it", path.Err)
	}
	// The parser's own words quote the line, and with it perhaps a token.
	return errors.New("read .env: it is not NAME=value lines; mend or remove it")
}

// usageError says that the command line asks for what there is not.
type usageError string

// Error implements error.
func (e usageError) Error() string { return string(e) }

// helped ends parsing after --help or --version was printed.
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
	if len(args) == 0 {
		env.stdout = env.stderr
		run(env, []string{"--help"})
		return exitUsage
	}
	parser, err := kong.New(new(commands),
		kong.Name("gloss"),
		kong.Description("A tutor for engineering threads, in Slack and on the terminal."),
		kong.Vars{"version": version()},
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
	out := &output{w: env.stdout}
	env.stdout = out
	err = chosen.Run(env)
	if out.err != nil {
		err = out.err
	}
	return report(env, err)
}

// report says what an error means and returns the exit status.
func report(env environment, err error) int {
	var wrong usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, syscall.EPIPE):
		// Whoever read has seen enough, as head does: nobody wants to hear more.
		return exitError
	case env.ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(env.stderr, "gloss: stopped before it was done.")
		return exitError
	}
	for line := range strings.SplitSeq(clean(err.Error()), "\n") {
		fmt.Fprintln(env.stderr, "gloss:", line)
	}
	if errors.As(err, &wrong) {
		return exitUsage
	}
	return exitError
}

// output is standard output; it remembers that it could not be written, so
// that no command has to.
type output struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("write the output: %w", reason(err))
	}
	return n, err
}

// version is the module's version and the revision it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "gloss, built without modules"
	}
	revision, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = ", revision " + s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", with changes"
		}
	}
	return "gloss " + info.Main.Version + revision + changed + ", " + info.GoVersion
}
