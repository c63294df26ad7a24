package report

import (
	"testing"

	"qiangji/internal/app"
	"qiangji/internal/core/assess"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/standard"
)

// TestConduct_C03_Computed: whatever set a level, the line says that it is computed,
// and while no decision exists, that nothing is rated.
func TestConduct_C03_Computed(t *testing.T) {
	points := assess.Pair{Lo: standard.Int(78), Hi: standard.Int(78)}
	line := rating.Band{Basis: rating.Computed, Level: "三星"}
	veto := rating.Band{Basis: rating.Computed, Level: "三类", Set: "班子成员违纪"}
	word := rating.Band{Basis: rating.DecidedOnly, Why: "有按方案直接定级的情形；定到哪一级只由决定给出，未评定"}
	for _, c := range []struct {
		r    rating.Rating
		want string
	}{
		{rating.Rating{Scaled: points, Band: line}, "测算 78，相当于三星档，未评定"},
		{rating.Rating{Scaled: points, Band: line, Possible: "四星"}, "测算 78，相当于三星档（没有记录的都做了就是四星档），未评定"},
		{rating.Rating{Scaled: points, Band: line, Rated: &rating.Decision{}}, "测算 78，相当于三星档"},
		{rating.Rating{Scaled: points, Band: veto}, "测算 78；班子成员违纪，按方案直接定为三类，未评定"},
		{rating.Rating{Scaled: points, Band: veto, Rated: &rating.Decision{}}, "测算 78；班子成员违纪，按方案直接定为三类"},
		{rating.Rating{Scaled: points, Band: word}, "测算  " + word.Why},
	} {
		if got := Computed(app.Judged{Rating: c.r}); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}
