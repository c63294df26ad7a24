package operate

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qiangji/internal/party"
)

func ids(t *testing.T) []party.SchemeID {
	t.Helper()
	all, err := shelf().List()
	if err != nil || len(all) < 60 {
		t.Fatalf("%d packs: %v", len(all), err)
	}
	return all
}

// TestEveryPack checks every pack of the repository and runs its cases.
func TestEveryPack(t *testing.T) {
	cases := 0
	for _, id := range ids(t) {
		t.Run(string(id), func(t *testing.T) {
			l := shelf()
			problems, err := l.Check(id)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems {
				if !p.Warn {
					t.Errorf("%s:%d:%d [%s] %s", p.File, p.Line, p.Col, p.Code, p.Message)
				}
			}
			results, err := l.Test(id)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range results {
				if len(r.Wrong) > 0 {
					t.Errorf("%s：%s\n    %s", r.File, r.Test, strings.Join(r.Wrong, "\n    "))
				}
			}
			p, _, _ := l.Pack(id)
			if len(results) == 0 && p.Kind != "archived" {
				t.Error("no case says how it is meant")
			}
			cases += len(results)
		})
	}
	if cases < 300 {
		t.Errorf("only %d cases", cases)
	}
}

// TestEveryCaseCanFail: a case whose expectations are taken away, or whose items
// expect another verdict, fails; so none passes because it asks nothing.
func TestEveryCaseCanFail(t *testing.T) {
	verdict := regexp.MustCompile(`: (达标|未达标|未到期|不适用|待定)`)
	l := shelf()
	passed, all := 0, 0
	for _, id := range []party.SchemeID{"floor", "county-demo", "domain/village", "examples/S01", "examples/V02", "examples/V10"} {
		if _, _, err := l.Pack(id); err != nil {
			t.Fatal(err)
		}
		root := os.DirFS("../../../packs/" + string(id) + "/tests")
		files, err := fs.Glob(root, "*.yaml")
		if err != nil || len(files) == 0 {
			t.Fatal(id, err)
		}
		for _, name := range files {
			data, err := fs.ReadFile(root, name)
			if err != nil {
				t.Fatal(err)
			}
			wrong := verdict.ReplaceAllStringFunc(string(data), func(s string) string {
				if strings.Contains(s, "未到期") {
					return ": 待定"
				}
				return ": 未到期"
			})
			for _, r := range l.testFile(id, name, []byte(wrong)) {
				all++
				if len(r.Wrong) == 0 {
					passed++
					t.Logf("%s %s：%s names no verdict", id, name, r.Test)
				}
			}
		}
	}
	if passed*10 > all {
		t.Errorf("%d of %d cases pass whatever the verdicts are", passed, all)
	}
}

// places are names by which a real unit could be known: provinces and the larger
// cities, and what ends the name of a place, a firm or a school.
var places = strings.Fields(`
	北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海
	内蒙古 广西 西藏 宁夏 新疆 台湾 香港 澳门 石家庄 唐山 邯郸 太原 大同 呼和浩特 包头 沈阳 大连 鞍山 长春 哈尔滨 大庆 南京 无锡 徐州
	常州 苏州 南通 扬州 镇江 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 台州 合肥 芜湖 蚌埠 福州 厦门 泉州 漳州 南昌 九江 赣州 济南 青岛 淄博
	烟台 潍坊 济宁 临沂 德州 郑州 开封 洛阳 南阳 信阳 武汉 宜昌 襄阳 黄冈 荆州 长沙 株洲 湘潭 衡阳 岳阳 常德 郴州 广州 深圳 珠海 汕头
	佛山 东莞 惠州 中山 湛江 南宁 柳州 桂林 海口 三亚 成都 绵阳 宜宾 贵阳 遵义 昆明 曲靖 大理 拉萨 西安 宝鸡 咸阳 延安 榆林 兰州 天水
	西宁 银川 乌鲁木齐 中石油 中石化 中铁 国家电网 清华 北大 复旦`)

// named is a proper name: two or more characters before what ends the name of a
// unit, at the start of a phrase.
var named = regexp.MustCompile(`(?:^|[\s，。：（“·、])([\p{Han}]{2,4})(县委|市委|区委|省委|县|市|自治区|自治州|集团|公司|大学|学院|中学|医院|街道|镇)`)

// common are words that only look like one.
var common = strings.Fields(`示例 全国 各级 本 上级 县级 市级 区级 乡 一个 国有 国有企业 所属 有限 分 子 母 总 社区 党委 民办 公办 高等 独立 所在 本地 城 村 农村
	每个 原 各 某 同一 二级 虚构 示例县 企业 集团 股份 供电 铁路 合资 控股 上市 地 到 在 由 村和 或 和`)

// TestNoExampleNamesARealUnit: the published rubrics are named by code and domain
// (C4); no title, note, source or label of an example names a place or a unit.
func TestNoExampleNamesARealUnit(t *testing.T) {
	root := os.DirFS("../../../packs")
	err := fs.WalkDir(root, "examples", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(data), "\n") {
			for _, where := range unitsIn(line) {
				t.Errorf("%s:%d names %s: %s", name, i+1, where, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// unitsIn returns what looks like the name of a real place or unit.
func unitsIn(line string) []string {
	var found []string
	for _, p := range places {
		if strings.Contains(line, p) {
			found = append(found, p)
		}
	}
	for _, m := range named.FindAllStringSubmatch(line, -1) {
		if !slices.Contains(common, m[1]) && !strings.ContainsAny(m[1], "未参对") {
			found = append(found, m[1]+m[2])
		}
	}
	return found
}

// TestARealUnitIsFound: the list above finds what it is for.
func TestARealUnitIsFound(t *testing.T) {
	for _, line := range []string{"title: 湖南省某地党支部评分", "note: 取自青山县委组织部", "title: 远大集团党支部考核", "title: 东方学院学生党支部"} {
		if len(unitsIn(line)) == 0 {
			t.Errorf("%q is taken for nobody's", line)
		}
	}
	for _, line := range []string{"title: 村 · 党组织分类定级评分", "by: 由县委组织部决定", "title: 高校 · 党支部评星"} {
		if found := unitsIn(line); len(found) > 0 {
			t.Errorf("%q is taken for %v", line, found)
		}
	}
}

// TestExamplesAreNamedByCode: an example's id and title are a code and a domain.
func TestExamplesAreNamedByCode(t *testing.T) {
	code := regexp.MustCompile(`^examples/[A-Z][0-9]{2}P?$`)
	title := regexp.MustCompile(`^[\p{Han}、]{1,16} · `)
	l := shelf()
	n := 0
	for _, id := range ids(t) {
		if !strings.HasPrefix(string(id), "examples/") {
			continue
		}
		n++
		p, _, err := l.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		if !code.MatchString(string(id)) || !title.MatchString(p.Title) {
			t.Errorf("%s is called %q", id, p.Title)
		}
		for name, s := range p.Sources {
			if s.Issuer != "" || s.Number != "" {
				t.Errorf("%s: source %s tells who issued it", id, name)
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d examples", n)
	}
}
