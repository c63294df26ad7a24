# The frozen items of county-demo for a year that is closed, written as one would
# write them in Rego. What only an open year needs (not due yet, no record yet) and
# what no generated branch has (waivers, seasons, requests upwards) is left out, and
# deadlines come with the input: all in favour of this policy.
package demo60

import rego.v1

now := input.segments[count(input.segments) - 1]

# --- whom an item is asked of

holds("always", _)

holds("not_functional", s) if not s.functional

holds("lasting", s) if {
	not s.temporary
	not s.functional
}

holds("settled", s) if {
	not s.temporary
	not s.functional
	not s.floating
}

holds("committee", s) if s.committee

holds("no_committee", s) if {
	not s.committee
	not s.temporary
	not s.functional
}

holds("committee_at_work", s) if {
	s.committee
	not s.functional
}

holds("secretary", s) if s.secretary

holds("secretary_at_work", s) if {
	s.secretary
	not s.functional
}

holds("led", s) if {
	s.secretary
	not s.temporary
	not s.functional
}

holds("scattered", s) if {
	s.scattered
	not s.functional
}

holds("scattered", s) if {
	s.groups > 0
	not s.functional
}

holds("groups", s) if {
	s.groups > 0
	not s.functional
}

holds("seven", s) if {
	not s.temporary
	not s.functional
	not s.floating
	s.full >= 7
}

holds("settled_members", s) if {
	not s.temporary
	not s.functional
	not s.floating
	s.members > 0
}

holds("lasting_members", s) if {
	not s.temporary
	not s.functional
	s.members > 0
}

# during: on the last of some days, and on at least half of them
during(cond, _) if {
	count(input.segments) == 1
	holds(cond, now)
}

during(cond, days) if {
	count(input.segments) > 1
	after := [s | some s in input.segments; days.to <= s.to]
	at := [s | some s in array.concat(after, [now])][0]
	holds(cond, at)
	all := sum([overlap(s, days) | some s in input.segments])
	yes := sum([overlap(s, days) | some s in input.segments; holds(cond, s)])
	yes >= floor((all + 1) / 2)
}

# of seven it is enough that they are seven now
during("seven", _) if holds("seven", latest)

overlap(a, b) := max([0, (min([a.to, b.to]) - max([a.from, b.from])) + 1])

applies("always")

applies(cond) if {
	cond != "always"
	during(cond, input.life)
}

# --- windows

owed(cond, cadence) := [i |
	some i, w in input.windows[cadence]
	w.from >= input.exists.from
	w.to <= input.exists.to
	during(cond, w)
]

times(series, cadence, i) := sum(array.slice(input.months[series], i * length[cadence], (i + 1) * length[cadence]))

length := {"month": 1, "quarter": 3, "half": 6, "year": 12}

total(series) := sum(input.months[series])

said(series, w) if {
	some s in input.skips
	s.series == series
	s.from <= w.from
	w.to <= s.to
}

# windows says how often something was owed, met and missed
windows(cond, cadence, series, pardons) := {"met": met, "missed": missed, "excused": excused} if {
	asked := owed(cond, cadence)
	met := count([i | some i in asked; times(series, cadence, i) > 0])
	told := count([i | some i in asked; times(series, cadence, i) == 0; said(series, input.windows[cadence][i])])
	excused := min([told, pardons])
	missed := (count(asked) - met) - excused
}

# held_by_spring is what may be held until the end of March for the year before
held_by_spring(cond, series, pardons) := windows(cond, "year", series, pardons) if not overdue(series)

held_by_spring(cond, series, _) := {"met": 0, "missed": count(owed(cond, "year")), "excused": 0} if overdue(series)

overdue(series) if input.first[series] > input.spring

# --- what an item yields

none := {"lo": 0, "hi": 0, "due": 0, "max": 0}

exactly(points, value) := {"lo": value, "hi": value, "due": points, "max": points}

between(points, low, high) := {"lo": low, "hi": high, "due": points, "max": points}

