package person

import "strings"

// A What (内容) says what a column of the store holds of persons.
type What string

// The contents.
const (
	Nothing What = "nothing" // 与个人无关
	Ids     What = "ids"     // 编号: member ids among others, which name nobody once the person is erased
	Sealed  What = "sealed"  // 密封: readable under a person's or an organisation's key only
	Index   What = "index"   // 盲索引: an ID number can be compared with it, by whoever has the key directory
	Keys    What = "keys"    // 密钥: of persons and organisations, wrapped
	Mixed   What = "mixed"   // 记录: clear and by ids, but bodies of sealed kinds, which are sealed (C16)
)

// A Holding (个人信息去处) is some columns of one table that hold the same.
type Holding struct {
	Table   string // N stands for the number of a generation
	Columns string // with blanks between them
	What    What
	// Erased is what erasing a person does to it; empty where nothing is of persons.
	Erased string
}

const (
	staysID    = "留下编号，无人能查出是谁"
	unreadable = "密钥销毁，不能再读"
)

// Holdings is the map of personal data: every column of every table, so that access,
// notice and erasure miss none (SECURITY P6, P7, P9). A test holds it against the schema.
var Holdings = []Holding{
	{"desk_schema", "version at", Nothing, ""},
	{"ledger_fact", "org id hash", Nothing, ""},
	{"ledger_fact", "line", Mixed, "公开的留下编号；封存的" + unreadable},
	{"ledger_fact", "subjects", Ids, staysID},
	{"ledger_concern", "subject", Ids, staysID},
	{"ledger_concern", "org id", Nothing, ""},
	{"ledger_audit", "org id hash", Nothing, ""},
	{"ledger_audit", "line", Ids, staysID},
	{"ledger_sequence", "pos stream org id hash", Nothing, ""},
	{"ledger_node", "level n hash", Nothing, ""},
	{"ledger_seal", "size text edge", Nothing, ""},
	{"ledger_cosign", "size line", Nothing, ""},
	{"desk_version", "subject", Ids, staysID},
	{"desk_version", "version", Nothing, ""},
	{"desk_pending", "org stream id tick", Nothing, ""},
	{"desk_once", "org key digest facts at", Nothing, ""},
	{"desk_person", "member", Ids, staysID},
	{"desk_person", "version mac", Nothing, ""},
	{"desk_person", "blind", Index, "清空"},
	{"desk_person", "box", Sealed, "清空；旧备份里的" + unreadable},
	{"desk_blob", "id mac", Nothing, ""},
	{"desk_blob", "owner", Ids, staysID},
	{"desk_blob", "wrapped", Keys, unreadable},
	{"desk_blob", "box", Sealed, "归本人的" + unreadable + "；归党组织的只写编号"},
	{"desk_key", "subject", Ids, "删去"},
	{"desk_key", "kek", Nothing, ""},
	{"desk_key", "wrapped", Keys, "删去；旧备份里的不再解开"},
	{"desk_setting", "name value mac", Nothing, ""},
	{"desk_sequencer", "one size edge", Nothing, ""},
	{"view_generation", "number schema upto as_of next built served", Nothing, ""},
	{"view_fold_N", "org year", Nothing, ""},
	{"view_fold_N", "blob", Ids, staysID},
	{"view_score_N", "org year scheme", Nothing, ""},
	{"view_score_N", "blob", Ids, staysID},
	{"view_org_N", "org parent level name ended sum", Nothing, ""},
	{"view_word_N", "word org", Nothing, ""},
}

// HeldIn returns what a column holds, and whether it is on the map.
func HeldIn(table, column string) (Holding, bool) {
	for _, h := range Holdings {
		if h.Table != table {
			continue
		}
		for name := range strings.FieldsSeq(h.Columns) {
			if name == column {
				return h, true
			}
		}
	}
	return Holding{}, false
}
