package person

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// valid is a person of whom everything is known.
func valid() Person {
	return Person{
		Member: "m-li", Org: "o-一支部", Name: "李测试", IDNumber: "11010519491231002X", Sex: "女", Nation: "汉族",
		Birth: "1949-12-31", Education: "大专", Phone: "13800000000", Address: "示例镇样板村 1 号", AwayTo: "外省",
	}
}

// TestNames: what a name may be (GB 18030-2022), and what it is told.
func TestNames(t *testing.T) {
	for _, name := range []string{
		"李测试", "𠮷野", "𬭎", "𰻝𰻝", "阿卜杜热合曼·艾则孜", "བསྟན་འཛིན", "ᠪᠠᠲᠤ", "ᠰᠠ\u180bᠢᠨ", "ماھىر", "ꆈꌠ", "Anna Maria", "O'Neil", "\ue863某", strings.Repeat("长", MaxName),
	} {
		if p := (Person{Member: "m-1", Name: name}); p.Check() != nil {
			t.Errorf("%q: %v", name, p.Check())
		}
	}
	for name, says := range map[string]string{
		"": "没有填", strings.Repeat("长", MaxName+1): "最多 64 个", "李 测试": "多余的空格", "阿里•买买提": "间隔号",
		"李\u202e测试": "看不见", "李\u200b测试": "看不见", "李\u2066测试": "看不见", "李\ufe00测试": "看不见", "李\U000e0100测试": "看不见",
		"李\x00测试": "看不见", "李\u3164测试": "看不见", "李\xff": "乱码", "e\u0301ric": "重新填写",
	} {
		p := Person{Member: "m-1", Name: name}
		if found := p.Check(); len(found) != 1 || found[0].Field != "name" || !strings.Contains(found[0].Message, says) {
			t.Errorf("%q: %v, want %q", name, found, says)
		}
	}
}

// TestCanonical: what people type comes to what stands on the card, once and for all.
func TestCanonical(t *testing.T) {
	for typed, want := range map[string]string{
		" 李 测试 ": "李测试", "阿里•买买提": "阿里·买买提", "阿里．买买提": "阿里·买买提", "Anna  Maria": "Anna Maria",
		"e\u0301ric": "éric", "李　测试": "李测试", "": "", "Anna 张": "Anna张",
	} {
		if got := Canonical(typed); got != want {
			t.Errorf("%q comes to %q, want %q", typed, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		once := Canonical(rapid.String().Draw(t, "typed"))
		if again := Canonical(once); again != once {
			t.Errorf("%q, and again %q", once, again)
		}
	})
}

// TestCheck: each field that is wrong is named, and what it holds is not repeated.
func TestCheck(t *testing.T) {
	if p := valid(); p.Check() != nil {
		t.Fatal(p.Check())
	}
	for field, spoil := range map[string]func(*Person){
		"member":    func(p *Person) { p.Member = "李秘密" },
		"org":       func(p *Person) { p.Org = "秘密 支部" },
		"id_number": func(p *Person) { p.IDNumber = "110105194912310021" },
		"sex":       func(p *Person) { p.Sex = "秘密" },
		"nation":    func(p *Person) { p.Nation = "秘密\u202e" },
		"birth":     func(p *Person) { p.Birth = "秘密\x07" },
		"education": func(p *Person) { p.Education = strings.Repeat("秘密", MaxText) },
		"phone":     func(p *Person) { p.Phone = "秘密\n" },
		"address":   func(p *Person) { p.Address = "秘密\xff" },
		"away_to":   func(p *Person) { p.AwayTo = "秘密\u2028" },
	} {
		p := valid()
		spoil(&p)
		found := p.Check()
		if len(found) != 1 || found[0].Field != field || !strings.Contains(found[0].Message, "「") {
			t.Errorf("%s: %v", field, found)
		}
		if len(found) > 0 && (strings.Contains(found[0].Message, "秘密") || strings.Contains(found[0].Message, "110105")) {
			t.Errorf("%s: the message repeats what the field holds: %s", field, found[0].Message)
		}
	}
	p := valid()
	p.IDNumber, p.Checked = "110105194912310021", true
	if p.Check() != nil {
		t.Errorf("a number that somebody let pass: %v", p.Check())
	}
	if p.IDNumber = "110105194902310021"; p.Check() == nil {
		t.Error("a day that does not exist was let pass")
	}
	if p.IDNumber = "11010519491231002x"; p.Check() == nil {
		t.Error("a small x is found by another index")
	}
	if c := (Card{Org: "一 支部", Contact: "张\u200b"}); len(c.check()) != 2 {
		t.Errorf("a card: %v", c.check())
	}
}

// TestEncode: what is sealed reads back, says nothing by its length, and is read strictly.
func TestEncode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := valid()
		p.Name, p.Address = rapid.String().Draw(t, "name"), rapid.String().Draw(t, "address")
		p.Name, p.Address = strings.ToValidUTF8(p.Name, ""), strings.ToValidUTF8(p.Address, "")
		data := mustEncode(&p)
		var got Person
		if err := decode(data, &got); err != nil || len(data)%boxStep != 0 {
			t.Fatal(err, len(data))
		}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Error(diff)
		}
	})
	short, long := Person{Name: "李"}, valid()
	if len(mustEncode(&short)) != boxStep || len(mustEncode(&long)) != boxStep {
		t.Error(len(mustEncode(&short)), len(mustEncode(&long)))
	}
	for _, data := range []string{`{"member":"m","rank":1}`, `{"member":"m"}{}`, `{`, ``} {
		if err := decode([]byte(data), new(Person)); err == nil {
			t.Errorf("%s was taken", data)
		}
	}
}

// FuzzDecode: whatever a box holds, it is refused or comes to the same again.
func FuzzDecode(f *testing.F) {
	p := valid()
	f.Add(mustEncode(&p))
	f.Add([]byte(`{"member":"m-1"} x`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p, again Person
		if decode(data, &p) != nil {
			return
		}
		first := mustEncode(&p)
		if err := decode(first, &again); err != nil || !bytes.Equal(first, mustEncode(&again)) {
			t.Errorf("%q: %v", data, err)
		}
	})
}
