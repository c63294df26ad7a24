package standard

// A CodeWord explains one code of Problem.
type CodeWord struct {
	Code string
	What string // what is wrong
	Do   string // what to write instead
}

// The codes of problems. A code is never reused for something else.
const (
	CodeYAML     = "PK-YAML"
	CodeHostile  = "PK-HOSTILE"
	CodeKey      = "PK-KEY"
	CodeTwice    = "PK-TWICE"
	CodeValue    = "PK-VALUE"
	CodeExpr     = "PK-EXPR"
	CodeName     = "PK-NAME"
	CodePlace    = "PK-PLACE"
	CodeType     = "PK-TYPE"
	CodeLimit    = "PK-LIMIT"
	CodeAmount   = "PK-AMOUNT"
	CodeUnit     = "PK-UNIT"
	CodeImport   = "PK-IMPORT"
	CodeUnknown  = "PK-UNKNOWN"
	CodeDomain   = "PK-DOMAIN"
	CodeLoosen   = "PK-LOOSEN"
	CodeRequired = "PK-REQUIRED"
	CodeID       = "PK-ID"
	CodeChoice   = "PK-CHOICE"
	CodeSource   = "PK-SOURCE"
	CodeArticle  = "PK-ARTICLE"
	CodeDuty     = "PK-DUTY"
	CodeDate     = "PK-DATE"
	CodeOutcome  = "PK-OUTCOME"
	CodeParam    = "PK-PARAM"
	CodeWords    = "PK-WORDS"
	CodeTerm     = "PK-TERM"
	CodeStart    = "PK-START"
	CodePoints   = "PK-POINTS"
	CodeFloor    = "PK-FLOOR"
	CodeBands    = "PK-BANDS"
	CodeRounding = "PK-ROUNDING"
	CodeLadder   = "PK-LADDER"
	CodeJudge    = "PK-JUDGE"
	CodeTies     = "PK-TIES"
	CodeDeadline = "PK-DEADLINE"
	CodeMixed    = "PK-MIXED"
	CodePart     = "PK-PART"
	CodeLevels   = "PK-LEVELS"
	CodeVeto     = "PK-VETO"
	CodeQuota    = "PK-QUOTA"
	CodePublic   = "PK-PUBLICITY"
	CodeCompose  = "PK-COMPOSE"
	CodeAuthor   = "PK-AUTHORITY"
	CodePay      = "PK-PAY"
	CodeRoom     = "PK-ROOM"
	CodeMinutes  = "PK-MINUTES"
	CodeCeiling  = "PK-CEILING"
	CodePerson   = "PK-PERSON"
	CodePetition = "PK-PETITION"
	CodeLabel    = "PK-LABEL"
	CodeBrand    = "PK-BRAND"
	CodeForm     = "PK-FORMALISM"
	CodeArchived = "PK-ARCHIVED"
	CodeHistoric = "PK-HISTORIC"
)

