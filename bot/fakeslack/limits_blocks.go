package fakeslack

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// blockSurfaces says, of blocks that are not allowed everywhere, where they
// are.
var blockSurfaces = map[string][]string{
	"markdown":        {surfaceMessage, surfaceStream},
	"table":           {surfaceMessage, surfaceStream},
	"context_actions": {surfaceMessage, surfaceStream},
	"task_card":       {surfaceMessage, surfaceStream},
	"plan":            {surfaceMessage, surfaceStream},
	"card":            {surfaceStream},
	"carousel":        {surfaceStream},
	"container":       {surfaceStream},
	"alert":           {surfaceModal},
}

func (k *checker) block(block map[string]any, at string) {
	k.unique(block, "block_id", k.ids, at)
	k.actions = map[string]bool{}
	kind, _ := block["type"].(string)
	if where, ok := blockSurfaces[kind]; ok && !slices.Contains(where, k.surface) {
		k.fault(at+"/type", "unsupported type: %s", kind)
		return
	}
	switch kind {
	case "section":
		k.section(block, at)
	case "header":
		k.plainText(block, "text", 150, true, at)
	case "context":
		for i, e := range k.list(block, "elements", 1, 10, at) {
			k.contextElement(e, at+"/elements/"+strconv.Itoa(i))
		}
	case "actions":
		k.elements(block, 25, at)
	case "context_actions":
		k.elements(block, 5, at)
	case "input":
		k.plainText(block, "label", 2000, true, at)
		k.plainText(block, "hint", 2000, false, at)
		k.element(block["element"], at+"/element")
	case "image":
		k.required(block, "image_url", 3000, at)
		k.required(block, "alt_text", 2000, at)
	case "markdown":
		k.required(block, "text", maxMarkdown, at)
		text, _ := block["text"].(string)
		k.markdown += utf8.RuneCountInString(text)
	case "rich_text":
		k.list(block, "elements", 1, 1000, at)
	case "table":
		k.table(block, at)
	case "task_card":
		k.required(block, "task_id", 255, at)
		k.required(block, "title", 3000, at)
	case "plan":
		k.required(block, "title", 3000, at)
	case "divider", "file", "video", "card", "carousel", "container", "alert":
	default:
		k.fault(at+"/type", "unsupported type: %s", kind)
	}
}

func (k *checker) section(block map[string]any, at string) {
	if block["text"] == nil && block["fields"] == nil {
		k.fault(at, "missing required field: text or fields")
	}
	k.textObject(block, "text", 3000, false, at)
	if block["fields"] != nil {
		for i, f := range k.list(block, "fields", 1, 10, at) {
			k.text(f, 2000, at+"/fields/"+strconv.Itoa(i))
		}
	}
	if block["accessory"] != nil {
		k.element(block["accessory"], at+"/accessory")
	}
}

func (k *checker) contextElement(e any, at string) {
	if element, _ := e.(map[string]any); element["type"] == "image" {
		k.required(element, "image_url", 3000, at)
		k.required(element, "alt_text", 2000, at)
		return
	}
	k.text(e, 3000, at)
}

func (k *checker) table(block map[string]any, at string) {
	k.tables++
	for i, row := range k.list(block, "rows", 1, 100, at) {
		here, cells := at+"/rows/"+strconv.Itoa(i), listOf(row)
		if len(cells) > 20 {
			k.fault(here, "no more than 20 items allowed")
		}
		for j, c := range cells {
			cell, _ := c.(map[string]any)
			if kind := cell["type"]; kind != "raw_text" && kind != "rich_text" {
				k.fault(here+"/"+strconv.Itoa(j)+"/type", "unsupported type: %v", kind)
			}
		}
	}
	if textLength(block["rows"]) > 10000 {
		k.fault(at, "must be less than 10001 characters")
	}
}

func listOf(v any) []any {
	list, _ := v.([]any)
	return list
}

func (k *checker) elements(block map[string]any, most int, at string) {
	for i, e := range k.list(block, "elements", 1, most, at) {
		k.element(e, at+"/elements/"+strconv.Itoa(i))
	}
}

// element checks an interactive element or an accessory image.
func (k *checker) element(e any, at string) {
	element, ok := e.(map[string]any)
	if !ok {
		k.fault(at, "must be an object")
		return
	}
	k.unique(element, "action_id", k.actions, at)
	k.plainText(element, "placeholder", 150, false, at)
	k.confirm(element, at)
	switch kind, _ := element["type"].(string); kind {
	case "button", "icon_button":
		k.plainText(element, "text", 75, true, at)
		k.length(element, "value", 2000, at)
		k.length(element, "url", 3000, at)
		k.style(element, at)
	case "feedback_buttons":
		for _, side := range []string{"positive_button", "negative_button"} {
			button, _ := element[side].(map[string]any)
			k.plainText(button, "text", 75, true, at+"/"+side)
			k.length(button, "value", 2000, at+"/"+side)
		}
	case "overflow":
		k.options(element, 5, at)
	case "static_select", "multi_static_select":
		k.options(element, 100, at)
	case "radio_buttons", "checkboxes":
		k.options(element, 10, at)
	case "image":
		k.required(element, "image_url", 3000, at)
		k.required(element, "alt_text", 2000, at)
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		k.length(element, "initial_value", 3000, at)
	case "users_select", "multi_users_select", "conversations_select", "multi_conversations_select",
		"channels_select", "multi_channels_select", "datepicker", "timepicker", "datetimepicker",
		"external_select", "multi_external_select", "rich_text_input", "file_input", "workflow_button":
	default:
		k.fault(at+"/type", "unsupported type: %s", kind)
	}
}

func (k *checker) style(element map[string]any, at string) {
	if style := element["style"]; style != nil && style != "" && style != "primary" && style != "danger" {
		k.fault(at+"/style", "must be primary or danger")
	}
}

func (k *checker) confirm(element map[string]any, at string) {
	confirm, ok := element["confirm"].(map[string]any)
	if !ok {
		return
	}
	at += "/confirm"
	k.plainText(confirm, "title", 100, false, at)
	k.textObject(confirm, "text", 300, true, at)
	k.plainText(confirm, "confirm", 30, false, at)
	k.plainText(confirm, "deny", 30, false, at)
}

func (k *checker) options(element map[string]any, most int, at string) {
	if element["option_groups"] == nil {
		k.optionList(element, most, at)
		return
	}
	for i, g := range k.list(element, "option_groups", 1, 100, at) {
		group, _ := g.(map[string]any)
		here := at + "/option_groups/" + strconv.Itoa(i)
		k.plainText(group, "label", 75, true, here)
		k.optionList(group, 100, here)
	}
}

func (k *checker) optionList(holder map[string]any, most int, at string) {
	for i, o := range k.list(holder, "options", 1, most, at) {
		option, _ := o.(map[string]any)
		here := at + "/options/" + strconv.Itoa(i)
		k.textObject(option, "text", 75, true, here)
		k.textObject(option, "description", 75, false, here)
		k.length(option, "value", 150, here)
	}
}
