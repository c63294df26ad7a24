package operate

import (
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"qiangji/internal/core/chain"
)

// A Notary (印鉴) knows an instance's key and the checkpoint signed last, from outside
// the data.
type Notary interface {
	Verifier() note.Verifier
	Signed() (chain.Head, error)
}

// TrustOf is what a notary lets a verification know.
func TrustOf(n Notary) (chain.Trust, error) {
	t := chain.Trust{Log: n.Verifier()}
	head, err := n.Signed()
	if err == nil && head.Size > 0 {
		t.Held = []chain.Head{head}
	}
	return t, err
}

// TrustLog lets only the key be known, for data that may be older than the last checkpoint.
func TrustLog(n Notary) chain.Trust { return chain.Trust{Log: n.Verifier()} }

// TrustIn is what a verifier's key lets a verification know: a text that the instance
// printed, such as qiangji/7f3a…+1b2c3d4e+AbCd….
func TrustIn(verifier string) (chain.Trust, error) {
	v, err := note.NewVerifier(verifier)
	return chain.Trust{Log: v}, err
}

// Lines says a verdict, for a person.
func (v *Verdict) Lines() []string {
	lines := []string{
		fmt.Sprintf("序列里有 %d 条：记录和审计都在内；另有 %d 条还没有编入序列", v.Records, v.Waiting),
		fmt.Sprintf("记录 %d 条，审计 %d 条；封存 %d 条，其中按要求抹去的 %d 条（不是缺失）", v.Facts, v.Entries, v.Closed, v.Erased),
		v.sealing(),
	}
	if v.Sound() {
		return append(lines, "没有发现问题：每一条都和它的摘要、封印、索引一致")
	}
	for _, f := range v.Faults {
		lines = append(lines, "✗ "+f.String())
	}
	for _, f := range v.Flaws {
		lines = append(lines, "✗ "+f.Where+"："+f.Text)
	}
	if more := v.Count - len(v.Faults) + int(v.Flawed) - len(v.Flaws); more > 0 {
		lines = append(lines, fmt.Sprintf("还有 %d 处没有列出", more))
	}
	last := fmt.Sprintf("共 %d 处不对", v.Count+int(v.Flawed))
	if v.Count > 0 {
		last += fmt.Sprintf("；序列里的都在第 %d–%d 条之间，其余的没有发现问题", v.From, v.To)
	}
	return append(lines, last+"。不要在这份数据上继续登记："+v.Advice())
}

// Advice says what to do about what is wrong.
func (v *Verdict) Advice() string {
	if v.Older > 0 {
		return fmt.Sprintf("它比最后一次封印（第 %d 条）旧，或者是从旧的接着登记的，自己的封印都对得上。请找更新的数据或备份；确实没有了，由负责人认下：keys accept-loss", v.Older)
	}
	return "请从备份恢复，再和它核对"
}

func (v *Verdict) sealing() string {
	switch {
	case v.Sealed == 0:
		return "还没有封印：这份数据被人整个改过，也看不出来"
	case !v.Signed:
		return fmt.Sprintf("封印到第 %d 条，没有核对签名：没有给密钥目录，也没有给 --verifier", v.Sealed)
	case v.Cosigned > 0:
		return fmt.Sprintf("封印到第 %d 条，签名是真的；上级联署到第 %d 条", v.Sealed, v.Cosigned)
	}
	return fmt.Sprintf("封印到第 %d 条，签名是真的；以后的 %d 条要等下一次封印", v.Sealed, v.Records-v.Sealed)
}

// VerifySchema names the schema of verify --json.
const VerifySchema = "verify/1"

// VerdictJSON is a verdict for a program.
type VerdictJSON struct {
	Schema   string      `json:"schema"`
	Sound    bool        `json:"sound"`
	Records  int64       `json:"records"`
	Facts    int64       `json:"facts"`
	Entries  int64       `json:"entries"`
	Waiting  int64       `json:"waiting"`
	Closed   int64       `json:"closed"`
	Erased   int64       `json:"erased"`
	Signed   bool        `json:"signed"` // signatures were verified
	Sealed   int64       `json:"sealed"`
	Cosigned int64       `json:"cosigned"`
	Faults   int         `json:"faults"`
	From     int64       `json:"from"`
	To       int64       `json:"to"`
	First    []FaultJSON `json:"first"` // at most a hundred of each sort
}

// FaultJSON is one fault.
type FaultJSON struct {
	Class string `json:"class"` // of chain.Class, or index
	From  int64  `json:"from,omitempty"`
	To    int64  `json:"to,omitempty"`
	Where string `json:"where,omitempty"`
	Text  string `json:"text"`
}

// JSON returns the verdict for a program.
func (v *Verdict) JSON() VerdictJSON {
	j := VerdictJSON{
		Schema: VerifySchema, Sound: v.Sound(), Records: v.Records, Facts: v.Facts, Entries: v.Entries, Waiting: v.Waiting,
		Closed: v.Closed, Erased: v.Erased, Signed: v.Signed, Sealed: v.Sealed, Cosigned: v.Cosigned,
		Faults: v.Count + int(v.Flawed), From: v.From, To: v.To, First: []FaultJSON{},
	}
	for _, f := range v.Faults {
		j.First = append(j.First, FaultJSON{Class: string(f.Class), From: f.From, To: f.To, Text: f.Text})
	}
	for _, f := range v.Flaws {
		j.First = append(j.First, FaultJSON{Class: "index", Where: f.Where, Text: f.Text})
	}
	return j
}

// Tampered is the error of one who needs the ledger sound.
func (v *Verdict) Tampered() error {
	if v.Sound() {
		return nil
	}
	lines := v.Lines()
	return fmt.Errorf("核验没有通过：%s；%s", lines[3], lines[len(lines)-1])
}
