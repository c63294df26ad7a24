package procedure

import (
	"testing"

	"qiangji/internal/party"

	"pgregory.net/rapid"
)

// TestTR60_TheWholeBase: the published vectors of DF-02, DF-05 and DF-11.
func TestTR60_TheWholeBase(t *testing.T) {
	for _, c := range []struct {
		base  int64
		class party.WorkClass
		want  int64
	}{
		{3000_00, "employee", 15_00}, {3000_01, "employee", 30_00}, {5000_00, "cadre", 50_00}, {5000_01, "teacher", 75_00},
		{10000_00, "employee", 150_00}, {10000_01, "employee", 200_00},
		{5000_00, "retired", 25_00}, {5000_01, "retired", 50_00},
		{0, "employee", 0}, {-5, "employee", 0}, {123_45, "other", 62}, {99, "employee", 0}, {100, "employee", 1},
	} {
		if got := Dues(c.base, c.class); got != c.want {
			t.Errorf("dues of %s on %d fen are %d, want %d", c.class, c.base, got, c.want)
		}
	}
}

func TestTR61_TheBaseIsWhatIsGiven(t *testing.T) {
	// What DF-20 leaves out never reaches the arithmetic: there is one number, and
	// no field for gross pay or allowances.
	if Dues(4000_00, "employee") != 40_00 {
		t.Error("4000 yuan after tax is 40 yuan")
	}
}

func TestTR63_TheCapIsNoError(t *testing.T) {
	for _, base := range []int64{50000_00, 50000_01, 60000_00, 1 << 50, 1<<63 - 1} {
		if got := Dues(base, "employee"); got != MaxDues {
			t.Errorf("dues on %d fen are %d, want the ceiling", base, got)
		}
		if got := Dues(base*2/3, "retired"); got > MaxDues {
			t.Errorf("retired dues on %d fen are %d", base, got)
		}
	}
}

func TestFixedDues(t *testing.T) {
	for _, class := range []party.WorkClass{"student", "unemployed"} {
		if got := Dues(9000_00, class); got != 20 {
			t.Errorf("%s pays %d", class, got)
		}
	}
	for base, want := range map[int64]int64{0: 20, 100_00: 50, 900_00: 100} {
		if got := Dues(base, "farmer"); got != want {
			t.Errorf("a farmer on %d pays %d, want %d", base, got, want)
		}
	}
}

// TestDuesProperties: never negative, never above the ceiling, never less for more.
func TestDuesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(0, 200000_00).Draw(t, "a")
		b := rapid.Int64Range(a, 200000_00).Draw(t, "b")
		class := rapid.SampledFrom(party.WorkClasses).Draw(t, "class").Code
		x, y := Dues(a, class), Dues(b, class)
		if x < 0 || y > MaxDues || x > y {
			t.Fatalf("%s: %d on %d, %d on %d", class, x, a, y, b)
		}
	})
}
