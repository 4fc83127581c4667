package bot

// What Gloss says in its own words.
const (
	sorryForTheWait = "_Sorry for the wait: your question reached me late, because I could not take it when you asked._"
	sorry           = "I could not answer this one, and I have tried several times. Nothing you did was wrong. " +
		"Try again in a few minutes; if it happens again, tell whoever runs Gloss here."
	notSoFast = "You pressed many buttons in a short time. Wait half a minute and press this one again."
	tooLate   = "I no longer have that question: I keep one for a day. Ask it again and I answer it."
	storeSlow = "I have seen your message, but I cannot write it down yet: my database is slow. I answer as soon as it is back, and you need not " +
		"send it again. If you hear nothing in ten minutes, please do."
	inLine = "waits: %s before yours …"
	howTo  = "Paste an engineering thread here, as you copied it from Slack, and I explain it in plain words: " +
		"what happened, what was decided, and what the words mean. A link to a thread, a text file or a forwarded message does as well. " +
		"Then ask me anything about it in the thread.\n" +
		"In a channel, mention me in a thread and I explain that thread to you alone. `/gloss help` says the rest."
	helpText = "*Send me a thread* in a direct message and I explain it: paste it, forward its messages, share it as a text file, " +
		"or send up to five links to threads. A question that you type with it is answered first.\n" +
		"*Ask* a question in the thread under my answer.\n" +
		"*Mention me* in a channel's thread, alone, with `brief` or with a question: I answer you in our direct message, and you can share the answer. " +
		"`@gloss here: …` answers in the thread, for everybody.\n" +
		"*Explain this thread* and *Brief this thread* in a message's ⋮ menu do the same without a word in the channel.\n" +
		"*Explain what I am looking at* explains the thread that you have open beside me.\n" +
		"*Not right?* under an answer shows how I read the thread, and lets you put it right.\n" +
		"*/gloss define WORD* explains a word from the glossary.\n" +
		"*/gloss find WORD* and */gloss history WORD* show an entry: how far to rely on it, who changed it and why.\n" +
		"*/gloss add WORD* and */gloss edit WORD* improve the glossary, as does *Add to glossary* in a message's ⋮ menu. " +
		"What its owners write counts at once; what others suggest waits for them.\n" +
		"*/gloss welcome* lets you tell me who you are, so that I explain it for you.\n" +
		"*/gloss forget me* erases everything I keep about you.\n" +
		"My Home tab shows the words you have met."
	pasteGone = "I cannot find the thread any more: the message that held it may have been deleted, and I keep no copy. " +
		"Paste the thread again and I explain it."
	nothingPasted = "I find no pasted thread above. Paste one to me and I explain it."
	notReadable   = "I cannot read this thread for you: it is gone, I am not in its channel, or it is not yours to see. " +
		"If you can see it, invite me to the channel, or paste the thread to me in a direct message."
	sharedOutside = "People of other companies read along in this channel, and I do not explain such threads. " +
		"Whoever runs Gloss here can allow it; or paste the thread to me in a direct message."
	notForOutsiders = "I answer people of this workspace only, since my answers rest on its glossary."
	elsewhereThread = "That link leads into another workspace, where I cannot read. Paste the thread to me here and I explain it."
	nothingInSight  = "I do not see what you are looking at. Open the thread beside me and ask again, send me its link " +
		"(⋮ menu of a message, *Copy link*), or paste it here."
	linkAThread = "Which thread do you mean? Send me the link of a message in it (⋮ menu, *Copy link*) and I explain it."
	whichThread = "Which thread do you mean?"
	whichAbout  = "There are several threads above. Which one is your question about?"
	whichOfBoth = "You sent me a text and a link. What shall I explain?"
	textOrTalk  = "Shall I explain this text in plain words, or did you ask me something?"

	answeredAside   = "I answered you in our direct message, where only you see it."
	sharedBy        = "\n_Shared by @%s._\n"
	sharedDone      = "Shared with everybody in this thread."
	onlyThatMessage = "_I am not in that channel, so this message is all that I can see. Add me to the channel, or paste the whole thread here, and I explain the rest._"
	onlyFiveThreads = "_I read at most five threads at a time; these are the first five._"
	readingLong     = "Reading %s …"
	newSince        = "_Since I last explained this thread to you, %s came or changed; this is about that part._"
	nothingNew      = "Nothing is new in this thread since I last explained it to you."
	refusedSome     = "_I could not read %s for you: gone, not yours to see, or in a channel without me._"

	noDirectAnswer = "No message answers that in so many words; this is what the thread says."
	loneMessage    = "That message stands alone, with others around it. What shall I explain?"

	editedQuestion = "You changed that message after I answered it."
	readingAgain   = "Reading it again …"
	fixHere        = "How should I read it?"
	noLookingBack  = "This Slack does not let me look back at earlier messages, so I see only what you send me now. " +
		"Paste the thread again and I explain it."
	threadCut    = "_The thread is longer: I read its first %d messages._\n"
	secretHidden = "A secret (%s) stood here; it is hidden and was not kept. Whoever owns it should replace it."
	noThreadHere = "I explain threads: mention me in a reply inside one, or paste a thread to me in a direct message."
	noWord       = "No approved entry of the glossary explains “%s”. The people in the thread will know; asking is fine."
	forgetAsk    = "This erases everything I keep about you: the words you have met and your past explanations. It cannot be undone. " +
		"Type `/gloss forget me yes` to go ahead."
	forgotten = "Done. Everything I kept about you is erased."

	oldCheck       = "That question is more than two weeks old, so an answer says little now. The next thread brings a new one."
	notYourCheck   = "I do not have this question of yours any more: it was erased, or it was never put to you. Your next thread brings a new one."
	checkAnswered  = "You have answered this question; what I said to it stands in the thread."
	checkSkipped   = "Skipped. I leave this word alone for two weeks."
	noHint         = "I have no hint for this one. *I don't know* is a fine answer: it shows you the right one."
	clearNoted     = "Good, noted."
	joinedNoted    = "Well done. I noted that you took part; I did not look at what you wrote."
	wrongNoted     = "Noted that something in this answer is wrong. What the thread says of what you wrote:"
	wrongKept      = "I note that this answer is disputed; your words are compared with the thread and not kept."
	wrongHere      = "Write here in the thread what is right, like this: “Is this right? Jun only proposed it.”, and I compare it with what was said."
	nothingToJudge = "Tell me in a sentence what you understood, like this: “Does this make sense? They stop the release until the test is green.”"
	nothingOpen    = "I see no open question in this thread."
	writeDraft     = "Or write your own here, like this: “draft: …”, and I comment on it."
	neverPosted    = "I never post for you."

	welcomeAsk      = "May I ask you three quick things, so that the next explanation fits you better? I ask this once; `/gloss welcome` asks again."
	welcomeWhy      = "Only you and I see this. Leave out what you like."
	welcomeLate     = "That took too long, and Slack lets me ask no more. Press the button again, or type `/gloss welcome`."
	welcomeThanks   = "Thank you. From now on I explain with that in mind."
	welcomeInvented = "One of the words that you marked is invented, so I start from the beginning with all of them and ask along the way."
	readingPart     = "Reading part %d of %d …"
)
