package peers

import (
	"context"
	"fmt"

	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations" // its own tables
	"github.com/pocketbase/pocketbase/tools/types"
	"modernc.org/sqlite"
)

// A pocketBase writes through PocketBase.
type pocketBase struct {
	app                 core.App
	meeting, attendance *core.Collection
	day                 types.DateTime
}

// OpenPocketBase opens a PocketBase in an empty folder, with its defaults. The kind of
// file locks holds for the whole process, and ours asks for the stricter: it is
// chosen here, too, so that either may be opened first.
func OpenPocketBase(dir string) (Writer, error) {
	if _, err := sqlite.OFDLocking(true); err != nil {
		return nil, err
	}
	p := &pocketBase{app: core.NewBaseApp(core.BaseAppConfig{DataDir: dir})}
	if err := p.app.Bootstrap(); err != nil {
		return nil, fmt.Errorf("PocketBase: %w", err)
	}
	var err error
	if p.day, err = types.ParseDateTime("2026-03-05"); err != nil {
		return nil, err
	}
	p.meeting = core.NewBaseCollection("meeting")
	p.meeting.Fields.Add(
		&core.TextField{Name: "org", Required: true},
		&core.DateField{Name: "held", Required: true},
		&core.SelectField{Name: "kind", Values: []string{"members", "committee", "group"}, MaxSelect: 1, Required: true},
		&core.NumberField{Name: "number", OnlyInt: true},
	)
	p.meeting.AddIndex("meeting_org", false, "org, held", "")
	if err := p.app.Save(p.meeting); err != nil {
		return nil, fmt.Errorf("PocketBase: %w", err)
	}
	p.attendance = core.NewBaseCollection("attendance")
	p.attendance.Fields.Add(
		&core.RelationField{Name: "meeting", CollectionId: p.meeting.Id, MaxSelect: 1, Required: true, CascadeDelete: true},
		&core.TextField{Name: "member", Required: true},
		&core.SelectField{Name: "state", Values: []string{"present", "excused", "absent"}, MaxSelect: 1, Required: true},
	)
	p.attendance.AddIndex("attendance_once", true, "meeting, member", "")
	if err := p.app.Save(p.attendance); err != nil {
		return nil, fmt.Errorf("PocketBase: %w", err)
	}
	return p, nil
}

// Name is its name and version.
func (*pocketBase) Name() string { return "PocketBase v0.39.0" }

// Write saves the records in one transaction.
func (p *pocketBase) Write(_ context.Context, number int) error {
	return p.app.RunInTransaction(func(tx core.App) error {
		m := core.NewRecord(p.meeting)
		m.Set("org", fmt.Sprintf("org%03d", number%Orgs))
		m.Set("held", p.day)
		m.Set("kind", "members")
		m.Set("number", number)
		if err := tx.Save(m); err != nil {
			return err
		}
		for i := range Attendance {
			a := core.NewRecord(p.attendance)
			a.Set("meeting", m.Id)
			a.Set("member", fmt.Sprintf("org%03d-%02d", number%Orgs, i))
			a.Set("state", "present")
			if err := tx.Save(a); err != nil {
				return err
			}
		}
		return nil
	})
}

// Count counts the records.
func (p *pocketBase) Count(context.Context) (meetings, attendance int, err error) {
	m, err := p.app.CountRecords(p.meeting)
	if err != nil {
		return 0, 0, err
	}
	a, err := p.app.CountRecords(p.attendance)
	return int(m), int(a), err
}

// Close closes its databases.
func (p *pocketBase) Close() error { return p.app.ResetBootstrapState() }
