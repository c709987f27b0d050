package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"stowage.org/lab/common"
)

const (
	tokenLife = 8 * time.Hour
	tokenIdle = 10 * time.Minute
)

type token struct {
	created, used time.Time
	refresh       string
}

// now is the lab's clock, which tests set forward.
func (g *gateway) now() time.Time { return time.Now().Add(g.ahead) }

func (g *gateway) newToken(refresh string) string {
	now := g.now()
	text := base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("admin:%d:%s", now.UnixMilli(), common.Secret()+common.Secret()[:8])))
	g.tokens[text] = &token{created: now, used: now, refresh: refresh}
	return text
}

// presented is the token of a request: the password of HTTP Basic, or, from version 4 on, a bearer.
func (g *gateway) presented(r *http.Request) string {
	header := r.Header.Get("Authorization")
	if bearer, ok := strings.CutPrefix(header, "Bearer "); ok && g.major >= 4 {
		return bearer
	}
	if _, password, ok := r.BasicAuth(); ok && !g.bearerOnly {
		return password
	}
	return ""
}

// authenticated tells whether a request bears a living token, and counts that as its use.
func (g *gateway) authenticated(r *http.Request) bool {
	text := g.presented(r)
	found, ok := g.tokens[text]
	now := g.now()
	if !ok {
		return false
	}
	if now.Sub(found.created) >= tokenLife || now.Sub(found.used) >= tokenIdle {
		delete(g.tokens, text)
		return false
	}
	found.used = now
	return true
}

// login is GET /api/login.
func (g *gateway) login(r *http.Request) (any, *failure) {
	user, password, _ := r.BasicAuth()
	if user != "admin" || password != g.password {
		return nil, unauthorized()
	}
	return g.newToken(""), nil
}

func (g *gateway) logout(r *http.Request) (any, *failure) {
	delete(g.tokens, g.presented(r))
	return struct{}{}, nil
}

// bearerLogin is POST /rest/auth/login.
func (g *gateway) bearerLogin(b body) (any, *failure) {
	if b.text("username") != "admin" || b.text("password") != g.password {
		return nil, unauthorized()
	}
	refresh := common.Secret()
	return map[string]any{
		"scope": "openid profile email", "access_token": g.newToken(refresh), "expires_in": 300,
		"refresh_expires_in": 1800, "refresh_token": refresh, "token_type": "Bearer",
		"session_state": common.Secret(),
	}, nil
}

// bearerLogout is POST /rest/auth/logout; its answer is 204 without a body.
func (g *gateway) bearerLogout(b body) (any, *failure) {
	if failed := b.require("refresh_token"); failed != nil {
		return nil, failed
	}
	for text, known := range g.tokens {
		if known.refresh != "" && known.refresh == b.text("refresh_token") {
			delete(g.tokens, text)
			return noContent{}, nil
		}
	}
	return nil, unauthorized()
}

type noContent struct{}
