package sheet

import (
	"strings"

	"qiangji/internal/party"
)

// code finds a value of a closed list by label, code or another word.
func code[T ~string](list party.Labels[T], also map[string]T, s string) (T, bool) {
	s = bare(s)
	if v, ok := list.Code(s); ok {
		return v, true
	}
	v, ok := also[s]
	return v, ok
}

var stageWords = map[string]party.Stage{
	"正式": "full", "中共党员": "full", "党员": "full", "中共正式党员": "full",
	"预备": "probationary", "中共预备党员": "probationary", "预备期党员": "probationary",
	"积极分子": "activist", "申请人": "applicant", "拟发展对象": "target",
	"01": "full", "02": "probationary",
}

// outsiders is what else stands under 政治面貌.
var outsiders = map[string]bool{"群众": true, "共青团员": true, "团员": true, "无党派人士": true, "无党派": true, "民主党派": true}

var classWords = map[string]party.WorkClass{
	"农民": "farmer", "务农": "farmer", "村民": "farmer", "农牧民": "farmer", "渔民": "farmer", "牧民": "farmer", "农牧渔民党员": "farmer",
	"退休": "retired", "离休": "retired", "退休人员": "retired", "离退休人员": "retired", "已退休": "retired",
	"公务员": "cadre", "干部": "cadre", "机关工作人员": "cadre", "党政机关工作人员": "cadre",
	"职工": "employee", "工人": "employee", "企业职工": "employee", "在职": "employee", "在职职工": "employee", "企业管理人员": "employee", "专业技术人员": "employee",
	"个体": "self_employed", "个体户": "self_employed", "个体工商户": "self_employed", "自主经营": "self_employed", "自由职业": "self_employed",
	"学生党员": "student", "在校学生": "student", "大学生": "student", "教职工": "teacher", "老师": "teacher",
	"无业": "unemployed", "待业": "unemployed", "失业": "unemployed", "下岗": "unemployed", "下岗职工": "unemployed", "其它": "other",
}

var postWords = map[string]party.Post{
	"支部书记": "secretary", "党支部书记": "secretary", "总支书记": "secretary", "党总支书记": "secretary", "党委书记": "secretary",
	"支部副书记": "deputy", "党支部副书记": "deputy", "总支副书记": "deputy", "党委副书记": "deputy",
	"支部委员": "member", "支委": "member", "支委委员": "member",
	"纪律检查委员": "discipline", "小组长": "group_leader", "党小组组长": "group_leader",
}

// noPost is what stands for having none.
var noPost = map[string]bool{"无": true, "党员": true, "普通党员": true, "群众": true, "正式党员": true, "预备党员": true, "/": true, "": true}

var domainWords = map[string]party.Domain{
	"农村": "village", "行政村": "village", "建制村": "village", "城市社区": "community", "街道社区": "community", "居委会": "community",
	"党政机关": "agency", "机关单位": "agency", "国有企业": "soe", "国企党组织": "soe", "非公": "private", "非公有制企业": "private", "民营企业": "private", "两新组织": "private",
	"社会组织党组织": "ngo", "学校": "institution", "医院": "institution", "其他事业单位": "institution", "公立医院": "institution", "中小学校": "institution",
	"离退休干部": "retired", "离退休党员": "retired", "流动": "floating", "高校": "teachers", "大学生": "students", "学生": "students", "教师": "teachers",
}

// domainMarks is what leaves no doubt about a branch's field: within its name,
// or at the end of it before its number.
var domainMarks = []struct {
	mark   string
	end    bool
	domain party.Domain
}{
	{"流动党员", false, "floating"}, {"离退休", false, "retired"}, {"老干部", false, "retired"}, {"退休", false, "retired"},
	{"社区", true, "community"}, {"村", true, "village"},
}

// A setUp is what a category of organisation says at once.
type setUp struct {
	level party.Level
	form  party.Form
}