held(value, low, high) := min([max([value, low]), high])

cents(value) := round(value * 100) / 100

share(points, w) := none if w.met + w.missed == 0

share(points, w) := exactly(points, cents((points * w.met) / (w.met + w.missed))) if w.met + w.missed > 0

per_miss(points, each, w) := none if w.met + w.missed == 0

per_miss(points, each, w) := exactly(points, max([0, points - (each * w.missed)])) if w.met + w.missed > 0

# --- standing conditions: how they stand, "none" where they are not asked

standing(name, cond, _) := "none" if not during(cond, input.life)

standing(name, cond, grace) := state if {
	during(cond, input.life)
	state := run_of(name, cond, grace)
}

# fails of a stretch of days: the item is asked and what it requires is not so
fails(name, cond, s) if {
	holds(cond, s)
	not requires(name, s)
}

# latest is the stretch of the last day lived
latest := input.stretches[count(input.stretches) - 1]

run_of(name, cond, _) := "met" if not fails(name, cond, latest)

run_of(name, cond, grace) := "open" if {
	fails(name, cond, latest)
	input.life.to < started(name, cond).limits[grace]
}

run_of(name, cond, grace) := "missed" if {
	fails(name, cond, latest)
	input.life.to >= started(name, cond).limits[grace]
}

# started is the first of the stretches, without a break, that end today and fail
started(name, cond) := [s |
	some i, s in input.stretches
	every k in numbers.range(i, count(input.stretches) - 1) {
		fails(name, cond, input.stretches[k])
	}
][0]

yearly(cond, _, _) := "none" if not during(cond, input.life)

yearly(cond, true, _) := "met" if during(cond, input.life)

yearly(cond, false, "0") := "missed" if during(cond, input.life)

# whole_year is yearly for what has the whole year: only a year lived wholly asks it
whole_year(_, _) := "none" if not lived_wholly

whole_year(cond, holds) := yearly(cond, holds, "0") if lived_wholly

lived_wholly if {
	input.exists.from <= input.year.from
	input.exists.to >= input.year.to
}

all_or_nothing(_, "none") := none

all_or_nothing(points, "open") := {"lo": 0, "hi": 0, "due": 0, "max": points}

all_or_nothing(points, "met") := exactly(points, points)

all_or_nothing(points, "missed") := exactly(points, 0)

amount(_, "none", _) := none

amount(points, "open", _) := {"lo": 0, "hi": 0, "due": 0, "max": points}

# left is what is left of an item where it was not met
left(_, "none", _) := none

left(points, "open", _) := {"lo": 0, "hi": 0, "due": 0, "max": points}

left(points, "met", _) := exactly(points, points)

left(points, "missed", value) := exactly(points, held(value, 0, points))

amount(points, state, value) := exactly(points, held(value, 0, points)) if state in {"met", "missed"}

requires("ZB-02", s) if s.members <= 50

requires("ZB-03", s) if s.full >= 3

requires("ZB-03", s) if s.joint

requires("ZB-20", s) if s.committee

requires("ZB-21", s) if {
	s.seated >= 3
	s.seated <= 7
}

requires("ZB-22", s) if {
	s.secretary
	s.organisation
	s.publicity
	s.discipline
	s.deputies <= 1
}

requires("ZB-23", s) if {
	s.secretary
	s.deputies <= 1
}

requires("ZB-31", s) if s.tenure >= 12

requires("ZB-49", s) if {
	s.groups > 0
	s.leaders >= s.groups
}

requires("LY-01", s) if {
	s.sums["村民代表会议"] > 0
	s.sums["党员大会"] > 0
	s.sums["村务公开"] > 0
	s.sums["两委商议"] > 0
}

requires("LY-01", s) if {
	s.sums["村民代表会议"] > 0
	s.sums["党员大会"] > 0
	s.sums["村务公开"] > 0
	s.head_of_village
}

requires("LY-05", s) if s.head_of_village

