package assess

import (
	"qiangji/internal/core/duty"
	"qiangji/internal/core/standard"
)

// A Program is a standard compiled for assessment: immutable, and asked of any
// number of branches, one Sheet to each goroutine.
type Program struct {
	std    *standard.Standard
	duty   *duty.Program
	items  []item
	scored int // how many items have points

	sentences int // about how many an explanation has
	outcomes  int // how many items have one
	parts     []part
	policy    policy
	compare   []comparison
	cents     []standard.Rat // hundredths, for scores
	scale     int
	mode      standard.Rounding
	refused   string
}

// Compile compiles a standard. Problems are what it could not read; a standard
// that standard.Check passed has none.
func Compile(std *standard.Standard) (*Program, []standard.Problem) {
	d, _ := duty.Compile(std)
	p := &Program{std: std, duty: d, scale: 2, refused: refusal(std)}
	if std.Rating != nil {
		if std.Rating.Scale != nil {
			p.scale = *std.Rating.Scale
		}
		mode, ok := standard.RoundingOf(std.Rating.Rounding)
		if !ok {
			p.report("scheme.rounding", "取舍要写 half_up、down 或 up")
		}
		p.mode = mode
	}
	p.compileParts()
	for i := range std.Items {
		p.items = append(p.items, p.item(i))
		if p.items[i].scored {
			p.scored++
		}
		p.sentences += max(len(p.items[i].terms), 1)
	}
	p.mint()
	p.compilePolicy()
	return p, p.duty.Exprs.Problems()
}

// refusal says why a standard is not assessed: it is archived, or it judges
// persons by a total (C4).
func refusal(std *standard.Standard) string {
	switch {
	case std.Archived != "":
		return "存档的标准包不用于评定：" + std.Archived
	case std.Kind == "archived":
		return "存档的标准包不用于评定"
	case std.Subject == "person":
		return "对党员个人不合计打分、不排名、不定等次（行为准则 C4）"
	}
	return ""
}

// report notes a problem of the standard.
func (p *Program) report(place, format string, args ...any) {
	p.duty.Exprs.Report(place, format, args...)
}

// Standard returns what was compiled.
func (p *Program) Standard() *standard.Standard { return p.std }

// Refused says why the standard is not assessed; empty if it is.
func (p *Program) Refused() string { return p.refused }

// Duties returns the compiled duties.
func (p *Program) Duties() *duty.Program { return p.duty }

// Number compiles a formula of the scheme beside the standard's own, for the
// policies of rating; it must be compiled before the first sheet is used.
func (p *Program) Number(text string, at duty.Look) duty.Number { return p.duty.Exprs.Number(text, at) }
