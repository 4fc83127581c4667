package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/safety"
)

// people reads PeopleFirst: "pay = Maria; legal = legal@acme.example".
func (s *settings) people() (map[safety.Topic]string, error) {
	people := make(map[safety.Topic]string)
	for i, part := range strings.Split(s.PeopleFirst, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, whom, _ := strings.Cut(part, "=")
		topic := safety.Topic(strings.ToLower(strings.TrimSpace(name)))
		whom = strings.TrimSpace(whom)
		if !slices.Contains(safety.Topics(), topic) || whom == "" {
			return nil, fmt.Errorf("GLOSS_PEOPLE_FIRST is read as TOPIC = WHOM; TOPIC = WHOM, with pay, conduct, legal and incident as topics: mend part %d", i+1)
		}
		people[topic] = whom
	}
	return people, nil
}
