package fakeslack

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// call is one request to a Web API method.
type call struct {
	method string
	// host is the Host the caller used.
	host string
	args map[string]any
	// header goes with the answer.
	header http.Header
	// wait is how many seconds the caller has to wait, 0 for none.
	wait int
}

// read decodes the arguments of a form or JSON body and finds the token.
func (c *call) read(body io.Reader, r *http.Request) (token string, err error) {
	c.args = map[string]any{}
	token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		decoder := json.NewDecoder(body)
		decoder.UseNumber()
		if err := decoder.Decode(&c.args); err != nil && err != io.EOF {
			return token, apiError{Code: "invalid_json"}
		}
		if c.args == nil { // a body of null
			c.args = map[string]any{}
		}
		return token, nil
	}
	if err := r.ParseMultipartForm(maxBody); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return token, apiError{Code: "invalid_form_data"}
	}
	for name, values := range r.Form {
		c.args[name] = values[len(values)-1]
	}
	if token == "" {
		token = c.text("token")
	}
	delete(c.args, "token")
	return token, nil
}

// has reports whether an argument was given.
func (c *call) has(name string) bool { return c.args[name] != nil }

// text gives an argument as a string, "" when it was not given.
func (c *call) text(name string) string {
	switch v := c.args[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// number gives an argument as a number within bounds, or otherwise when absent.
func (c *call) number(name string, otherwise, most int) int {
	n, err := strconv.Atoi(c.text(name))
	if err != nil || n <= 0 {
		return otherwise
	}
	return min(n, most)
}

func (c *call) flag(name string) bool {
	v := c.text(name)
	return v == "1" || v == "true"
}

// value gives a structured argument, which forms carry as a JSON string; nil
// when it was not given.
func (c *call) value(name string) (any, error) {
	v := c.args[name]
	if text, ok := v.(string); ok {
		if text == "" {
			return nil, nil
		}
		v = nil
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			return nil, apiError{Code: "invalid_arguments", Messages: []string{"[ERROR] invalid JSON [json-pointer:/" + name + "]"}}
		}
	}
	return v, nil
}

// metadata gives a message's metadata; nil for none, which an empty object and
// one without a type are too.
func (c *call) metadata() (any, error) {
	v, err := c.value("metadata")
	if v == nil && err == nil {
		return nil, nil
	}
	fields, ok := v.(map[string]any)
	if err != nil || !ok {
		return nil, apiError{Code: "invalid_metadata_format"}
	}
	kind, _ := fields["event_type"].(string)
	payload, isObject := fields["event_payload"].(map[string]any)
	switch {
	case kind == "" && len(payload) == 0:
		return nil, nil
	case kind == "" || !isObject:
		return nil, apiError{Code: "invalid_metadata_schema"}
	}
	return v, nil
}

// form gives the arguments as they are recorded.
func (c *call) form() url.Values {
	form := url.Values{}
	for name, v := range c.args {
		if text := c.text(name); text != "" || v == "" {
			form.Set(name, text)
		} else if encoded, err := json.Marshal(v); err == nil {
			form.Set(name, string(encoded))
		}
	}
	return form
}
