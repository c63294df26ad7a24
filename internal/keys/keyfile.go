package keys

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"qiangji/internal/errs"
)

// A key file is one line that can be printed and typed again: its name, the key in base64
// and a checksum over both.

func keyLine(name string, key []byte) []byte {
	return []byte(checked(name + " " + base64.StdEncoding.EncodeToString(key)))
}

// parseKeyLine reads the key of a name, of a size.
func parseKeyLine(name string, size int, line []byte) ([]byte, error) {
	bad := func(why string) ([]byte, error) {
		return nil, errs.E("keys.parseKeyLine", errs.Invalid, "密钥文件 "+name+" "+why+"：请从密钥目录的备份恢复", nil)
	}
	text, ok := strings.CutSuffix(string(line), "\n")
	if !ok || strings.Contains(text, "\n") {
		return bad("应当正好是一行")
	}
	body, ok := unchecked(text)
	if !ok {
		return bad("的校验码不对，内容损坏或抄错了")
	}
	encoded, ok := strings.CutPrefix(body, name+" ")
	if !ok {
		return bad("里是另一把密钥")
	}
	key, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(key) != size {
		return bad("里的密钥长度不对")
	}
	return key, nil
}

// checked returns a line that ends in its checksum.
func checked(body string) string { return body + " " + checksum(body) + "\n" }

// unchecked is the inverse of checked, of a line without its end.
func unchecked(line string) (body string, ok bool) {
	i := strings.LastIndexByte(line, ' ')
	if i < 0 || line[i+1:] != checksum(line[:i]) {
		return "", false
	}
	return line[:i], true
}

func checksum(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:4])
}
