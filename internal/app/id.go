package app

import (
	"encoding/binary"
	"io"
	"sync"

	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// IDs (编号) makes identifiers of records: 48 bits of time and 80 random ones, so
// that those of one process rise, whatever its clock does, and those of several never
// meet. They may be used by many at once.
type IDs struct {
	clock  Clock
	random io.Reader

	mu   sync.Mutex
	last [16]byte
}

// NewIDs returns a source of identifiers.
func NewIDs(clock Clock, random io.Reader) *IDs { return &IDs{clock: clock, random: random} }

// Facts returns n new identifiers of facts, rising.
func (s *IDs) Facts(n int) ([]party.FactID, error) {
	ids := make([]party.FactID, n)
	err := s.each(n, func(i int, id string) { ids[i] = party.FactID("f-" + id) })
	return ids, err
}

// Entry returns a new identifier of an audit entry.
func (s *IDs) Entry() (string, error) {
	var entry string
	err := s.each(1, func(_ int, id string) { entry = "a-" + id })
	return entry, err
}

func (s *IDs) each(n int, use func(i int, id string)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range n {
		if err := s.next(); err != nil {
			return err
		}
		use(i, spell(s.last))
	}
	return nil
}

// next takes fresh random bits in a millisecond of its own, and otherwise counts on from
// the last.
func (s *IDs) next() error {
	now := uint64(s.clock().UnixMilli()) << 16
	if now > binary.BigEndian.Uint64(s.last[:])|0xffff {
		var fresh [16]byte
		if _, err := io.ReadFull(s.random, fresh[6:]); err != nil {
			return errs.E("app.IDs", errs.IO, "取不到随机数，编不出编号；请看看操作系统的随机数设备", err)
		}
		fresh[6] &= 0x7f // room to count on
		binary.BigEndian.PutUint64(fresh[:], now|uint64(fresh[6])<<8|uint64(fresh[7]))
		s.last = fresh
		return nil
	}
	for i := len(s.last) - 1; i >= 0; i-- {
		if s.last[i]++; s.last[i] != 0 {
			break
		}
	}
	return nil
}

// spell writes 128 bits as 26 characters that sort as the bits do, without those that
// are easily confused.
func spell(bits [16]byte) string {
	const letters = "0123456789abcdefghjkmnpqrstvwxyz"
	var out [26]byte
	hi, lo := binary.BigEndian.Uint64(bits[:8]), binary.BigEndian.Uint64(bits[8:])
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = letters[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out[:])
}