requires("ZB-32", s) if s.head_of_unit

# --- 组织设置

items["ZB-02"] := all_or_nothing(1, standing("ZB-02", "not_functional", "6"))

items["ZB-03"] := all_or_nothing(1, standing("ZB-03", "settled", "6"))

items["ZB-20"] := all_or_nothing(2.5, standing("ZB-20", "seven", "6"))

items["ZB-49"] := all_or_nothing(1, standing("ZB-49", "scattered", "3"))

items["CD-101"] := judged("settled", 2.5, term_over)

term_over := between(2.5, 0, 2.5) if not "届期逾期天数" in object.keys(input.numbers)

term_over := exactly(2.5, left) if {
	days := input.numbers["届期逾期天数"]
	left := lookup(days, [[181, 0], [91, 1], [1, 2]], 2.5)
}

items["CD-102"] := judged("lasting", 2, vacancy)

vacancy := between(2, 0, 2) if not "书记空缺天数" in object.keys(input.numbers)

vacancy := exactly(2, left) if {
	days := input.numbers["书记空缺天数"]
	left := lookup(days, [[184, 0], [93, 0.5], [31, 1.5]], 2)
}

# lookup takes the first line that a value reaches
lookup(value, table, other) := [row[1] | some row in array.concat(table, [[value, other]]); value >= row[0]][0]

judged(cond, _, _) := none if not applies(cond)

judged(cond, points, score) := score if applies(cond)

# --- 班子建设

items["ZB-21"] := all_or_nothing(1, standing("ZB-21", "committee", "3"))

items["ZB-22"] := amount(2, standing("ZB-22", "committee", "3"), 2 - (0.5 * count([p | some p in ["secretary", "organisation", "publicity", "discipline"]; not now[p]])))

items["ZB-23"] := all_or_nothing(3, standing("ZB-23", "no_committee", "3"))

items["ZB-31"] := all_or_nothing(0.5, standing("ZB-31", "secretary", "0"))

items["ZB-38"] := none if count(owed("lasting", "year")) == 0

items["ZB-38"] := between(3, low, high) if {
	count(owed("lasting", "year")) > 0
	by := reviewed
	low := by + graded[0]
	high := by + graded[1]
}

default reviewed := 0

reviewed := 1 if input.first["述职评议"] <= input.year.to + 31

else := 0.5 if input.first["述职评议"]

default graded := [0, 2]

graded := [v, v] if v := lookup(input.numbers["述职等次"], [[4, 2], [3, 1.5], [2, 1]], 0)

items["XJ-13"] := all_or_nothing(0.5, yearly("always", input.numbers["选举不合规次数"] == 0, "0"))

items["CD-201"] := exactly(4, held(4 - lost(input.numbers["决定办结数"], input.numbers["决定到期数"], 0.1, 1), 0, 4))

# lost is what a share below nine tenths costs, for each step begun
lost(_, due, _, _) := 0 if due <= 0

lost(done, due, _, _) := 0 if {
	due > 0
	done * 10 >= due * 9
}

lost(done, due, step, each) := ceil(((due * 0.9) - done) / (due * step)) * each if {
	due > 0
	done * 10 < due * 9
}

items["CD-202"] := share(1, windows("secretary_at_work", "year", "书记党课", 0))

items["CD-203"] := share(1, windows("not_functional", "year", "廉政教育", 0))

# --- 组织生活

items["ZB-40"] := share(4, windows("not_functional", "quarter", "党员大会", 1))

items["ZB-41"] := all_or_nothing(0.5, yearly("always", input.numbers["表决不合规次数"] == 0, "0"))

items["ZB-46"] := per_miss(3, 0.5, windows("committee_at_work", "month", "支委会", 3))

items["ZB-50"] := share(2, windows("groups", "month", "党小组会", 3))

items["CD-303"] := amount(2, yearly("not_functional", half_came, "0"), 2 - lost(input.numbers["到会人次"], input.numbers["应到人次"], 0.05, 0.5))