var categories = map[string]setUp{
	"611": {"committee", "single"}, "基层党委": {"committee", "single"}, "党委": {"committee", "single"}, "党的基层委员会": {"committee", "single"}, "基层党的委员会": {"committee", "single"},
	"621": {"general_branch", "single"}, "党总支": {"general_branch", "single"}, "党总支部": {"general_branch", "single"}, "总支": {"general_branch", "single"},
	"631": {"branch", "single"}, "党支部": {"branch", "single"}, "支部": {"branch", "single"}, "独立党支部": {"branch", "single"}, "单独党支部": {"branch", "single"},
	"632": {"branch", "joint"}, "联合党支部": {"branch", "joint"}, "联合支部": {"branch", "joint"},
	"911": {"committee", "temporary"}, "临时党委": {"committee", "temporary"},
	"921": {"general_branch", "temporary"}, "临时党总支": {"general_branch", "temporary"}, "临时总支": {"general_branch", "temporary"},
	"931": {"branch", "temporary"}, "临时党支部": {"branch", "temporary"}, "临时支部": {"branch", "temporary"},
	"932": {"branch", "temporary"}, "临时联合党支部": {"branch", "temporary"},
	"流动党员党支部": {"branch", "floating"}, "流动党支部": {"branch", "floating"}, "功能型党支部": {"branch", "functional"},
}

var levelWords = map[string]party.Level{
	"党支部": "branch", "党总支": "general_branch", "党总支部": "general_branch", "党委": "committee", "基层委员会": "committee",
}

var formWords = map[string]party.Form{"独立": "single", "单独组建": "single", "单独设立": "single", "联合组建": "joint", "功能": "functional"}

var meetingWords = map[string]party.MeetingKind{
	"党员大会": "assembly", "支部大会": "assembly", "党员会议": "assembly", "全体党员大会": "assembly", "党支部党员大会": "assembly", "党支部大会": "assembly", "支部党员会议": "assembly",
	"支委会": "committee", "支委会议": "committee", "支部委员会议": "committee", "支部委员会会议": "committee", "党支部委员会": "committee", "支委": "committee", "党支部委员会会议": "committee",
	"小组会": "group", "党小组会议": "group", "党小组": "group", "小组会议": "group", "上党课": "lecture", "党课教育": "lecture", "专题党课": "lecture",
	"主题党日活动": "party_day", "党日活动": "party_day", "党员活动日": "party_day", "主题党日": "party_day", "党日": "party_day", "党员主题党日": "party_day",
	"组织生活会": "org_life", "专题组织生活会": "org_life", "年度组织生活会": "org_life", "民主评议": "appraisal", "评议党员": "appraisal", "民主评议党员大会": "appraisal",
	"学习": "study", "集中学习": "study", "集体学习": "study", "政治学习": "study", "专题学习": "study", "理论学习": "study", "学习会": "study", "学习教育": "study",
	"志愿活动": "volunteer", "志愿服务活动": "volunteer", "义务劳动": "volunteer", "党员志愿服务": "volunteer", "议事会": "deliberation", "民主议事会": "deliberation",
	"座谈会": "consultation", "征求意见会": "consultation", "入党宣誓仪式": "oath", "重温入党誓词": "", "走访": "visit", "走访慰问": "visit", "入户走访": "visit",
	"廉政警示教育": "integrity", "警示教育": "integrity", "意识形态": "ideology", "意识形态分析研判": "ideology", "党政联席会": "joint_council", "文体": "culture",
	"两委会": "four_one", "村两委会": "four_one", "两委会议": "four_one", "村民代表会议": "four_villagers", "居民代表会议": "four_villagers", "村民代表大会": "four_villagers",
}

var formOfMeetingWords = map[string]party.MeetingForm{"研讨": "discussion", "交流": "discussion", "学习": "lead_reading", "集中学习": "lead_reading", "实践活动": "practice", "志愿服务": "service"}

var studyWords = map[string]party.Study{
	"培训": "course", "集中轮训": "course", "培训班": "course", "脱产培训": "course", "集中学习": "collective", "集体": "collective", "支部学习": "collective", "三会一课": "collective", "主题党日": "collective",
	"上党课": "lecture", "听党课": "lecture", "网络": "online", "网络学习": "online", "线上": "online", "在线学习": "online", "网络培训": "online", "远程教育": "online", "送学": "home",
}

