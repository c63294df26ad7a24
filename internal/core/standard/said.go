package standard

import "strings"

// codeWords says in Chinese what the short codes of a pack mean. Where one code
// means different things, the field stands before it.
var codeWords = map[string]string{
	"V": "核对过原文", "V~": "大体核对过", "M-high": "没核对，把握大", "M-med": "没核对，把握一般", "M-low": "没核对，把握小",
	"whole": "全期", "half": "半期", "any": "有一天", "higher": "越高越好", "lower": "越低越好",
	"merge last": "取最后一次", "max": "取最大", "unknown": "没有记录算待定", "absent none": "没有记录算 0",
	"half_up": "四舍五入", "down": "舍去", "up": "进一", "proportional": "按比例", "single": "只算一次",
	"sum": "相加", "weighted": "加权", "multiply": "相乘", "stars": "逐星",
	"effect zero": "清零", "bar": "不参评", "cap": "不高于", "force": "直接定为", "invalid": "评议无效", "minus": "扣分",
	"at_most": "不超过", "about": "大约", "at_least": "不少于", "exactly": "正好", "assessed": "参评数", "base all": "全部",
	"next_level": "降到下一级", "overflow none": "不定级", "calendar": "自然日", "working": "工作日",
	"full": "满分起扣", "start zero": "0 分起加", "month": "每月", "quarter": "每季", "every half": "每半年", "year": "每年",
	"same": "1、1、3", "dense": "1、1、2", "shared": "平分名次", "mean": "平均", "min": "最低", "trimmed": "去掉最高、最低再平均", "highest": "取最高",
	"beyond all": "本项全扣", "beyond last": "不再多扣",
}

// wordOf returns the Chinese word of a code of the field at a path.
func wordOf(path, code string) string {
	if word, ok := codeWords[path[strings.LastIndexByte(path, '.')+1:]+" "+code]; ok {
		return word
	}
	return codeWords[code]
}

// spelt lists codes for a message, each with its Chinese word: zero(清零)、bar(不参评).
func spelt(path string, codes []string) []string {
	said := make([]string, len(codes))
	for i, code := range codes {
		said[i] = code
		if word := wordOf(path, code); word != "" {
			said[i] += "(" + word + ")"
		}
	}
	return said
}

// halfWidth returns a text with its full-width digits, letters and signs written as
// packs want them, and whether it had any.
func halfWidth(text string) (string, bool) {
	half := strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		if r == '\u3000' {
			return ' '
		}
		return r
	}, text)
	return half, half != text
}