half_came := input.numbers["到会人次"] * 2 >= input.numbers["应到人次"]

items["ZB-63"] := per_miss(4, 0.5, windows("not_functional", "month", "主题党日", 0))

items["ZB-65"] := none if count(owed("not_functional", "year")) == 0

items["ZB-65"] := between(3, (1.5 * w.met) + phases[0], (1.5 * w.met) + phases[1]) if {
	count(owed("not_functional", "year")) > 0
	w := held_by_spring("not_functional", "组织生活会", 0)
}

default phases := [0, 1.5]

phases := [v, v] if v := min([1.5, 0.25 * input.numbers["组织生活会环节数"]])

items["ZB-68"] := none if {
	w := held_by_spring("not_functional", "民主评议", 1)
	w.met + w.missed == 0
}

items["ZB-68"] := between(3, (1.5 * w.met) + (0.5 * count([s | some s in steps; s == true])), (1.5 * w.met) + (0.5 * count([s | some s in steps; s != false]))) if {
	w := held_by_spring("not_functional", "民主评议", 1)
	w.met + w.missed > 0
	steps := [all_phases, enough_came, not_too_many]
}

default all_phases := "unknown"

all_phases := input.numbers["民主评议环节数"] >= 5

default enough_came := "unknown"

enough_came := false if input.numbers["应评党员数"] <= 0

else := input.numbers["参评党员数"] * 5 >= input.numbers["应评党员数"] * 4

default not_too_many := "unknown"

not_too_many := false if input.numbers["应评党员数"] <= 0

else := input.numbers["评议优秀数"] * 3 <= input.numbers["应评党员数"]

items["ZB-72"] := share(1, {"met": a.met + b.met, "missed": a.missed + b.missed}) if {
	a := windows("not_functional", "year", "支委党员谈", 1)
	b := windows("not_functional", "year", "党员互谈", 1 - a.excused)
}

items["ZB-72a"] := share(0.5, windows("committee_at_work", "year", "支委互谈", 1))

items["CD-301"] := share(2, windows("not_functional", "quarter", "党课", 0))

# --- 发展教育管理

items["FZ-02"] := cases(0.5, 0.25, within("申请谈话"))

items["FZ-03"] := cases(0.5, 0.5, after("谈话后确定"))

items["FZ-05"] := cases(0.25, 0.25, within("指定联系人"))

items["FZ-06"] := cases(1, 0.25, within("培养考察"))

items["FZ-07"] := cases(0.25, 0.25, after("培养满期"))

items["FZ-13"] := cases(0.25, 0.25, after("预审后接收"))

items["FZ-23"] := cases(0.25, 0.25, within("转正讨论"))

# within counts the cases of this year that were never done, or done too late
within(clock) := count([c |
	some c in input.cases
	c.clock == clock
	c.start
	c.limit <= input.year.to
	missed(c)
])

missed(c) if {
	not c.done
	not lapsed(c)
}

missed(c) if {
	c.done > c.limit
	c.limit >= input.year.from
}

lapsed(c) if c.lapse <= c.limit

# after counts the cases of this year whose second step came too soon
after(clock) := count([c |
	some c in input.cases
	c.clock == clock
	c.done >= input.year.from
	c.done <= input.year.to
	too_soon(c)
])

too_soon(c) if not c.start

too_soon(c) if c.done < c.limit

cases(points, each, missed) := exactly(points, max([0, points - (each * missed)]))

on_roll := [m | some m in input.members; m.on_roll == 12]

short := [m |
	some m in on_roll
	m.hours < 32
	not m.adjusted
	not m.floating
	not m.lost
	not m.abroad
]

short_at_work := [m | some m in short; m.class != "离退休"]

leaders_short := [m |
	some m in on_roll
	m.hours < 56
	m.leads
]

leaders_untrained := [m |
	some m in on_roll
	not m.trained
	m.leads
]

in_arrears := [m |
	some m in input.members
	not m.lost
	m.arrears > 3
]

