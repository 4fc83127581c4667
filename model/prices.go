package model

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// listPrices are the makers' list prices; the file explains itself.
//
//go:embed prices.txt
var listPrices string

// Price is what a model costs, in US dollars per million tokens.
type Price struct {
	Input, Output float64
	// CacheRead is for input that the provider had in its cache, CacheWrite
	// for input that it put there.
	CacheRead, CacheWrite float64
}

// Prices is a price table; the first line that matches a model holds.
type Prices []priced

type priced struct {
	pattern string
	price   Price
}

// ReadPrices reads a table in the format of prices.txt, and appends the list
// prices to it, so that a table need only hold what differs. Its errors are
// sentences for whoever wrote the table.
func ReadPrices(r io.Reader) (Prices, error) {
	own, err := readPrices(r)
	if err != nil {
		return nil, err
	}
	list, err := readPrices(strings.NewReader(listPrices))
	return append(own, list...), err
}

func readPrices(r io.Reader) (Prices, error) {
	var table Prices
	var faults []error
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		f := strings.Fields(text)
		if len(f) == 0 {
			continue
		}
		line, err := priceLine(f)
		if err != nil {
			faults = append(faults, fmt.Errorf("line %d of the prices: %w", n, err))
			continue
		}
		table = append(table, line)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the prices: %w", err)
	}
	return table, errors.Join(faults...)
}

func priceLine(f []string) (priced, error) {
	if len(f) < 3 || len(f) > 5 || !strings.Contains(f[0], ":") {
		return priced{}, errors.New("write PROVIDER:MODEL INPUT OUTPUT [CACHE-READ [CACHE-WRITE]], in dollars per million tokens")
	}
	line := priced{pattern: f[0]}
	if _, err := path.Match(f[0], ""); err != nil {
		return line, fmt.Errorf("%q is no pattern", f[0])
	}
	numbers := make([]float64, len(f)-1)
	for i, text := range f[1:] {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(n) || n < 0 || n > 1e6 {
			return line, fmt.Errorf("%q is no price", text)
		}
		numbers[i] = n
	}
	line.price = Price{Input: numbers[0], Output: numbers[1], CacheRead: numbers[0], CacheWrite: numbers[0]}
	if len(numbers) > 2 {
		line.price.CacheRead = numbers[2]
	}
	if len(numbers) > 3 {
		line.price.CacheWrite = numbers[3]
	}
	return line, nil
}

// Of returns the price of a model named "provider:model"; ok is false where the
// table has none.
func (t Prices) Of(model string) (price Price, ok bool) {
	flat := strings.ReplaceAll(model, "/", ":")
	for _, line := range t {
		if matches(strings.ReplaceAll(line.pattern, "/", ":"), flat) {
			return line.price, true
		}
	}
	return Price{}, false
}

// of is the cost of an answer, in millionths of a dollar, rounded up.
func (p Price) of(u prompts.Usage) int64 {
	plain := max(0, u.PromptTokens-u.CachedTokens-u.WrittenTokens)
	cost := float64(plain)*p.Input + float64(u.CachedTokens)*p.CacheRead +
		float64(u.WrittenTokens)*p.CacheWrite + float64(u.CompletionTokens)*p.Output
	return int64(math.Ceil(cost))
}

func (p Price) free() bool { return p == Price{} }
