package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"qiangji/internal/core/chain"
	"qiangji/internal/errs"
)

// The names of the files.
const (
	formatFile  = "keys"
	kekPrefix   = "kek-"
	markFile    = "mark"
	signingFile = "signing"
	witnessFile = "witness"
	erasedFile  = "erased"
	signedFile  = "signed"
	seenPrefix  = "seen-"
)

// format is the first word of the format file, before the suite and the origin.
const format = "qiangji-keys-1"

// A Dir is an open key directory. Its methods may be called at the same time.
type Dir struct {
	files folder
	suite *Suite
	mark  []byte

	origin  string
	signing signingKey
	witness *chain.Witness
	cosign  ed25519.PrivateKey

	mu     sync.Mutex // guards what follows, and signing
	keks   map[int64][]byte
	newest int64
	erased erasures
}

// Create makes a key directory for a new instance and opens it. The directory must be new,
// empty, or one whose creation was cut off; a complete one is a Conflict.
func Create(dir string) (*Dir, error) { return create(folder{dir: dir}) }

// Open opens a key directory. One that is incomplete, damaged or open to others is
// refused with the reason.
func Open(dir string) (*Dir, error) { return load(folder{dir: dir}) }

func create(f folder) (*Dir, error) {
	const op = "keys.Create"
	if err := os.Mkdir(f.dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, failed(op, f.dir, err)
	}
	if err := f.after("mkdir", f.private()); err != nil {
		return nil, err
	}
	above := folder{dir: filepath.Dir(f.dir), step: f.step}
	if err := above.syncDir(); err != nil {
		return nil, failed(op, above.dir, err)
	}
	if f.exists(formatFile) {
		return nil, errs.E(op, errs.Conflict, "这里已经有一个密钥目录："+f.dir, nil)
	}
	names, err := f.names()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		switch {
		case name == kekPrefix+"1", name == markFile, name == signingFile, name == witnessFile, name == erasedFile:
		case strings.HasPrefix(name, fresh):
		default:
			return nil, errs.E(op, errs.Conflict, "密钥目录要单独放在一个空目录里，而 "+f.dir+" 里有 "+name, nil)
		}
	}
	if err := fill(&f, &suites[0]); err != nil {
		return nil, err
	}
	origin := "qiangji/" + hex.EncodeToString(random(8))
	if err := f.create(formatFile, []byte(checked(format+" "+suites[0].Name+" "+origin))); err != nil {
		return nil, err
	}
	return load(f)
}

// fill writes the files that are not there yet. None of them was ever used.
func fill(f *folder, s *Suite) error {
	for _, file := range []struct {
		name string
		data []byte
	}{
		{kekPrefix + "1", keyLine(kekPrefix+"1", random(s.KeySize))},
		{markFile, keyLine(markFile, random(s.KeySize))},
		{signingFile, keyLine(signingFile, random(ed25519.SeedSize))},
		{witnessFile, keyLine(witnessFile, random(ed25519.SeedSize))},
	} {
		if f.exists(file.name) {
			continue
		}
		if err := f.create(file.name, file.data); err != nil {
			return err
		}
	}
	if f.exists(erasedFile) {
		return nil
	}
	return f.replace(erasedFile, nil)
}

// random returns n random bytes.
func random(n int) []byte {
	data := make([]byte, n)
	_, _ = rand.Read(data) // never fails, see crypto/rand
	return data
}

func load(f folder) (*Dir, error) {
	const op = "keys.Open"
	if err := f.private(); err != nil {
		return nil, err
	}
	_, err := os.Lstat(f.path(formatFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errs.E(op, errs.NotFound, f.dir+" 不是密钥目录，或者没有建完", nil)
	case err != nil: // there may be keys: none are made in their place
		return nil, errs.E(op, errs.IO, "密钥目录 "+f.dir+" 读不了，没有打开；请检查它的属主和权限（chmod 700）", err)
	}
	if err := f.sweep(); err != nil {
		return nil, err
	}
	d := &Dir{files: f, keks: map[int64][]byte{}}
	for _, part := range []func() error{d.loadFormat, d.loadKeks, d.loadMark, d.loadSigning, d.loadWitness, d.loadErased} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	if _, err := d.last(signedFile, d.signing); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Dir) loadFormat() error {
	line, err := d.files.read(formatFile)
	if err != nil {
		return err
	}
	body, ok := unchecked(strings.TrimSuffix(string(line), "\n"))
	words := strings.Split(body, " ")
	if ok = ok && len(words) == 3 && words[0] == format; ok {
		d.suite, ok = suiteOf(func(s *Suite) bool { return s.Name == words[1] })
	}
	if !ok {
		return errs.E("keys.Open", errs.Invalid, "密钥目录的格式不认识：文件 keys 损坏了，或者是更新的程序建的", nil)
	}
	d.origin = words[2]
	return nil
}

func (d *Dir) loadMark() error {
	var err error
	d.mark, err = d.key(markFile, d.suite.KeySize)
	return err
}

// key reads a key file.
func (d *Dir) key(name string, size int) ([]byte, error) {
	line, err := d.files.read(name)
	if err != nil {
		return nil, err
	}
	return parseKeyLine(name, size, line)
}
