package person_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/app/person"
	"qiangji/internal/app/record"
	"qiangji/internal/core/fact"
	"qiangji/internal/errs"
	"qiangji/internal/party"
	"qiangji/internal/sheet"
	"qiangji/internal/store/sqlite"
	"qiangji/internal/vault"
)

// An office imports sheets into a store, as the command does.
type office struct {
	*person.Persons
	db       *sqlite.DB
	vault    *vault.Vault
	recorder *record.Recorder
}

func newOffice(t testing.TB) *office {
	persons, db := person.NewDesk(t)
	o := &office{Persons: persons, db: db, vault: vault.New(db, persons.Cipher)}
	o.recorder = record.New(record.Config{Ledger: db, Writer: db, Ring: persons.Ring, Clock: persons.Clock, IDs: persons.IDs})
	return o
}

// take imports a table.
func (o *office) take(t testing.TB, text string) (*sheet.Report, error) {
	t.Helper()
	roster, err := o.Roster(t.Context())
	if err != nil {
		return nil, err
	}
	var facts []fact.Fact
	err = o.db.Streams(t.Context(), "", 1<<60, func(_ party.OrgID, rows []app.Row) error {
		more, err := app.Lines{Ring: o.Ring()}.Facts(t.Context(), rows)
		for i := range more {
			facts = append(facts, more[i].Fact)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	report, err := sheet.Import(sheet.Source{Name: "名册.csv", Data: []byte(text)}, sheet.Options{
		Now: o.Clock(), Key: roster.Key, PersonKey: roster.Fresh,
		Opening: party.DateOf(2026, 1, 1), Domain: "village", Known: sheet.Known{Facts: facts, Persons: roster.Persons, Cards: roster.Cards},
	})
	if err != nil || !report.Changed() {
		return report, err
	}
	if report.Counts.Refused > 0 {
		t.Fatalf("refused: %+v", report.Rows)
	}
	result, err := o.recorder.Append(t.Context(), record.Request{
		Facts: report.Facts, Actor: "terminal:clerk", Action: "fact.import",
		With: report.With(roster, func(ctx context.Context, ring *app.Ring, to *app.Change, x sheet.Text) (app.Commitment, error) {
			return o.vault.Put(ctx, ring, to, fact.OrgSubject(x.Org), vault.Content{ID: x.ID, Kind: vault.Text, Data: []byte(x.Text)})
		}),
	})
	if err == nil && len(result.Problems) > 0 {
		err = fmt.Errorf("problems: %+v", result.Problems)
	}
	o.sequence(t)
	return report, err
}

func (o *office) sequence(t testing.TB) {
	t.Helper()
	for {
		head, err := o.db.Sequence(t.Context(), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if head.Pending == 0 {
			return
		}
	}
}

func (o *office) members(t testing.TB) map[string]party.MemberID {
	t.Helper()
	r, err := o.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]party.MemberID{}
	for _, p := range r.Persons {
		all[p.Name] = p.Member
	}
	return all
}

const (
	head  = "所在党支部,姓名,身份证号,人员类别,加入党组织日期,转为正式党员日期,联系电话\n"
	zhang = "测试村党支部,张测试,11010519491231002X,正式党员,2005-07-01,2006-07-01,%s\n"
	li    = "测试村党支部,李测试,,正式党员,2001-07-01,2002-07-01,13900000001\n"
	wang  = "测试村党支部,王测试,,正式党员,2003-07-01,2004-07-01,13900000002\n"
)

// TestImportMeetsTheSame: a second import meets the same persons, by number and by name; it
// stores nothing where nothing changed, and a new telephone only where that is all.
func TestImportMeetsTheSame(t *testing.T) {
	o := newOffice(t)
	first := head + fmt.Sprintf(zhang, "13800000000") + li
	r, err := o.take(t, first)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Persons) != 2 {
		t.Fatalf("%d persons", len(r.Persons))
	}
	were := o.members(t)
	if r, err := o.take(t, first); err != nil || r.Changed() {
		t.Errorf("the second import brings %+v %v", r, err)
	}
	r, err = o.take(t, head+fmt.Sprintf(zhang, "13700000000")+li+wang)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Persons) != 2 {
		t.Fatalf("%d persons", len(r.Persons))
	}
	are := o.members(t)
	for name, member := range were {
		if are[name] != member {
			t.Errorf("%s was %s and is %s", name, member, are[name])
		}
	}
	held, err := o.ByIDNumber(t.Context(), "11010519491231002X")
	if err != nil || len(held) != 1 || held[0].Phone != "13700000000" || held[0].Version != 2 || len(are) != 3 {
		t.Errorf("%+v %v, %v", held, err, are)
	}
}

// TestImportOfTheErased: who was erased and stands in a roster again is a new person; an
// import that was read before the erasure is refused whole.
func TestImportOfTheErased(t *testing.T) {
	o := newOffice(t)
	text := head + fmt.Sprintf(zhang, "13800000000") + li
	if _, err := o.take(t, text); err != nil {
		t.Fatal(err)
	}
	was := o.members(t)["张测试"]
	stale, err := o.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Erase(t.Context(), person.Deed{Actor: "terminal:clerk", Reason: "paper-1"}, was); err != nil {
		t.Fatal(err)
	}
	changed := stale.Persons[slices.IndexFunc(stale.Persons, func(p person.Person) bool { return p.Member == was })]
	changed.Phone = "10086"
	report := sheet.Report{Persons: []sheet.Person{changed}}
	if _, err := report.With(stale, nil)(t.Context(), o.Ring(), &app.Change{}); !errors.Is(err, app.ErrErased) {
		t.Errorf("stored for an erased person: %v", err)
	}
	if _, err := o.take(t, text); err != nil {
		t.Fatal(err)
	}
	now := o.members(t)
	if now["张测试"] == was || now["张测试"] == "" {
		t.Errorf("was %s, is %s", was, now["张测试"])
	}
	if r, err := o.take(t, text); err != nil || r.Changed() {
		t.Errorf("again: %v", err)
	}
}

// TestImportConflict: a correction between reading and storing is not written over.
func TestImportConflict(t *testing.T) {
	o := newOffice(t)
	if _, err := o.take(t, head+li); err != nil {
		t.Fatal(err)
	}
	stale, err := o.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x := stale.Persons[0]
	x.Phone = "13600000000"
	if err := o.Save(t.Context(), person.Deed{Actor: "terminal:clerk"}, x, 1); err != nil {
		t.Fatal(err)
	}
	x.Phone = "13500000000"
	report := sheet.Report{Persons: []sheet.Person{x}}
	ring, c := o.Ring(), app.Change{}
	if _, err := report.With(stale, nil)(t.Context(), ring, &c); err != nil {
		t.Fatal(err)
	}
	e := app.Entry{ID: "a-1", Org: app.Instance, At: time.Unix(1, 0), Actor: "terminal:clerk", Action: "fact.import", Result: "done"}
	row, err := e.Row()
	if err != nil {
		t.Fatal(err)
	}
	c.Audit, c.Keys = []app.Row{row}, ring.Made()
	if _, err := o.Store.Commit(t.Context(), &c); errs.KindOf(err) != errs.Conflict {
		t.Errorf("written over: %v", err)
	}
}

// TestCards: what only an organisation's card holds is kept as persons are, under the
// organisation's key, and changed version by version.
func TestCards(t *testing.T) {
	o := newOffice(t)
	cards := []person.Card{{Org: "o-测试村", Name: "测试村党支部", Contact: "张测试", Phone: "13800000000"}, {Org: "o-2", Name: "某党支部"}}
	for _, phone := range []string{"13800000000", "13800000000", "13900000000"} {
		roster, err := o.Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		cards[0].Phone = phone
		ring, c := o.Ring(), app.Change{}
		if err := roster.Put(t.Context(), ring, &c, nil, cards); err != nil {
			t.Fatal(err)
		}
		if len(c.Persons) == 0 {
			continue
		}
		id, err := o.IDs.Entry()
		if err != nil {
			t.Fatal(err)
		}
		e := app.Entry{ID: id, Org: app.Instance, At: o.Clock(), Actor: "terminal:clerk", Action: "person.save", Result: "done"}
		row, err := e.Row()
		if err != nil {
			t.Fatal(err)
		}
		c.Audit, c.Keys = []app.Row{row}, ring.Made()
		if _, err := o.Store.Commit(t.Context(), &c); err != nil {
			t.Fatal(err)
		}
	}
	roster, err := o.Roster(t.Context())
	if err != nil || !slices.Equal(roster.Cards, []person.Card{cards[1], cards[0]}) || len(roster.Persons) != 0 {
		t.Errorf("%+v %v", roster, err)
	}
	rows, err := o.Store.Persons(t.Context(), []party.MemberID{"card/o-测试村", "card/o-2"})
	if err != nil || len(rows) != 2 || rows[1].Version != 2 || rows[0].Version != 1 {
		t.Errorf("%+v %v", rows, err)
	}
	for _, r := range rows {
		if strings.Contains(string(r.Box), "张测试") || r.Index != nil {
			t.Errorf("%+v", r)
		}
	}
	if keys, err := o.Store.Keys(t.Context(), slices.Collect(maps.Keys(map[fact.Subject]bool{"o:o-2": true, "o:o-测试村": true}))); err != nil || len(keys) != 2 {
		t.Errorf("%v %v", keys, err)
	}
}

// TestImportTexts: a text of a table lies in the vault, bound to its fact, and in no line of
// the ledger; a second import stores it no second time.
func TestImportTexts(t *testing.T) {
	o := newOffice(t)
	if _, err := o.take(t, head+li+wang); err != nil {
		t.Fatal(err)
	}
	const topic = "讨论秘密事项"
	meetings := "支部,日期,类别,参加人员,会议议题\n测试村党支部,2026-06-01,支部党员大会,\"李测试、王测试\"," + topic + "\n"
	for i, want := range []int{1, 0} {
		r, err := o.take(t, meetings)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Texts) != want || r.Changed() != (i == 0) {
			t.Fatalf("import %d: %d texts, changed %v", i+1, len(r.Texts), r.Changed())
		}
	}
	bound := 0
	err := o.db.Streams(t.Context(), "", 1<<60, func(_ party.OrgID, rows []app.Row) error {
		for i := range rows {
			if bytes.Contains(rows[i].Line, []byte(topic)) {
				t.Errorf("the ledger says %s", rows[i].Line)
			}
		}
		recorded, err := app.Lines{Ring: o.Ring()}.Facts(t.Context(), rows)
		for i := range recorded {
			for _, c := range recorded[i].Texts {
				bound++
				content, err := o.vault.Open(t.Context(), o.Ring(), c.Text)
				state, err2 := o.vault.Verify(t.Context(), o.Ring(), c)
				if err != nil || err2 != nil || state != vault.Intact || string(content.Data) != topic {
					t.Errorf("%s %s %v %v", content.Data, state, err, err2)
				}
			}
		}
		return err
	})
	if err != nil || bound != 1 {
		t.Errorf("%d texts are bound, %v", bound, err)
	}
}