items["JY-01"] := left(4.5, whole_year("lasting_members", count(short) == 0), 4.5 - (0.25 * count(short_at_work)))

items["JY-02"] := left(2.5, whole_year("lasting", count(leaders_short) + count(leaders_untrained) == 0), 2.5 - (0.5 * count(leaders_short)))

items["DF-14"] := left(3, yearly("settled_members", count(in_arrears) == 0, "0"), 3 - (0.5 * count(in_arrears)))

items["DF-12"] := none if not 0 in owed("settled", "month")

items["DF-12"] := none if {
	0 in owed("settled", "month")
	fixed_excused
}

items["DF-12"] := exactly(1, fixed) if {
	0 in owed("settled", "month")
	not fixed_excused
}

fixed_excused if {
	sum(array.slice(input.months["核定党费"], 0, 3)) == 0
	said("核定党费", input.windows.month[0])
}

default fixed := 0

fixed := 1 if input.months["核定党费"][0] > 0

else := 0.5 if total("核定党费") > 0

items["DF-17"] := none if count(owed("settled", "month")) == 0

items["DF-17"] := exactly(3, [3, 2.5, 1.5, 0][min([3, missed])]) if {
	asked := owed("settled", "month")
	count(asked) > 0
	paid := input.months["党费上缴"]
	missed := count([i |
		some i in asked
		paid[i] == 0
		not paid_late(asked, paid, i)
	])
}

paid_late(asked, paid, i) if {
	i + 1 in asked
	paid[i + 1] > 1
}

paid_late(asked, paid, i) if {
	not i + 1 in asked
	paid[i + 1] > 0
}

items["DF-17a"] := share(1, windows("settled", "year", "党费公示", 0))

# --- 作用发挥、群众满意、制度保障

items["JY-28"] := all_or_nothing(1, whole_year("not_functional", count(used) > 0))

used contains "pledges" if input.numbers["承诺到期数"] > 0

used contains "squads" if input.numbers["突击攻关数"] > 0

used contains "volunteers" if total("志愿服务") > 0

items["CD-501"] := exactly(3, kept)

kept := 3 if input.numbers["承诺到期数"] == 0

kept := lookup(input.numbers["承诺办成数"] / input.numbers["承诺到期数"], [[0.8, 3], [0.6, 2], [0.4, 1.5]], 0.5) if input.numbers["承诺到期数"] > 0

items["CD-502"] := exactly(2, max([0, 2 - (0.5 * max([0, input.numbers["提议数"] - input.numbers["提议答复数"]]))]))

items["CD-503"] := share(2, windows("not_functional", "half", "志愿服务", 0))

items["CD-504"] := share(1.5, windows("not_functional", "year", "关怀帮扶", 0))

items["CD-505"] := exactly(2.5, talked)

talked := 0 if input.numbers["会议总次数"] == 0

talked := lookup(input.numbers["讨论议事次数"] / input.numbers["会议总次数"], [[0.8, 2.5], [0.7, 2], [0.5, 1.5], [0.3, 1]], 0.5) if input.numbers["会议总次数"] > 0

items["CD-601"] := between(4, 0, 4) if not "满意度" in object.keys(input.numbers)

items["CD-601"] := exactly(4, held(liked, 0, 4)) if "满意度" in object.keys(input.numbers)

liked := 0 if input.numbers["满意度"] < 60

liked := 0.5 + (0.5 * floor((input.numbers["满意度"] - 60) / 5)) if {
	input.numbers["满意度"] >= 60
	input.numbers["满意度"] < 80
}

liked := 2.5 + (0.1 * floor(input.numbers["满意度"] - 80)) if input.numbers["满意度"] >= 80

items["CD-602"] := share(2, windows("not_functional", "quarter", "党务公开", 0))

items["XJ-08"] := all_or_nothing(0.5, yearly("always", input.numbers["差额不足次数"] == 0, "0"))

