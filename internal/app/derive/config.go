package derive

import (
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/register"
	"qiangji/internal/party"
)

// Schema numbers what a generation holds: the layout of its rows and the meaning of
// the folds in it. A binary serves only generations of its own.
const Schema = int64(register.Schema)<<8 | layout

// layout rises whenever a row of a view would be another for the same facts.
const layout = 1

// Standards (标准) is where compiled standards come from. It is asked by one
// goroutine at a time.
type Standards interface {
	// Program returns the standard of a scheme for a field and a year, or why it
	// cannot judge it.
	Program(scheme party.SchemeID, domain party.Domain, year int) (*assess.Program, error)
	// For reports whether a scheme is for a field at all.
	For(scheme party.SchemeID, domain party.Domain) bool
	// Settled returns the day on which all of a year is settled under a scheme.
	Settled(scheme party.SchemeID, year int) party.Date
}

// Config is what deriving needs.
type Config struct {
	Ledger    app.Ledger
	Views     app.Views
	Rows      app.Rows
	Standards Standards
	Schemes   []party.SchemeID // followed where no standard was adopted; may be empty
	Now       func() time.Time // the one clock
}

// today is the day of the clock.
func (c *Config) today() party.Date { return party.DateIn(c.Now()) }

// years is how many years the views hold: the present one and those before it of
// which the organisation did something. A page about one organisation reaches all.
const years = 5

// A Progress (进度) is how far long work is. Total is 0 where it is not known.
type Progress struct {
	What        string // what is being counted, in Chinese
	Done, Total int64
	Rate        float64       // per second, since the work began or went on
	Left        time.Duration // at this rate; 0 where the total is not known
}

// A meter counts and tells.
type meter struct {
	tell  func(Progress)
	now   func() time.Time
	began time.Time
	from  int64
	p     Progress
}

func (c *Config) meter(what string, total int64, tell func(Progress)) *meter {
	return &meter{tell: tell, now: c.Now, began: c.Now(), p: Progress{What: what, Total: total}}
}

// skip counts what had been done before.
func (m *meter) skip(n int64) { m.from, m.p.Done = m.from+n, m.p.Done+n }

// add counts n more, and tells.
func (m *meter) add(n int64) {
	m.p.Done += n
	m.p.Total = max(m.p.Total, m.p.Done*min(m.p.Total, 1)) // more came meanwhile
	if m.tell == nil {
		return
	}
	if spent := m.now().Sub(m.began); spent > 0 {
		m.p.Rate = float64(m.p.Done-m.from) / spent.Seconds()
	}
	if m.p.Left = 0; m.p.Total > 0 && m.p.Rate > 0 {
		m.p.Left = time.Duration(float64(m.p.Total-m.p.Done) / m.p.Rate * float64(time.Second))
	}
	m.tell(m.p)
}
