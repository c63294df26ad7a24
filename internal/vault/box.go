package vault

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"qiangji/internal/app"
)

// A Kind (类型) says what a blob holds. Its number is stored.
type Kind byte

// The kinds.
const (
	Text Kind = 1 // 文本: UTF-8, at most MaxText bytes
	File Kind = 2 // 文件: any bytes, at most MaxFile
)

// A salt is what makes a commitment unguessable.
type salt [32]byte

// commit is the commitment to a content that a blob holds with this salt.
func (s *salt) commit(c *Content) app.Commitment {
	mac := hmac.New(sha256.New, s[:])
	_, _ = mac.Write(c.Data) // a hash never fails
	return app.Commitment{Text: c.ID, MAC: [sha256.Size]byte(mac.Sum(nil))}
}

func newSalt() (salt, error) {
	var s salt
	_, err := rand.Read(s[:])
	return s, err
}

// The clear form of a box: the format, the kind, the salt, the length of the content, the
// content, zeros.
const (
	boxFormat = 1
	boxHead   = 2 + len(salt{}) + 4
)

// padded is the length of the clear form of a content: a multiple of 256 bytes for a
// text, of 4096 for a file.
func padded(k Kind, content int) int {
	step := 256
	if k == File {
		step = 4096
	}
	return (boxHead + content + step - 1) / step * step
}

func pack(k Kind, s salt, content []byte) []byte {
	out := make([]byte, 0, padded(k, len(content)))
	out = append(out, boxFormat, byte(k))
	out = append(out, s[:]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(content)))
	out = append(out, content...)
	return out[:cap(out)]
}

var errBox = errors.New("the clear form of a box is not what pack writes")

// unpack is the inverse of pack and takes nothing else.
func unpack(plain []byte) (Kind, salt, []byte, error) {
	if len(plain) < boxHead || plain[0] != boxFormat {
		return 0, salt{}, nil, errBox
	}
	k, s := Kind(plain[1]), salt(plain[2:])
	length := int64(binary.BigEndian.Uint32(plain[boxHead-4:]))
	if k != Text && k != File || length > MaxFile || len(plain) != padded(k, int(length)) {
		return 0, salt{}, nil, errBox
	}
	content, rest := plain[boxHead:boxHead+int(length)], plain[boxHead+int(length):]
	for _, b := range rest {
		if b != 0 {
			return 0, salt{}, nil, errBox
		}
	}
	return k, s, content, nil
}
