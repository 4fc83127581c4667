package glossary

// Everyday reports whether an English word is one that everybody knows, or is
// made from one. Case makes no difference.
func Everyday(word string) bool { return everyday(folded(word)) }
