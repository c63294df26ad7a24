package record

import (
	"context"
	"sync"
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/fact"
	"qiangji/internal/party"
)

// together puts requests at the same time, each to a process of its own, which wait for
// each other before the first thing that they write.
func (r *rig) together(requests ...Request) []Result {
	r.Helper()
	results := make([]Result, len(requests))
	var meet, wait sync.WaitGroup
	meet.Add(len(requests))
	for i, q := range requests {
		process := r.another()
		var once sync.Once
		rec := process.recorderOn(&lane{Writer: process, before: func() error {
			once.Do(func() { meet.Done(); meet.Wait() })
			return nil
		}})
		wait.Go(func() {
			result, err := rec.Append(context.Background(), q)
			if err != nil {
				r.Error(err)
			}
			results[i] = result
		})
	}
	wait.Wait()
	return results
}

// TestConduct_C16_OneKeyOfOnePerson: two first needs at once make one key, under which
// both facts can be read.
func TestConduct_C16_OneKeyOfOnePerson(t *testing.T) {
	for on, e := range engines {
		t.Run(on, func(t *testing.T) {
			r := newRigOn(t, e)
			r.must(r.recorder(), ask(founded()...))
			r.must(r.recorder(), ask(of("b1", "2026-01-01", enrolled("m1")), of("b2", "2026-01-01", &fact.MemberEnrolled{Member: "m1", Stage: "full", Second: true, Accepted: party.DateOf(2010, 7, 1), Full: party.DateOf(2011, 7, 1)})))
			for _, result := range r.together(
				ask(of("b1", "2026-02-01", &fact.MemberAway{Member: "m1", State: "lost"})),
				ask(of("b2", "2026-02-01", &fact.GradeGiven{Member: "m1", Grade: "good", Year: 2025})),
				ask(of("b2", "2026-02-01", &fact.TalkHeld{Pair: "committee_member"})),
				ask(of("b2", "2026-02-02", &fact.TalkHeld{Pair: "committee_member", Need: true})),
			) {
				if len(result.Facts) != 1 {
					t.Errorf("%+v", result)
				}
			}
			facts, err := r.book().AboutMember(t.Context(), "m1")
			if err != nil || len(facts) != 4 {
				t.Fatalf("%d facts, %v", len(facts), err)
			}
			for _, f := range facts {
				if a, ok := f.Fact.Body.(*fact.MemberAway); f.Erased || ok && a.State != "lost" {
					t.Errorf("%+v", f)
				}
			}
			if _, err := r.book().AboutOrg(t.Context(), "b2"); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSecurity_N1_ADoubleClick: the same form twice at once is recorded once, and both are
// told the same.
func TestSecurity_N1_ADoubleClick(t *testing.T) {
	for on, e := range engines {
		t.Run(on, func(t *testing.T) {
			r := newRigOn(t, e)
			r.must(r.recorder(), ask(founded()...))
			q := ask(of("b1", "2026-02-01", enrolled("m1")))
			q.Once = &app.Once{Org: "b1", Key: "form-1"}
			results := r.together(q, q, q)
			repeated := 0
			for _, result := range results {
				if result.Repeated {
					repeated++
				}
				if len(result.Facts) != 1 || result.Facts[0] != results[0].Facts[0] {
					t.Errorf("%+v, %+v", result, results[0])
				}
			}
			if n := len(r.facts()); repeated != 2 || n != 4 {
				t.Errorf("%d repeated, %d facts", repeated, n)
			}
		})
	}
}

func TestTurns(t *testing.T) {
	turns := turns{waits: map[party.OrgID]*turn{}}
	leave, err := turns.take(t.Context(), []party.OrgID{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	other, err := turns.take(t.Context(), []party.OrgID{"c"})
	if err != nil {
		t.Fatal(err)
	}
	other()
	ctx, cancel := context.WithCancel(t.Context())
	given := make(chan error, 1)
	go func() {
		_, err := turns.take(ctx, []party.OrgID{"0", "b"})
		given <- err
	}()
	next := make(chan struct{})
	go func() {
		leave, err := turns.take(context.Background(), []party.OrgID{"b"})
		if err == nil {
			leave()
		}
		close(next)
	}()
	cancel()
	if err := <-given; err == nil {
		t.Error("two hold one turn")
	}
	select {
	case <-next:
		t.Error("two hold one turn")
	default:
	}
	leave()
	<-next
	if n := len(turns.waits); n != 0 {
		t.Errorf("%d turns are kept for nobody", n)
	}
}

// TestAppendOfOneOrganisationFollowsItsTurn: many at once of one branch are all recorded,
// though each rests on those before.
func TestAppendOfOneOrganisationFollowsItsTurn(t *testing.T) {
	r := newRig(t)
	rec := r.recorder()
	woken := make(chan struct{}, 100)
	rec.Wake = func() { woken <- struct{}{} }
	r.must(rec, ask(founded()...))
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			f := of("b1", "2026-01-01", enrolled(party.MemberID("m-"+string(rune('a'+i)))))
			if result, err := rec.Append(context.Background(), ask(f)); err != nil || result.Problems != nil {
				t.Errorf("%+v, %v", result, err)
			}
		})
	}
	wait.Wait()
	if n := len(woken); n != 21 {
		t.Errorf("woken %d times", n)
	}
	if facts, _, ok := rec.memory.recall(fact.OrgSubject("b1")); !ok || len(facts) != 21 {
		t.Errorf("%d of 21 facts are at hand", len(facts))
	}
}
