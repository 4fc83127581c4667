package safety

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	// webLink takes everything that a client could take for a link: up to white
	// space, a quote or a closing bracket.
	webLink = regexp.MustCompile(`(?i)https?://[^<>"')\]` + anySpace + `]+`)
	// otherLink is an address with any other scheme, or none.
	otherLink = regexp.MustCompile(`(?i)[a-z][a-z0-9+.-]*://[^<>"')\]` + anySpace + `]*`)
	// bareLink is a host of a common top level domain without a scheme, with
	// what follows it.
	bareLink = regexp.MustCompile(`(?i)(?:\bwww\.[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|io|co|dev|app|xyz|top|site|online|shop|club|link|click|me|ru|cn|tk|ml|ga|cf|uk|de|fr|eu|us|ly|gg|example)\b)(?:[/?#:][^<>"')\]` + anySpace + `]*)?`)
	// deadScheme are words that make something happen when they are followed:
	// never shown alive, wherever they stand.
	deadScheme = regexp.MustCompile(`(?i)\b(javascript|data|vbscript|file|blob|view-source|mailto|tel|sms|callto|slack|intent|https?):([^` + anySpace + `])`)
)

// sentenceEnd is what may follow a link without being part of it.
const sentenceEnd = ".,;"

// links are the links that may be shown: in the spelling of the source, by
// their canonical form.
type links struct {
	exact     map[string]bool
	canonical map[string]string
	// bare are the addresses without http in the source, lower-case.
	bare map[string]bool
}

func newLinks() links {
	return links{exact: make(map[string]bool), canonical: make(map[string]string), bare: make(map[string]bool)}
}

// allow lets through what stands in text.
func (l *links) allow(text string) {
	if strings.Contains(text, "://") {
		for _, link := range otherLink.FindAllString(text, -1) {
			l.bare[strings.ToLower(strings.TrimRight(link, sentenceEnd))] = true
		}
	}
	for _, link := range webLink.FindAllString(text, -1) {
		link = strings.TrimRight(link, sentenceEnd)
		// Slack writes a link as <target|label>.
		for _, part := range []string{link, before(link, "|")} {
			if form, ok := canonical(part); ok {
				if _, known := l.canonical[form]; !known {
					l.canonical[form] = part
				}
				l.exact[part] = true
			}
		}
	}
	if strings.Contains(text, ".") {
		for _, link := range bareLink.FindAllString(text, -1) {
			link = strings.ToLower(strings.TrimRight(link, sentenceEnd))
			l.bare[link] = true
			l.bare[host(link)] = true
		}
	}
}

func before(s, sep string) string {
	s, _, _ = strings.Cut(s, sep)
	return s
}

// host returns what stands before the path, query, fragment or port.
func host(link string) string {
	if i := strings.IndexAny(link, "/?#:"); i >= 0 {
		return link[:i]
	}
	return link
}

