package safety

import (
	"math/big"
	"regexp"
	"strings"
)

// account matches what may be the number of a payment card or of a bank
// account (IBAN); digits decide.
var account = regexp.MustCompile(`\b(?:[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,4}(?:[ -]?\d{3})?|3[47]\d{2}[ -]?\d{6}[ -]?\d{5}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b`)

// accountNumbers calls hit with every payment card number (ISO/IEC 7812, by
// its check digit and the length its issuer uses) and IBAN (ISO 13616).
func accountNumbers(text string, hit func(start, end int, kind string)) {
	if !enoughDigits(text) {
		return
	}
	for _, at := range account.FindAllStringIndex(text, -1) {
		number := strings.NewReplacer(" ", "", "-", "").Replace(text[at[0]:at[1]])
		switch {
		case inLink(text, at[0], at[1]) || at[1] < len(text) && strings.IndexByte("._-", text[at[1]]) >= 0 && at[1]+1 < len(text) && wordByte(text[at[1]+1]):
		case at[0] > 0 && strings.IndexByte("._-/#", text[at[0]-1]) >= 0:
		case number[0] <= '9' && isCard(number):
			hit(at[0], at[1], "card")
		case number[0] > '9' && isIBAN(number):
			hit(at[0], at[1], "iban")
		}
	}
}

// enoughDigits spares most texts the pattern: it takes ten digits with no more
// than a space or a dash between neighbours, or an account's two letters.
func enoughDigits(text string) bool {
	digits, gap := 0, 0
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			if digits++; digits >= 10 {
				return true
			}
			gap = 0
		case gap == 0 && (c == ' ' || c == '-'):
			gap++
		case c >= 'A' && c <= 'Z':
			gap = 0
		default:
			digits, gap = 0, 0
		}
	}
	return false
}

// isCard checks the first digits and the length of the issuers in wide use, and
// the check digit (Luhn).
func isCard(number string) bool {
	n := len(number)
	switch two := number[:2]; {
	case number[0] == '4' && (n == 16 || n == 13 || n == 19):
	case two >= "51" && two <= "55" && n == 16, number[:4] >= "2221" && number[:4] <= "2720" && n == 16:
	case (two == "34" || two == "37") && n == 15:
	case (two == "36" || two == "38" || two == "30") && n == 14:
	case (two == "35" || two == "60" || two == "62" || two == "64" || two == "65") && n == 16:
	default:
		return false
	}
	sum := 0
	for i := range n {
		digit := int(number[n-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0 && strings.Trim(number, number[:1]) != ""
}

// isIBAN checks the length and the check digits: the number with its first four
// characters at the end, letters as 10 to 35, is 1 modulo 97.
func isIBAN(number string) bool {
	if len(number) < 15 || len(number) > 34 {
		return false
	}
	var digits strings.Builder
	for _, c := range number[4:] + number[:4] {
		if c >= 'A' {
			digits.WriteString(big.NewInt(int64(c - 'A' + 10)).String())
		} else {
			digits.WriteRune(c)
		}
	}
	value, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && new(big.Int).Mod(value, big.NewInt(97)).Int64() == 1
}
