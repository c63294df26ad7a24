package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"qiangji/internal/errs"
)

// A Suite (密码套件) is one set of algorithms. Another, such as SM4-GCM with HMAC-SM3, is
// one more value; what was sealed under an older one stays readable, for every envelope
// names its own.
//
// An envelope is
//
//	version 1 byte | suite 1 byte | key number 4 bytes | nonce 12 | ciphertext | tag 16
//
// with the first six bytes and the place as additional data. The key number is that of the
// wrapping key, 0 for a data key.
type Suite struct {
	ID      byte // in envelopes; never used again for another
	Name    string
	KeySize int
	AEAD    func(key []byte) (cipher.AEAD, error) // of 96-bit nonces and 128-bit tags
	Hash    func() hash.Hash                      // of the codes
}

// suites is all that can be read; the first is that of new directories.
var suites = []Suite{
	{ID: 1, Name: "aes256gcm-hmacsha256", KeySize: 32, AEAD: newAESGCM, Hash: sha256.New},
}

func newAESGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func suiteOf(match func(*Suite) bool) (*Suite, bool) {
	for i := range suites {
		if match(&suites[i]) {
			return &suites[i], true
		}
	}
	return nil, false
}

const (
	version   = 1
	headSize  = 1 + 1 + 4
	nonceSize = 12
	tagSize   = 16
)

// additional is the data that an envelope is bound to.
func additional(head []byte, place string) []byte { return append(head[:headSize:headSize], place...) }

// seal encrypts plain under a key of a number into an envelope for a place.
func (s *Suite) seal(number uint32, key []byte, place string, plain []byte) ([]byte, error) {
	aead, err := s.aead(key)
	if err != nil {
		return nil, err
	}
	box := make([]byte, headSize+nonceSize, headSize+nonceSize+len(plain)+tagSize)
	box[0], box[1] = version, s.ID
	binary.BigEndian.PutUint32(box[2:], number)
	nonce := box[headSize:]
	copy(nonce, random(nonceSize))
	return aead.Seal(box, nonce, plain, additional(box, place)), nil
}

func (s *Suite) aead(key []byte) (cipher.AEAD, error) {
	if len(key) != s.KeySize {
		return nil, errs.E("keys.Suite", errs.Invalid, "密钥的长度不对", nil)
	}
	return s.AEAD(key)
}

// mac returns the code of data under a key.
func (s *Suite) mac(key, data []byte) []byte {
	mac := hmac.New(s.Hash, key)
	_, _ = mac.Write(data) // a hash never fails
	return mac.Sum(nil)
}

// An envelope is a box whose outer form was read.
type envelope struct {
	suite  *Suite
	number uint32
	box    []byte
}

// parse reads the outer form of a box.
func parse(box []byte) (envelope, error) {
	bad := func(why string) (envelope, error) {
		return envelope{}, errs.E("keys.parse", errs.Invalid, "密文的格式不对："+why, nil)
	}
	switch {
	case len(box) < headSize+nonceSize+tagSize:
		return bad("不完整")
	case box[0] != version:
		return bad("版本不认识，可能是更新的程序写的")
	}
	s, ok := suiteOf(func(s *Suite) bool { return s.ID == box[1] })
	if !ok {
		return bad("密码套件不认识，可能是更新的程序写的")
	}
	return envelope{s, binary.BigEndian.Uint32(box[2:]), box}, nil
}

// open decrypts an envelope under a key, in its place.
func (e envelope) open(key []byte, place string) ([]byte, error) {
	aead, err := e.suite.aead(key)
	if err != nil {
		return nil, err
	}
	nonce, rest := e.box[headSize:headSize+nonceSize], e.box[headSize+nonceSize:]
	plain, err := aead.Open(nil, nonce, rest, additional(e.box, place))
	if err != nil {
		return nil, errs.E("keys.open", errs.Invalid, "密文打不开：它被改动或损坏了，被挪到了别处，或者密钥不是这一把", err)
	}
	return plain, nil
}