var tierWords = map[string]party.Tier{
	"支部": "unit", "党支部": "unit", "本支部": "unit", "单位": "unit", "乡镇": "town", "镇": "town", "街道": "town", "乡": "town", "县": "county", "区": "county", "县级": "county", "区县": "county", "县区": "county",
	"市级": "city", "地市": "city", "省级": "province", "全国": "nation", "中央": "nation", "国家级": "nation", "县(市、区)": "county", "乡(镇)": "town",
}

// reasonMarks is parts of an absence's reason, in the order in which they are
// looked for. Illness and family matters are leave: nothing more is kept (C16).
var reasonMarks = []struct {
	mark   string
	reason party.Reason
}{
	{"假", "leave"}, {"病", "leave"}, {"公务", "duty"}, {"公差", "duty"}, {"出差", "duty"}, {"开会", "duty"}, {"值班", "duty"}, {"培训", "duty"}, {"因公", "duty"}, {"工作", "duty"},
	{"外出", "away"}, {"务工", "away"}, {"打工", "away"}, {"外地", "away"}, {"探亲", "away"}, {"流动", "away"}, {"其他", "other"}, {"其它", "other"}, {"缺席", "other"}, {"无故", "other"}, {"未到", "other"},
}

// reasonOf reduces a reason to one of the four; told is false where it says
// none of them.
func reasonOf(s string) (reason party.Reason, told bool) {
	for _, m := range reasonMarks {
		if strings.Contains(s, m.mark) {
			return m.reason, true
		}
	}
	return "other", false
}

var yesWords = map[string]bool{"是": true, "有": true, "√": true, "✓": true, "✔": true, "1": true, "对": true, "Y": true, "y": true, "已核对": true, "已核实": true, "属实": true, "TRUE": true}
var noWords = map[string]bool{"否": true, "无": true, "不是": true, "×": true, "x": true, "X": true, "0": true, "N": true, "n": true, "": true, "/": true, "-": true, "正常": true, "FALSE": true}

// nations is GB/T 3304-1991 in the order of its digits.
var nations = strings.Fields("汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族")

// nationOf reads 汉, 汉族 or 01.
func nationOf(s string) (string, bool) {
	s = bare(s)
	if n, ok := parseSmall(s); ok && n >= 1 && n <= len(nations) {
		return nations[n-1], true
	}
	for _, n := range nations {
		if n == s || strings.TrimSuffix(n, "族") == s {
			return n, true
		}
	}
	return s, s == "其他" || s == "外国血统中国籍人士"
}

// educationNames is the levels of GB/T 4658 as people name them.
var educationNames = []string{"博士研究生", "硕士研究生", "研究生", "大学本科", "大学专科", "中等专科", "职业高中", "技工学校", "高中", "初中", "小学", "其他"}

var educationWords = map[string]string{
	"博士": "博士研究生", "硕士": "硕士研究生", "本科": "大学本科", "大学": "大学本科", "大专": "大学专科", "专科": "大学专科",
	"中专": "中等专科", "中等职业": "中等专科", "职高": "职业高中", "技校": "技工学校", "普通高中": "高中", "中学": "", "文盲": "其他",
	"11": "博士研究生", "14": "硕士研究生", "10": "研究生", "20": "大学本科", "21": "大学本科", "30": "大学专科", "31": "大学专科",
	"41": "中等专科", "44": "职业高中", "47": "技工学校", "60": "高中", "61": "高中", "70": "初中", "71": "初中", "80": "小学", "81": "小学", "90": "其他",
}

// educationOf reads a level of education; unknown ones stay as written.
func educationOf(s string) (string, bool) {
	s = bare(s)
	for _, n := range educationNames {
		if n == s {
			return n, true
		}
	}
	if n := educationWords[s]; n != "" {
		return n, true
	}
	return s, false
}

func parseSmall(s string) (int, bool) {
	if len(s) == 0 || len(s) > 2 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n := 0
	for _, b := range []byte(s) {
		n = n*10 + int(b-'0')
	}
	return n, true
}