// Codes explains every code, in the order of the manual.
var Codes = []CodeWord{
	{CodeYAML, "YAML 写法不对", "检查缩进、冒号后的空格、引号配对；一个文件只放一份文档"},
	{CodeHostile, "文件太大、嵌套太深，或用了锚、别名、标签、合并键、控制字符", "删去这些写法；太大的拆成几个文件"},
	{CodeKey, "没有这个键", "照提示改成正确的键"},
	{CodeTwice, "同一个键、编号或名称写了两次", "删去一个，或换一个名字"},
	{CodeValue, "值的写法不对(日期、整数、是否)", "照提示的样子写"},
	{CodeExpr, "表达式写法不对", "照提示改；能用的写法见“表达式”一节"},
	{CodeName, "表达式里的名称没有，或没有声明", "照提示改名，或先在 vocabulary、params 里声明"},
	{CodePlace, "这个名称不能用在这里", "适用条件只能问支部自身的情况；总分只用在定级规则里"},
	{CodeType, "数、是否、文字用混了", "加上比较，或改成另一种写法"},
	{CodeLimit, "表达式太长、太复杂或套得太深", "拆成几个计分项"},
	{CodeAmount, "数的写法不对", "写 3、-0.5、1/3 或 90%，不带单位"},
	{CodeUnit, "百分数和小数用混了", "词表里单位是 % 的量按 0 至 100 写，比率按 0 至 1 或百分号写"},
	{CodeImport, "要引用的标准包没有找到，或引用有误", "检查 import 的名称；底线包放第一个"},
	{CodeUnknown, "要改或要去掉的条目不在引用的包里", "检查条目编号"},
	{CodeDomain, "方案不用于这个领域", "换一个领域，或改 domains"},
	{CodeLoosen, "放宽了必须做到的条目或参数", "只能收紧：更勤、更早、更多；或不改"},
	{CodeRequired, "缺必填的内容", "补上"},
	{CodeID, "编号或名称的写法不对", "编号用字母、数字、汉字和 - _ . : /；要进表达式的名称只用汉字、字母、数字、_"},
	{CodeChoice, "不在可选的值里", "照提示选一个"},
	{CodeSource, "依据没有声明", "先在 sources 里写明文件"},
	{CodeArticle, "条款号没有核实", "核对原文后把 confidence 改成 V；没核实的条款号不会显示"},
	{CodeDuty, "任务的写法不对", "周期(every + count 或 each)、时限(clock + within 或 at_least)、常态(require)三选一"},
	{CodeDate, "生效日期前后颠倒，或同一编号的两版时间重叠", "上一版的 to 写到下一版 from 的前一天"},
	{CodeOutcome, "成效的写法不对", "of、better、source 三样写全"},
	{CodeParam, "参数的写法不对", "name、value、direction 写全，by_year 按年份从早到晚"},
	{CodeWords, "声明的名称不对", "评分给区间或等级之一；名称不带空格和括号"},
	{CodeTerm, "一个计分项里写了几种计分，或一种也没写", "一个计分项只写一种；几种的拆成几项"},
	{CodeStart, "没有写从满分起还是从 0 分起，或起点和计分项对不上", "扣分的写 start: full，加分的写 start: zero"},
	{CodePoints, "分值对不上：各项之和、满分、分步之和", "改正分值；原文本来如此的写 reading 说明怎么读"},
	{CodeFloor, "各项扣分之和大于本项分值，或下限不是数", "写明 floor: 0(扣完为止)，或够低的负数"},
	{CodeBands, "分档没有从低到高、两档起点相同，或等级表不全", "按起点从低到高写，每档含起点不含下一档起点"},
	{CodeRounding, "不满一级怎么算没有写", "rounding 写 up(进一)、down(舍去)、proportional(按比例)或 single(只算一次)"},
	{CodeLadder, "次数递进表不是累计数", "写第 1、2、3 次时一共扣多少，逐个变大"},
	{CodeJudge, "裁量没有区间，或评分没有声明", "写 min 和 max；原文只说酌情的，由评委在区间内给分并写理由"},
	{CodeTies, "并列怎么算没有写", "ties 写 same、dense 或 shared；限额写 all_in、all_out 或再比什么"},
	{CodeDeadline, "按时、延迟没有截止日", "时限写 within，次数写 by: MM-DD"},
	{CodeMixed, "一条里又加又扣", "拆成两条"},
	{CodePart, "条目没有归到部分，或部分不存在", "part 写 scheme.parts 里的 id"},
	{CodeLevels, "等级分数线没有从高到低，或没有排到 0 分", "最后一级写 from: 0；不设分数线的一级都不写"},
	{CodeVeto, "否决的后果没有写清", "effect 写 zero(清零)、bar(不参评)、cap(不高于)、force(直接定为)；后两种写 level"},
	{CodeQuota, "限额没有写全", "share、sense、base、rounding、overflow、ties 都要写"},
	{CodePublic, "公示天数没有写自然日还是工作日", "unit 写 calendar 或 working"},
	{CodeCompose, "部分怎样合成总分没有写对", "how 写 sum、weighted、multiply 或 stars；权重之和 100%"},
	{CodeAuthor, "方案没有写依据的文件、搭载的考核或终止日期", "补上 authority、rides_on、ends(C12)"},
	{CodePay, "结果同报酬挂钩，或直接通到职务", "删去；任何结果不通向报酬，干部的事按干部管理的程序办(C12)"},
	{CodeRoom, "没有给支部留自选余地", "choices 写 1 至 3(C9)"},
	{CodeMinutes, "没有写一次要花多少分钟，或写的是不花时间而不会不花", "补上 minutes；不花时间写 0(C8)"},
	{CodeCeiling, "负担超过上限", "合并或去掉条目；确有必要的写明 burden_ceiling(C8)"},
	{CodePerson, "对党员个人排名、限额、强制等次、否决或合计总分", "改成支部的条目，或把包改成 kind: archived 并写明原因(C4)"},
	{CodePetition, "因上访、信访、投诉、举报、异议、申诉、意见降低结果，或拿它们的多少作指标", "删去；照录已公布的旧细则写 historic(C4)"},
	{CodeLabel, "把软弱涣散写成等次、类别、填报的名称，或写成理由、结果", "删去；只由人按程序认定，不从数据得出；照录已公布的旧细则写 historic(C19)"},
	{CodeBrand, "按品牌、典型的数量计分", "删去；品牌自愿，数量不计分(C23)"},
	{CodeForm, "按装机、登录、时长、照片、打卡、字数、台账这类痕迹计分或要求", "改成做没做这件事；照录旧细则写 historic"},
	{CodeArchived, "存档的包：能读能查，不能用来评定", "不用改；要评定请另写方案"},
	{CodeHistoric, "照录的旧细则：里面有现在不许的写法，不能用来评定", "不用改；要评定请另写方案"},
}
