package prompts

// Usage says who answered a prompt and what it took.
type Usage struct {
	// Engine is "offline", or provider:model.
	Engine string `json:"-"`
	// PromptTokens and CompletionTokens are as the provider counted them, or
	// estimated where it did not say.
	PromptTokens     int `json:"prompt_tokens"`
	CompletionTokens int `json:"completion_tokens"`
	// CachedTokens are those of the prompt that the provider had in its cache,
	// and WrittenTokens those that it put there at a price of its own.
	CachedTokens  int `json:"cached_tokens"`
	WrittenTokens int `json:"written_tokens"`
	// Estimated says that some of these numbers are not the provider's.
	Estimated bool `json:"estimated"`
	// Cost is in millionths of a US dollar; 0 where it is free or no price is
	// known.
	Cost int64 `json:"cost_micros"`
	// Cut says that the model stopped at its length limit.
	Cut bool `json:"-"`
	// Malformed counts lines that were no record.
	Malformed int `json:"-"`
	// Parts is in how many parts the thread was read, 0 for at once. Then
	// Unread, and not Prompt.Skipped, are the ids of the messages that no model
	// read, and Shortened those of which it read only the beginning.
	Parts     int      `json:"parts,omitempty"`
	Unread    []string `json:"-"`
	Shortened []string `json:"-"`
}

// Add returns the usage of an answer that took both, u first.
func (u Usage) Add(next Usage) Usage {
	next.PromptTokens += u.PromptTokens
	next.CompletionTokens += u.CompletionTokens
	next.CachedTokens += u.CachedTokens
	next.WrittenTokens += u.WrittenTokens
	next.Estimated = next.Estimated || u.Estimated
	next.Cost += u.Cost
	return next
}

// IsZero reports whether no model was used.
func (u Usage) IsZero() bool { return u.PromptTokens == 0 && u.CompletionTokens == 0 }
