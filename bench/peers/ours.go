package peers

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/record"
	"qiangji/internal/core/chain"
	"qiangji/internal/core/fact"
	"qiangji/internal/keys"
	"qiangji/internal/party"
	"qiangji/internal/store/sqlite"
)

// A ledger writes through the recorder of qiangji.
type ledger struct {
	db       *sqlite.DB
	recorder *record.Recorder
	members  [Orgs][]party.MemberID

	stop    context.CancelFunc
	running sync.WaitGroup
	mu      sync.Mutex
	ended   error // why the work in the background ended
}

// OpenOurs opens a ledger in an empty folder, as the product runs it: what is recorded
// is checked against what is recorded already, has its audit entry and its
// submission key, gets its position and is sealed.
func OpenOurs(dir string) (Writer, error) {
	ctx, stop := context.WithCancel(context.Background())
	l := &ledger{stop: stop}
	k, err := keys.Create(filepath.Join(dir, "keys"))
	if err != nil {
		return nil, err
	}
	if l.db, err = sqlite.Open(ctx, filepath.Join(dir, "data"), sqlite.Options{}); err != nil {
		return nil, err
	}
	sequencer := &record.Sequencer{Ledger: l.db, Sequence: l.db}
	l.recorder = record.New(record.Config{
		Ledger: l.db, Writer: l.db, Ring: func() *app.Ring { return app.NewRing(k, l.db, k) },
		Clock: time.Now, IDs: app.NewIDs(time.Now, rand.Reader), Wake: sequencer.Wake,
	})
	sealer := &record.Sealer{Ledger: l.db, Sequence: l.db, Notary: k, Clock: time.Now}
	l.background(func() error { return sequencer.Run(ctx) })
	l.background(func() error { return sealer.Run(ctx, sequencer, 0) })
	if err := l.found(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *ledger) background(work func() error) {
	l.running.Go(func() {
		err := work()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.ended = errors.Join(l.ended, err)
	})
}

func of(org party.OrgID, on party.Date, body fact.Body) fact.Fact {
	return fact.Fact{Org: org, On: on, By: "m-clerk", Body: body}
}

func org(i int) party.OrgID { return party.OrgID(fmt.Sprintf("org%03d", i)) }

// found founds the organisations with their members.
func (l *ledger) found(ctx context.Context) error {
	day := party.DateOf(2024, 1, 2)
	facts := []fact.Fact{of("town", day, &fact.OrgFounded{Name: "虚构镇党委", Level: "committee", Form: "single", Domain: "agency"})}
	for i := range Orgs {
		facts = append(facts, of(org(i), day, &fact.OrgFounded{Name: "虚构支部", Level: "branch", Parent: "town", Form: "single", Domain: "village"}))
		for n := range Attendance {
			m := party.MemberID(fmt.Sprintf("%s-%02d", org(i), n))
			l.members[i] = append(l.members[i], m)
			facts = append(facts, of(org(i), day, &fact.MemberEnrolled{
				Member: m, Stage: "full", Accepted: party.DateOf(2010, 7, 1), Full: party.DateOf(2011, 7, 1),
			}))
		}
	}
	return l.append(ctx, record.Request{Facts: facts, Actor: app.Terminal("bench")})
}

func (l *ledger) append(ctx context.Context, q record.Request) error {
	r, err := l.recorder.Append(ctx, q)
	if err == nil && len(r.Problems) > 0 {
		return errors.New(r.Problems[0].Message)
	}
	return err
}

// Name is ours.
func (*ledger) Name() string { return "qiangji" }

// Write records a meeting; who was due and who of them was absent is in it.
func (l *ledger) Write(ctx context.Context, number int) error {
	members := l.members[number%Orgs]
	return l.append(ctx, record.Request{
		Facts: []fact.Fact{of(org(number%Orgs), party.DateOf(2026, 3, 5), &fact.MeetingHeld{
			Kinds: []party.MeetingKind{"assembly"}, Chair: members[0], Due: members, Absent: []fact.Absence{{Member: members[7], Reason: "leave"}},
		})},
		Actor: app.Terminal("bench"), Once: &app.Once{Org: org(number % Orgs), Key: fmt.Sprint("meeting-", number)},
	})
}

// Count reads the ledger.
func (l *ledger) Count(ctx context.Context) (meetings, attendance int, err error) {
	for i := range Orgs {
		slice, err := l.db.Read(ctx, []fact.Subject{fact.OrgSubject(org(i))}, nil, nil)
		if err != nil {
			return 0, 0, err
		}
		for _, r := range slice.Rows {
			line, problems := app.ParseLine(r.Line)
			if problems != nil || r.Stream != chain.Facts {
				return 0, 0, fmt.Errorf("record %s cannot be read", r.ID)
			}
			if m, ok := line.Fact.Body.(*fact.MeetingHeld); ok {
				meetings++
				attendance += len(m.Due)
			}
		}
	}
	return meetings, attendance, nil
}

// Close gives the last positions, seals, and closes.
func (l *ledger) Close() error {
	l.stop()
	l.running.Wait()
	return errors.Join(l.ended, l.db.Close())
}
