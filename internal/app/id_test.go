package app

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"qiangji/internal/errs"
	"qiangji/internal/party"
)

var noon = time.Date(2026, 3, 5, 4, 0, 0, 123_456_789, time.UTC)

func TestClockTellsWholeSecondsOfUTC(t *testing.T) {
	c := Clock(func() time.Time { return noon.In(time.FixedZone("Shanghai", 8*3600)) })
	if got := c.Instant(); got != noon.Truncate(time.Second) || got.Location() != time.UTC {
		t.Errorf("%v", got)
	}
}

// TestIDsRise: also where the clock stands or goes back.
func TestIDsRise(t *testing.T) {
	clock := noon
	s := NewIDs(func() time.Time { return clock }, rand.Reader)
	var all []party.FactID
	for _, step := range []time.Duration{0, 0, time.Millisecond, -time.Hour, time.Microsecond, 2 * time.Hour} {
		clock = clock.Add(step)
		ids, err := s.Facts(300)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ids...)
	}
	for i, id := range all {
		if !party.PlainID(string(id)) || len(id) != 28 {
			t.Fatalf("%q is no identifier", id)
		}
		if i > 0 && all[i-1] >= id {
			t.Fatalf("%q does not rise after %q", id, all[i-1])
		}
	}
}

func TestIDsOfManyNeverMeet(t *testing.T) {
	stopped := func() time.Time { return noon }
	sources := []*IDs{NewIDs(stopped, rand.Reader), NewIDs(stopped, rand.Reader)}
	all := make([][]party.FactID, 8)
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() { all[i], _ = sources[i%2].Facts(1000) })
	}
	wait.Wait()
	ids := slices.Concat(all...)
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != 8000 {
		t.Errorf("%d of 8000 differ", n)
	}
}

func TestEntryIDIsNoFactID(t *testing.T) {
	s := NewIDs(func() time.Time { return noon }, rand.Reader)
	id, err := s.Entry()
	if err != nil || !strings.HasPrefix(id, "a-") {
		t.Errorf("%q, %v", id, err)
	}
}

func TestIDsWithoutRandomBits(t *testing.T) {
	s := NewIDs(func() time.Time { return noon }, bytes.NewReader([]byte("short")))
	if _, err := s.Facts(1); errs.KindOf(err) != errs.IO || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
}

// TestSpellSortsAsBits: the first and the last character show the ends of the number.
func TestSpellSortsAsBits(t *testing.T) {
	for _, c := range []struct {
		bits [16]byte
		want string
	}{
		{[16]byte{}, "00000000000000000000000000"},
		{[16]byte{15: 1}, "00000000000000000000000001"},
		{[16]byte{7: 1}, "0000000000000g000000000000"},
		{[16]byte{0: 0xff, 1: 0xff, 2: 0xff, 3: 0xff, 4: 0xff, 5: 0xff, 6: 0xff, 7: 0xff, 8: 0xff, 9: 0xff, 10: 0xff, 11: 0xff, 12: 0xff, 13: 0xff, 14: 0xff, 15: 0xff}, "7zzzzzzzzzzzzzzzzzzzzzzzzz"},
	} {
		if got := spell(c.bits); got != c.want {
			t.Errorf("%x: %s, want %s", c.bits, got, c.want)
		}
	}
	if spell([16]byte{7: 1}) <= spell([16]byte{8: 0xff}) {
		t.Error("a bit is lost between the halves")
	}
}
