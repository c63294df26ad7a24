package party

import (
	"encoding/json"
	"testing"
)

func TestDateJSON(t *testing.T) {
	type row struct {
		Day  Date `json:"day"`
		Gone Date `json:"gone,omitzero"`
	}
	in := row{Day: DateOf(2026, 3, 5)}
	b, err := json.Marshal(in)
	if err != nil || string(b) != `{"day":"2026-03-05"}` {
		t.Fatalf("%s, %v", b, err)
	}
	var out row
	if err := json.Unmarshal(b, &out); err != nil || out != in {
		t.Errorf("%v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"day":""}`), &out); err != nil || out.Day != NoDate {
		t.Errorf("empty text is %v, %v", out.Day, err)
	}
	if err := json.Unmarshal([]byte(`{"day":"2026-02-30"}`), &out); err == nil {
		t.Error("30 February is taken")
	}
}

func TestDateWords(t *testing.T) {
	d := DateOf(2026, 3, 5)
	if d.Chinese() != "2026年3月5日" || NoDate.Chinese() != "未填" || NoDate.String() != "" {
		t.Error("words of a date are off")
	}
	if d.Year() != 2026 || d.Month() != 3 || d.AddDays(27).String() != "2026-04-01" || d.AddYears(-1).String() != "2025-03-05" {
		t.Error("parts of a date are off")
	}
	if !d.Valid() || NoDate.Valid() || (lastDay + 1).Valid() || Date(-1).Valid() || !NoDate.IsZero() || d.IsZero() {
		t.Error("validity of a date is off")
	}
	for _, c := range [][3]int{{1899, 12, 31}, {2026, 0, 1}, {2026, 13, 1}, {2026, 4, 31}, {2026, 2, 29}, {2026, 1, 0}, {2200, 1, 1}} {
		if d := DateOf(c[0], c[1], c[2]); d != NoDate {
			t.Errorf("DateOf%v = %s", c, d)
		}
	}
}
