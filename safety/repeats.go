package safety

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// maxRepeated is how many characters of a secret text in a row may be shown.
const maxRepeated = 40

// Repeats reports whether text gives away the instructions of a prompt: 40
// characters of them in a row, whatever their case, width and spacing.
func Repeats(text, instructions string) bool {
	said, kept := []rune(squeezed(text)), squeezed(instructions)
	for i := 0; i+maxRepeated <= len(said); i++ {
		if strings.Contains(kept, string(said[i:i+maxRepeated])) {
			return true
		}
	}
	return false
}

func squeezed(s string) string {
	return strings.ToLower(norm.NFKC.String(strings.Join(strings.Fields(stripHidden(s)), " ")))
}
