package record

import (
	"cmp"

	"qiangji/internal/app"
)

// audit is one entry for each organisation that the facts of a batch belong to.
func (r *Recorder) audit(b *batch) ([]app.Row, error) {
	counts := map[string]int64{}
	for i := range b.facts {
		counts[string(b.facts[i].Org)]++
	}
	var rows []app.Row
	for _, o := range b.orgs() {
		e := app.Entry{Org: o, Action: cmp.Or(b.Action, "fact.append"), Object: b.Object, Reason: b.Reason}
		e.Counts = map[string]int64{"facts": counts[string(o)]}
		if e.Object == "" && len(b.facts) == 1 {
			e.Object = string(b.facts[0].ID)
		}
		row, err := r.entry(b, e)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// entry completes an audit entry of a batch.
func (r *Recorder) entry(b *batch, e app.Entry) (app.Row, error) {
	id, err := r.IDs.Entry()
	if err != nil {
		return app.Row{}, err
	}
	e.ID, e.At, e.Actor, e.Result = id, b.at, b.Actor, "done"
	return e.Row()
}
