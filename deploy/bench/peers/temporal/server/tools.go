//go:build tools

package tools

import _ "go.temporal.io/server/cmd/server"