// canonical returns the form in which two spellings of one web address agree:
// scheme and host in lower case, no trailing dot, no default port, no empty
// path; path, query and fragment as they are. Addresses with a user name, with
// a masked secret or that do not parse have none.
func canonical(link string) (string, bool) {
	if strings.Contains(link, placeholderStart) || strings.Contains(link, "\\") {
		return "", false
	}
	u, err := url.Parse(link)
	if err != nil || u.User != nil || u.Host == "" || u.Opaque != "" {
		return "", false
	}
	scheme := strings.ToLower(u.Scheme)
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if scheme != "http" && scheme != "https" || name == "" {
		return "", false
	}
	if port := u.Port(); port != "" && !(scheme == "http" && port == "80" || scheme == "https" && port == "443") {
		name += ":" + port
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	form := scheme + "://" + name + path
	if u.RawQuery != "" || u.ForceQuery {
		form += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		form += "#" + u.EscapedFragment()
	}
	return form, true
}

// kill makes every link in s dead that is not allowed.
func (l *links) kill(s string) string {
	if strings.Contains(s, "://") {
		s = webLink.ReplaceAllStringFunc(s, l.web)
		s = otherLink.ReplaceAllStringFunc(s, func(link string) string {
			if webLink.MatchString(link) || l.bare[strings.ToLower(strings.TrimRight(link, sentenceEnd))] {
				return link
			}
			return defang(link)
		})
	}
	if strings.Contains(s, ".") {
		s = l.killBare(s)
	}
	return s
}

// web returns an allowed link in the spelling of its source, a dead one for any
// other.
func (l *links) web(found string) string {
	link := strings.TrimRight(found, sentenceEnd)
	if l.exact[link] {
		return found
	}
	if form, ok := canonical(link); ok && l.canonical[form] != "" {
		return l.canonical[form] + found[len(link):]
	}
	// The text may go on after the link without a space: in Japanese, in code
	// marks. A space then keeps clients from taking more for the link.
	if i := strings.IndexFunc(link, endsLink); i > 0 {
		if form, ok := canonical(strings.TrimRight(link[:i], sentenceEnd+":!?")); ok && l.canonical[form] != "" {
			end := len(strings.TrimRight(link[:i], sentenceEnd+":!?"))
			return l.canonical[form] + hairSpace + found[end:]
		}
	}
	if trimmed := strings.TrimRight(link, sentenceEnd+":!?*_~"); trimmed != link {
		if form, ok := canonical(trimmed); ok && l.canonical[form] != "" {
			return l.canonical[form] + hairSpace + found[len(trimmed):]
		}
	}
	return defang(found)
}

// endsLink reports whether r is rather the text's than the link's.
func endsLink(r rune) bool { return r > 0x7f || strings.ContainsRune("`|*(,;{}", r) }

// defang writes a link so that nothing follows it and a person can still read
// it.
func defang(link string) string {
	scheme, rest, _ := strings.Cut(link, "://")
	end := len(host(rest))
	if i := strings.IndexByte(rest, '/'); i > end {
		end = i // a user name may hold ? and :
	}
	name := strings.NewReplacer(".", "[.]", "@", "[at]").Replace(rest[:end])
	dead := hxxp.ReplaceAllString(scheme, "hxxp$1") + "[://]" + name + strings.ReplaceAll(rest[end:], "://", "[://]")
	return dead
}

var hxxp = regexp.MustCompile(`(?i)http([sſ]?)$`)

// killBare makes hosts dead that are written without a scheme, unless the
// source has them.
func (l *links) killBare(s string) string {
	found := bareLink.FindAllStringIndex(s, -1)
	if found == nil {
		return s
	}
	inside := webLink.FindAllStringIndex(s, -1)
	inside = append(inside, otherLink.FindAllStringIndex(s, -1)...)
	var b strings.Builder
	at := 0
	for _, f := range found {
		link := strings.ToLower(strings.TrimRight(s[f[0]:f[1]], sentenceEnd))
		if l.bare[link] && !goesOn(s[f[1]:]) || within(f[0], inside) {
			continue
		}
		name := host(s[f[0]:f[1]])
		b.WriteString(s[at:f[0]])
		b.WriteString(strings.ReplaceAll(name, ".", "[.]"))
		at = f[0] + len(name)
	}
	b.WriteString(s[at:])
	return b.String()
}

// goesOn reports whether a host goes on in rest, past a domain that was found.
func goesOn(rest string) bool {
	return len(rest) > 1 && (rest[0] == '.' || rest[0] == '-' || rest[0] == '@') && wordByte(rest[1])
}

func within(at int, extents [][]int) bool {
	for _, e := range extents {
		if at >= e[0] && at < e[1] {
			return true
		}
	}
	return false
}

// killSchemes makes the schemes dead that no link in an answer needs.
func killSchemes(s string) string {
	if !strings.Contains(s, ":") {
		return s
	}
	return deadScheme.ReplaceAllStringFunc(s, func(found string) string {
		scheme, next, _ := strings.Cut(found, ":")
		if next == "/" && liveWeb.MatchString(scheme) {
			return found // links.kill has judged it
		}
		return scheme + "[:]" + next
	})
}

var liveWeb = regexp.MustCompile(`(?i)^https?$`)

// foreignHosts are the addresses without a scheme in text that neither the
// thread nor the extra texts hold.
func (g *Gate) foreignHosts(text string) []string {
	if !strings.Contains(text, ".") {
		return nil
	}
	var foreign []string
	for _, link := range bareLink.FindAllString(webLink.ReplaceAllString(stripHidden(text), " "), -1) {
		link = strings.ToLower(strings.TrimRight(link, sentenceEnd))
		if !g.links.bare[link] && !g.links.bare[host(link)] {
			foreign = append(foreign, link)
		}
	}
	return foreign
}
