package bot

import (
	"fmt"
	"strings"
)

// noWordsError says that what somebody sent holds no text to explain, and why.
type noWordsError struct {
	files  []unreadFile
	images int
}

// Error implements error.
func (e noWordsError) Error() string {
	return fmt.Sprintf("no text in %d files and %d images", len(e.files), e.images)
}

// noWords is the error of material without a text.
func noWords(m material) error {
	if len(m.files)+m.images == 0 {
		return errNoThread
	}
	return noWordsError{files: m.files, images: m.images}
}

// sentence says why nothing could be read, and what to do.
func (e noWordsError) sentence() string {
	var said []string
	for _, f := range e.files {
		if words := f.sentence(); words != "" {
			said = append(said, words)
		}
	}
	if e.images > 0 {
		said = append(said, "I cannot read pictures. Copy the thread as text and paste it here.")
	}
	return strings.Join(said, "\n")
}

// fileWords say of a file why it could not be read, and what to do instead; %s
// is its name.
var fileWords = map[fileReason]string{
	fileImage:    "%s is a picture, and I read only text. Copy the thread as text and paste it here.",
	fileTooLarge: "%s is larger than 1 MiB. Share the part that matters, or paste it here.",
	fileNotText:  "%s is not a text file. I read plain text, Markdown, JSON, CSV, logs and mails; save it as one of these, or paste the text here.",
	fileUTF16:    "%s is saved as UTF-16. Save it as UTF-8 and share it again, or paste the text here.",
	fileLatin1:   "%s is text, but not in UTF-8. Save it as UTF-8 and share it again, or paste the text here.",
	fileEmpty:    "%s is empty.",
	fileExternal: "%s is kept outside of Slack, where I cannot read. Download it and share it here, or paste the text.",
	fileDeleted:  "%s has been deleted. Share it again and I read it.",
	fileHidden:   "%s is hidden by Slack, because of the limits of this workspace's plan. Paste the text here.",
	fileClosed:   "Slack does not let me have %s. Paste its text here.",
	fileFormless: "%s looks like a thread as JSON and is not whole. Check the file, or paste the text here.",
	fileTooMany:  "I read at most five files at a time; the others were left out.",
}

// sentence says why a file was not read; "" for one that nobody sent to be
// read.
func (f unreadFile) sentence() string {
	words, known := fileWords[f.why]
	switch {
	case !known:
		return ""
	case !strings.Contains(words, "%s"):
		return words
	}
	return fmt.Sprintf(words, escapeMrkdwn(cut(f.name, 80)))
}
