package bot

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
)

// mailText turns a mail file (RFC 5322) into the mail as a person reads it: who
// wrote it, when, about what, and the text. What cannot be read as a mail, or
// holds no plain text, stays as it is.
func mailText(data []byte) []byte {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return data
	}
	text, found := mailBody(textproto.MIMEHeader(m.Header), m.Body, 0)
	if !found {
		return data
	}
	var out bytes.Buffer
	words := mime.WordDecoder{}
	for _, field := range []string{"From", "Date", "To", "Subject"} {
		value, err := words.DecodeHeader(m.Header.Get(field))
		if err != nil {
			value = m.Header.Get(field)
		}
		if value = strings.Join(strings.Fields(value), " "); value != "" {
			out.WriteString(field + ": " + value + "\n")
		}
	}
	out.WriteByte('\n')
	out.Write(text)
	return out.Bytes()
}

// deepestPart bounds how far parts of a mail are followed into each other.
const deepestPart = 8

// mailBody finds the first plain text in a mail.
func mailBody(header textproto.MIMEHeader, body io.Reader, depth int) (text []byte, found bool) {
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		media, params = "text/plain", nil
	}
	if strings.HasPrefix(media, "multipart/") && depth < deepestPart {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err != nil {
				return nil, false
			}
			if text, found := mailBody(part.Header, part, depth+1); found {
				return text, true
			}
		}
	}
	if media != "text/plain" || strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
		return nil, false
	}
	switch strings.ToLower(header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err = io.ReadAll(io.LimitReader(body, maxFile))
	if err != nil {
		return nil, false
	}
	switch strings.ToLower(params["charset"]) {
	case "iso-8859-1", "latin1", "windows-1252":
		text = fromLatin1(text)
	}
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), true
}

// fromLatin1 reads bytes as ISO 8859-1, in which each is a character.
func fromLatin1(text []byte) []byte {
	runes := make([]rune, len(text))
	for i, c := range text {
		runes[i] = rune(c)
	}
	return []byte(string(runes))
}
