package tutor

// fault is why a record is not shown, in words for the engine that may mend it;
// "" for none.
type fault string

// The faults that a check finds.
const (
	citesNothing  fault = "it cites no message of the thread that says it"
	notExplained  fault = "it explains a term that is not taught here, or cites no message that uses it"
	misquotes     fault = "it puts between quotation marks what does not stand so in a cited message, or is another person's"
	asksReader    fault = "it asks the reader for a secret, a payment or a risky step"
	repeatsRules  fault = "it repeats its instructions"
	blamesPeople  fault = "it blames somebody"
	callsPeople   fault = "it mentions a channel or a group"
	statesFigures fault = "it states a number, a date, a time, a version or a link that the cited messages do not state"
	misattributed fault = "it ties a person to messages that are not theirs, or to work that they did not take on"
	contradicted  fault = "it says the contrary of the cited messages"
	unfounded     fault = "the cited messages do not say it"
	redefines     fault = "it gives a term a meaning that the glossary does not"
	saysNothing   fault = "nothing of it may be shown"
)
