package bot

// What Gloss says about the glossary.
const (
	noEntry         = "The glossary has nothing for “%s”. Type `/gloss add WORD` to suggest it."
	glossaryInFiles = "The glossary of this workspace is kept in files, so it is changed there. Whoever runs Gloss can say where."
	notYours        = "Whether “%s” changes is for its owner, its reviewers and the curators to decide. Your suggestion is welcome: `/gloss edit WORD` keeps it for them."
	formLate        = "I was too slow to open the form. Please try once more."
	entryCounts     = "Saved. “%s” counts from now on."
	entryWaits      = "Thank you. Your suggestion for “%s” waits for its owner or a curator; what counts until then stays as it is."
	nothingChanged  = "Nothing is different, so nothing was saved."
	savedMeanwhile  = "*Somebody has changed “%s” since you opened it.* Below are both together; where both changed the same, their words stand and yours are here. Check it and save again."
	whichSense      = "“%s” has several meanings in the glossary. Which one is it in #%s? What you choose counts there from now on."
	thereAlready    = "The glossary has this already:\n%s\nGo on if you mean something else; to change it, type `/gloss edit %s`."
	usedHere        = "You are adding a word from this message:\n> %s"
)
