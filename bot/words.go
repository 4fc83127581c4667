package bot

// What Gloss says in its own words.
const (
	sorry = "I could not answer this one, and I have tried several times. Nothing you did was wrong. " +
		"Please paste the thread again in a few minutes; if it happens again, tell whoever runs Gloss here."
	howTo = "Paste an engineering thread here, as you copied it from Slack, and I explain it in plain words: " +
		"what happened, what was decided, and what the words mean. Then ask me anything about it in the thread.\n" +
		"In a channel, mention me in a thread and I explain that thread there. `/gloss help` says the rest."
	helpText = "*Paste a thread* in a direct message to me and I explain it.\n" +
		"*Ask* a question in the thread under my answer.\n" +
		"*Mention me* in a channel's thread and I explain that thread, there, for everybody in it.\n" +
		"*/gloss define WORD* explains a word from the glossary.\n" +
		"*/gloss forget me* erases everything I keep about you.\n" +
		"My Home tab shows the words you have met."
	onlyText = "I can read only text so far, no files, pictures or forwarded messages. " +
		"Please copy the thread in Slack and paste its text here."
	pasteGone = "I cannot find the thread any more: the message that held it may have been deleted, and I keep no copy. " +
		"Paste the thread again and I explain it."
	nothingPasted = "I find no pasted thread above. Paste one to me and I explain it."
	notReadable   = "I cannot read this thread: it is gone, or I am not in its channel. " +
		"Invite me to the channel, or paste the thread to me in a direct message."
	noLookingBack = "This Slack does not let me look back at earlier messages, so I see only what you send me now. " +
		"Paste the thread again and I explain it."
	threadCut    = "_The thread is longer: I read its first %d messages._\n"
	secretHidden = "A secret (%s) stood here; it is hidden and was not kept. Whoever owns it should replace it."
	noThreadHere = "I explain threads: mention me in a reply inside one, or paste a thread to me in a direct message."
	noWord       = "No approved entry of the glossary explains “%s”. The people in the thread will know; asking is fine."
	forgetAsk    = "This erases everything I keep about you: the words you have met and your past explanations. It cannot be undone. " +
		"Type `/gloss forget me yes` to go ahead."
	forgotten = "Done. Everything I kept about you is erased."
)
