package sheet

import "testing"

func TestParseWhen(t *testing.T) {
	for _, x := range []struct {
		in    string
		want  when
		fault dateFault
	}{
		{"2026-03-05", when{y: 2026, m: 3, d: 5}, fine}, {"2026.3.5", when{y: 2026, m: 3, d: 5}, fine},
		{"2026/3/5", when{y: 2026, m: 3, d: 5}, fine}, {"20260305", when{y: 2026, m: 3, d: 5}, fine},
		{"2026年3月5日", when{y: 2026, m: 3, d: 5}, fine}, {"2026年03月05号", when{y: 2026, m: 3, d: 5}, fine},
		{"２０２６．３．５", when{y: 2026, m: 3, d: 5}, fine}, {" 2026 . 3 . 5 ", when{y: 2026, m: 3, d: 5}, fine},
		{"二〇二六年三月五日", when{y: 2026, m: 3, d: 5}, fine}, {"2026—3—5", when{y: 2026, m: 3, d: 5}, fine},
		{"2026-03-05T00:00:00", when{y: 2026, m: 3, d: 5}, fine}, {"2026-03-05 14:30", when{y: 2026, m: 3, d: 5}, fine},
		{"2026年3月5日14:30-16:00", when{y: 2026, m: 3, d: 5}, fine}, {"2026年3月5日下午", when{y: 2026, m: 3, d: 5}, fine},
		{"2026年3月5日（星期四）", when{y: 2026, m: 3, d: 5}, fine}, {"2026-03-05(四)", when{y: 2026, m: 3, d: 5}, fine}, {"3月5日（下午）", when{m: 3, d: 5}, fine},
		{"2026-03-05（农历）", when{}, notDate}, {"2005-07-01（预备）", when{}, notDate}, {"2026.3.5.", when{y: 2026, m: 3, d: 5}, fine},
		{"2026年3月", when{y: 2026, m: 3}, fine}, {"2026-03", when{y: 2026, m: 3}, fine}, {"202603", when{y: 2026, m: 3}, fine}, {"2026.3", when{y: 2026, m: 3}, fine},
		{"3月5日", when{m: 3, d: 5}, fine}, {"3.5", when{m: 3, d: 5}, fine}, {"3月", when{m: 3}, fine}, {"3月份", when{m: 3}, fine},
		{"2026", when{y: 2026}, fine}, {"2026年", when{y: 2026}, fine}, {"2026年度", when{y: 2026}, fine}, {"2月29日", when{m: 2, d: 29}, fine},
		{"2026-02-29", when{}, noSuchDay}, {"20260230", when{}, noSuchDay}, {"2026-13-01", when{}, noSuchDay}, {"1899-01-01", when{}, noSuchDay},
		{"26.3.5", when{}, shortYear}, {"85年7月", when{}, shortYear}, {"5/3/2026", when{}, dayFirst},
		{"2026年3月5日至7日", when{}, aPeriod}, {"3月5日-3月7日", when{}, aPeriod},
		{"", when{}, notDate}, {"上旬", when{}, notDate}, {"14:30", when{}, notDate}, {"00000000", when{}, noSuchDay}, {"2026.3.5.7", when{}, notDate}, {"-", when{}, notDate},
	} {
		got, fault := parseWhen(x.in)
		if got != x.want || fault != x.fault {
			t.Errorf("parseWhen(%q) = %+v %d, want %+v %d", x.in, got, fault, x.want, x.fault)
		}
	}
}

func TestParseSerial(t *testing.T) {
	for _, x := range []struct {
		in    string
		shape shape
		from  bool
		want  when
		fault dateFault
	}{
		{"46086", dayShape, false, when{y: 2026, m: 3, d: 5}, fine}, {"46086.604166", dayShape, false, when{y: 2026, m: 3, d: 5}, fine},
		{"46086", plain, false, when{y: 2026, m: 3, d: 5, serial: true}, fine}, {"44624", dayShape, true, when{y: 2026, m: 3, d: 5}, fine},
		{"46082", monthShape, false, when{y: 2026, m: 3}, fine}, {"46086", dateShape, false, when{y: 2026, m: 3, d: 5, hidden: true}, fine},
		{"46086", yearShape, false, when{y: 2026}, fine}, {"20260305", plain, false, when{y: 2026, m: 3, d: 5}, fine}, {"202603", plain, false, when{y: 2026, m: 3}, fine},
		{"2026", plain, false, when{y: 2026}, fine}, {"2026.03", plain, false, when{y: 2026, m: 3}, fine}, {"2026.1", plain, false, when{y: 2026}, octoberTen},
		{"2026.11", plain, false, when{y: 2026, m: 11}, fine}, {"2026.5", plain, false, when{y: 2026, m: 5}, fine}, {"2026.13", plain, false, when{}, notDate},
		{"3.5", plain, false, when{}, farOff}, {"999999", dayShape, false, when{}, farOff}, {"-5", plain, false, when{}, farOff}, {"1e400", plain, false, when{}, notDate},
	} {
		got, fault := parseCell(&cell{text: x.in, kind: number, shape: x.shape}, x.from)
		if got != x.want || fault != x.fault {
			t.Errorf("serial %s %d = %+v %d, want %+v %d", x.in, x.shape, got, fault, x.want, x.fault)
		}
	}
}

func TestShapeOf(t *testing.T) {
	for code, want := range map[string]shape{
		`yyyy"年"m"月"d"日"`: dayShape, `yyyy"年"m"月"`: monthShape, `m"月"d"日"`: dateShape, "yyyy-mm-dd": dayShape, "General": plain, "0.00": plain, "@": plain,
		`[$-804]yyyy"年"m"月"d"日";@`: dayShape, "0%": percentShape, `0.00%;[Red]-0.00%`: percentShape, "h:mm": clockShape, "yyyy": yearShape, `yyyy\.m\.d`: dayShape, "[DBNum1]yyyy\"年\"m\"月\"": monthShape, `"days"0`: plain, "#,##0_);[Red](#,##0)": plain,
	} {
		if got := shapeOf(code); got != want {
			t.Errorf("shapeOf(%q) = %d, want %d", code, got, want)
		}
	}
}
