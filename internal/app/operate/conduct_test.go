package operate

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/fact"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/standard"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// These tests hold the packs of the repository and the whole way from facts to a
// rating to CONDUCT.md; each part by itself is held where it is made.

// TestConduct_C01_TheEffectIsNotInTheScore: the same year beside a better and a
// worse one before it has another effect and the same points.
func TestConduct_C01_TheEffectIsNotInTheScore(t *testing.T) {
	this := append(but(whole(), "2026-03-01 决定"), "2026-03-01 决定 2026-04-01 办成", "2026-03-02 决定 2026-04-02 没办成")
	play := func(before ...string) app.Judged { return demo(append(slices.Clone(this), before...)).judge(t) }
	up := play("2025-03-01 决定 2025-04-01 没办成", "2025-03-02 决定 2025-04-02 没办成")
	down := play("2025-03-01 决定 2025-04-01 办成", "2025-03-02 决定 2025-04-02 办成")
	if a, b := item(t, up, "ZB-40").Effect, item(t, down, "ZB-40").Effect; a != assess.Improved || b != assess.Worse {
		t.Errorf("%s and %s", a, b)
	}
	for i := range up.Assessment.Items {
		if a, b := up.Assessment.Items[i], down.Assessment.Items[i]; a.Points != b.Points || a.Verdict != b.Verdict {
			t.Errorf("%s: %s and %s", a.ID, a.Points, b.Points)
		}
	}
	if up.Rating.Points != down.Rating.Points || up.Rating.Band != down.Rating.Band {
		t.Errorf("%+v and %+v", up.Rating, down.Rating)
	}
}

// TestConduct_C02_HonestyNeverScoresBelowSilence: for every meeting that the
// demonstration asks for and every day of looking, saying 没开 leaves no less
// than saying nothing.
func TestConduct_C02_HonestyNeverScoresBelowSilence(t *testing.T) {
	for _, c := range []struct{ kind, line string }{
		{"主题党日 2026-05", "每月10日 会议 主题党日"}, {"支委会 2026-05", "每月12日 会议 支委会"}, {"党小组会 2026-05", "每月14日 会议 党小组会"},
		{"党员大会 2026-Q2", "每季11日 会议"}, {"组织生活会 2026", "2026-12-10 会议"}, {"民主评议 2026", "2026-12-11 会议"},
	} {
		for _, asOf := range []string{"2026-05-20", "2026-07-01", "2026-12-31", "2027-01-20", "2027-01-31", "2027-04-30"} {
			silent, honest := demo(but(whole(), c.line)), demo(append(but(whole(), c.line), "没开 "+c.kind+" 农忙"))
			silent.asOf, honest.asOf = asOf, asOf
			a, b := silent.judge(t).Rating.Scaled.Lo, honest.judge(t).Rating.Scaled.Lo
			if b.Less(a) {
				t.Errorf("%s as of %s: honest %s, silent %s", c.kind, asOf, b, a)
			}
		}
	}
}

// TestConduct_C02_LateIsAsGood: a year written down long afterwards scores as one
// written down each evening.
func TestConduct_C02_LateIsAsGood(t *testing.T) {
	prompt, late := demo(whole()), demo(whole())
	late.change = func(facts []fact.Fact) []fact.Fact {
		for i := range facts {
			facts[i].At = facts[i].At.Add(700 * 24 * time.Hour)
		}
		slices.Reverse(facts)
		return facts
	}
	if a, b := prompt.judge(t).Rating, late.judge(t).Rating; a.Points != b.Points || a.Band != b.Band {
		t.Errorf("prompt %s %+v, late %s %+v", a.Points, a.Band, b.Points, b.Band)
	}
}

// TestConduct_C02_RemediesAreWork: a remedy becomes the next step, so none asks
// for a record to be filled in.
func TestConduct_C02_RemediesAreWork(t *testing.T) {
	record := regexp.MustCompile(`补录|补记|补填|填报|填表|上传|录入|登记一下|记一笔|记下来|记上|台账`)
	n := 0
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		for _, it := range std.Items {
			n++
			if w := record.FindString(it.Remedy); w != "" {
				t.Errorf("%s %s asks for a record (%s): %s", id, it.ID, w, it.Remedy)
			}
		}
	})
	if n < 500 {
		t.Errorf("only %d remedies", n)
	}
}

// TestConduct_C03_ADecisionMakesTheStar: the best year there is has a computed
// band and no star; the star comes with the decision, whatever it says.
func TestConduct_C03_ADecisionMakesTheStar(t *testing.T) {
	j := demo(whole()).judge(t)
	if j.Rating.Rated != nil || j.Rating.Band.Level != "五星" || !strings.HasSuffix(j.Rating.Band.Why, "未评定") {
		t.Errorf("%+v %+v", j.Rating.Band, j.Rating.Rated)
	}
	decided := demo(append(whole(), "2027-02-20 定级 county-demo 2026 二星 中间"))
	decided.asOf = "2027-03-01"
	j = decided.judge(t)
	if j.Rating.Rated == nil || j.Rating.Rated.Level != "二星" || j.Rating.Rated.Tier != "中间" || j.Rating.Band.Level != "五星" {
		t.Errorf("%+v %+v", j.Rating.Band, j.Rating.Rated)
	}
}