items["CZ-08"] := all_or_nothing(0.5, yearly("always", input.numbers["处置未报备数"] == 0, "0"))

items["SJ-32"] := share(1.5, windows("settled", "half", "统计报送", 0))

items["CD-701"] := judged("lasting", 1, exactly(1, count([1 | now.premises])))

items["CD-702"] := exactly(1.5, max([0, 1.5 - (0.5 * input.numbers["逾期问题数"])]))

items["CD-703"] := exactly(1, max([-1, 1 - input.numbers["严重问题数"]]))

# --- 领域任务

items["LY-01"] := all_or_nothing(1.5, standing("LY-01", "not_functional", "0")) if input.profile == "village"

items["LY-05"] := all_or_nothing(1.5, standing("LY-05", "led", "12")) if input.profile == "village"

items["CD-811"] := share(4, windows("not_functional", "quarter", "村务公开", 0)) if input.profile == "village"

items["CD-812"] := share(3, windows("not_functional", "year", "征求意见", 0)) if input.profile == "village"

items["ZB-32"] := all_or_nothing(2, standing("ZB-32", "led", "6")) if input.profile == "agency"

items["CD-831"] := share(3, windows("not_functional", "year", "征求意见", 0)) if input.profile == "agency"

items["CD-832"] := share(3, windows("not_functional", "year", "走访联系", 0)) if input.profile == "agency"

items["CD-833"] := share(2, windows("not_functional", "year", "意识形态分析", 0)) if input.profile == "agency"

# --- 加分

bonus["CD-901"] := exactly(3, max(array.concat([0], [honours[h.name][h.level] | some h in input.honours])))

honours := {
	"先进基层党组织": {"town": 0.5, "county": 1, "city": 2, "province": 3, "nation": 3},
	"示范党支部": {"county": 0.8, "city": 1.5, "province": 2.5},
}

bonus["CD-902"] := exactly(1.5, min([1.5, 0.5 * input.numbers["自选完成数"]]))

bonus["CD-903"] := exactly(1, held(0.5 * input.helped, 0, 1))

bonus["CD-904"] := exactly(1, 0.25 * count([i | some i in [0, 1, 2, 3]; times("志愿服务", "quarter", i) > 0]))

# --- the whole

parts := {
	"设置": ["ZB-02", "ZB-03", "ZB-20", "ZB-49", "CD-101", "CD-102"],
	"班子": ["ZB-21", "ZB-22", "ZB-23", "ZB-31", "ZB-38", "XJ-13", "CD-201", "CD-202", "CD-203"],
	"生活": ["ZB-40", "ZB-41", "ZB-46", "ZB-50", "ZB-63", "ZB-65", "ZB-68", "ZB-72", "ZB-72a", "CD-301", "CD-303"],
	"教育": ["FZ-02", "FZ-03", "FZ-05", "FZ-06", "FZ-07", "FZ-13", "FZ-23", "JY-01", "JY-02", "DF-12", "DF-14", "DF-17", "DF-17a"],
	"作用": ["JY-28", "CD-501", "CD-502", "CD-503", "CD-504", "CD-505"],
	"满意": ["CD-601", "CD-602"],
	"制度": ["XJ-08", "CZ-08", "SJ-32", "CD-701", "CD-702", "CD-703"],
	"村任务": ["LY-01", "LY-05", "CD-811", "CD-812"],
	"机关任务": ["ZB-32", "CD-831", "CD-832", "CD-833"],
}

core(end) := sum([max([0, sum([items[id][end] | some id in ids])]) | some ids in parts])

extra := min([5, sum([b.lo | some b in bonus])])

due := sum([i.due | some i in items])

result := {
	"items": object.union(items, bonus),
	"due": due,
	"points": [cents(held(core("lo") + extra, 0, 105)), cents(held(core("hi") + extra, 0, 105))],
	"scaled": [cents(held(((core("lo") * 100) / due) + extra, 0, 105)), cents(held(((core("hi") * 100) / due) + extra, 0, 105))],
}
