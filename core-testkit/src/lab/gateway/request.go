package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// body is what a client sent: numbers and booleans may be strings.
type body map[string]any

func (b body) text(key string) string {
	switch value := b[key].(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	case nil:
		return ""
	default:
		return fmt.Sprint(value)
	}
}

func (b body) has(key string) bool {
	value, ok := b[key]
	return ok && value != nil
}

// require names all keys that are missing at once.
func (b body) require(keys ...string) *failure {
	var absent []string
	for _, key := range keys {
		if b.text(key) == "" {
			absent = append(absent, key)
		}
	}
	if len(absent) > 0 {
		return missing(strings.Join(absent, ", "))
	}
	return nil
}

func (b body) number(key string) (int64, *failure) {
	value, err := strconv.ParseInt(b.text(key), 10, 64)
	if err != nil || value < 0 {
		return 0, invalid("Request message is not valid: %s (%s) must be a non-negative number", key, b.text(key))
	}
	return value, nil
}

func (b body) flag(key string) (bool, *failure) {
	switch strings.ToLower(b.text(key)) {
	case "true":
		return true, nil
	case "", "false":
		return false, nil
	}
	return false, invalid("Request message is not valid: %s (%s) must be TRUE or FALSE", key, b.text(key))
}

// oneOf is the value of a key, or the fallback; anything but the choices is refused.
func (b body) oneOf(key, fallback string, choices ...string) (string, *failure) {
	value := b.text(key)
	if value == "" {
		return fallback, nil
	}
	for _, choice := range choices {
		if strings.EqualFold(value, choice) {
			return choice, nil
		}
	}
	return "", invalid("Request message is not valid: %s (%s) must be one of %s", key, value, strings.Join(choices, ", "))
}

func (b body) list(key string) ([]body, *failure) {
	values, ok := b[key].([]any)
	if !ok || len(values) == 0 {
		return nil, missing(key)
	}
	var found []body
	for _, value := range values {
		entry, ok := value.(map[string]any)
		if !ok {
			return nil, invalid("Request message is not valid: %s must be a list of objects", key)
		}
		found = append(found, entry)
	}
	return found, nil
}

func (b body) texts(key string) ([]string, *failure) {
	values, ok := b[key].([]any)
	if !ok {
		return nil, missing(key)
	}
	var found []string
	for _, value := range values {
		found = append(found, fmt.Sprint(value))
	}
	return found, nil
}

var hexadecimal = regexp.MustCompile(`^[0-9a-fA-F]+$`)

func checkID(id string) *failure {
	if !hexadecimal.MatchString(id) {
		return invalid("id (%s) must be a hexadecimal number", id)
	}
	return nil
}

var printable = regexp.MustCompile(`^[!-~]*$`)

func (g *gateway) checkName(name string) *failure {
	if len(name) > 31 {
		return mdm(226, "The given name exceeds the allowed length of 31 characters.")
	}
	if !printable.MatchString(name) {
		return mdm(g.shifted(227), "The given name contains invalid characters. Use alphanumeric and punctuation characters only. Spaces are not allowed.")
	}
	return nil
}