// TestConduct_C04_PersonsAreArchived: every published scheme on persons is kept,
// and refused with its reason.
func TestConduct_C04_PersonsAreArchived(t *testing.T) {
	l := shelf()
	county := all(County{Branches: 11, Seed: 1, Year: 2026, Years: 1})
	archived := 0
	for _, id := range ids(t) {
		p, _, err := l.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		if p.Subject == "person" && p.Kind != "archived" {
			t.Errorf("%s is about persons and in use", id)
		}
		if p.Kind != "archived" {
			continue
		}
		archived++
		q := Question{Library: l, Scheme: id, Profile: Profiles(p)[0], Year: 2026, Cut: fact.Cut{On: party.DateOf(2026, 12, 31)}, Facts: county}
		err = q.Answer(func(app.Judged) bool { t.Errorf("%s is assessed", id); return false })
		if errs.KindOf(err) != errs.Invalid || p.Archived == "" || !strings.Contains(err.Error(), p.Archived) {
			t.Errorf("%s: %v", id, err)
		}
	}
	if archived < 12 {
		t.Errorf("only %d archived packs", archived)
	}
}

// TestConduct_C05_SilenceIsUnknown: a branch without a record is not called idle
// before the closing, and has no band.
func TestConduct_C05_SilenceIsUnknown(t *testing.T) {
	meetings := []party.ItemID{"ZB-40", "ZB-46", "ZB-63", "DF-17"}
	for asOf, want := range map[string]assess.Verdict{"2026-07-01": assess.Unknown, "2026-12-31": assess.Unknown, "2027-01-20": assess.Unknown, "2027-01-31": assess.Unmet} {
		p := demo(nil)
		p.asOf = asOf
		j := p.judge(t)
		for _, id := range meetings {
			if id == "DF-17" && want == assess.Unmet {
				continue // may still be remitted
			}
			if got := item(t, j, id).Verdict; got != want {
				t.Errorf("%s as of %s: %s, want %s", id, asOf, got, want)
			}
		}
		if want == assess.Unknown && asOf > "2026-12" && j.Rating.Band.Basis != rating.Insufficient {
			t.Errorf("as of %s: %+v", asOf, j.Rating.Band)
		}
		if want == assess.Unknown && j.Rating.Points.Known() {
			t.Errorf("as of %s the score is no pair: %s", asOf, j.Rating.Points)
		}
	}
}

// TestConduct_C06_EachFieldIsAGroup: the standard of one field is no other's, so
// no comparison group holds two fields.
func TestConduct_C06_EachFieldIsAGroup(t *testing.T) {
	digests := map[party.Digest]party.Domain{}
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		if id != "county-demo" {
			return
		}
		if other, ok := digests[std.Digest]; ok {
			t.Errorf("%s and %s have one standard", other, std.Domain)
		}
		digests[std.Digest] = std.Domain
	})
	if len(digests) != len(party.Domains) {
		t.Errorf("%d fields", len(digests))
	}
	groups := map[string]bool{}
	for _, n := range []int{3, 6, 7, 29, 30, 50} {
		p := demo(whole())
		p.branch.Full = n
		groups[p.judge(t).Assessment.Group.Size] = true
	}
	if len(groups) != 3 {
		t.Errorf("%d sizes: %v", len(groups), groups)
	}
}

// TestConduct_C07_NoTextMakesANumber: minutes, topics and evidence to every fact
// leave every number as it was (JN-46).
func TestConduct_C07_NoTextMakesANumber(t *testing.T) {
	plain, documented := demo(whole()), demo(whole())
	documented.change = func(facts []fact.Fact) []fact.Fact {
		for i := range facts {
			facts[i].Evidence = []party.TextID{"t-1", "t-2", "t-3"}
			if m, ok := facts[i].Body.(*fact.MeetingHeld); ok {
				m.Minutes, m.Topics = "t-9", []party.TextID{"t-10", "t-11"}
			}
		}
		return facts
	}
	a, b := plain.judge(t), documented.judge(t)
	if a.Rating.Points != b.Rating.Points {
		t.Errorf("without texts %s, with %s", a.Rating.Points, b.Rating.Points)
	}
	for i := range a.Assessment.Items {
		if x, y := a.Assessment.Items[i], b.Assessment.Items[i]; x.Points != y.Points || x.Verdict != y.Verdict {
			t.Errorf("%s: %s %s, with texts %s %s", x.ID, x.Verdict, x.Points, y.Verdict, y.Points)
		}
	}
}

// TestConduct_C08_TheCostIsWithinItsCeiling: for every pack in use and every
// field, a branch of 3 and of 6 is asked no more than fifteen things.
func TestConduct_C08_TheCostIsWithinItsCeiling(t *testing.T) {
	eachStandard(t, func(id party.SchemeID, std *standard.Standard) {
		rows := standard.Burden(std)
		if len(rows) != 4 || rows[0].Members != 3 || rows[3].Members != 50 {
			t.Fatalf("%s for %s: %+v", id, std.Domain, rows)
		}
		for _, r := range rows {
			if r.Members < 7 && r.Asked > standard.DefaultCeiling {
				t.Errorf("%s asks %d things of a branch of %d (%s)", id, r.Asked, r.Members, std.Domain)
			}
			if r.Asked > 0 && (r.Times < r.Asked || r.Minutes > 200*60) {
				t.Errorf("%s for %s: %+v", id, std.Domain, r)
			}
		}
	})
}
