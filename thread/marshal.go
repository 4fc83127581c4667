package thread

import "encoding/json"

// MarshalJSON writes the lists of a thread as lists even when they are nil.
func (t Thread) MarshalJSON() ([]byte, error) {
	type plain Thread
	t.Messages = list(t.Messages)
	t.Chrome = list(t.Chrome)
	t.Unplaced = list(t.Unplaced)
	return json.Marshal(plain(t))
}

// MarshalJSON writes the reactions of a message as a list even when they are nil.
func (m Message) MarshalJSON() ([]byte, error) {
	type plain Message
	m.Reactions = list(m.Reactions)
	return json.Marshal(plain(m))
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
